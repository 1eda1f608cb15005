import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { after, before, describe, it } from "node:test";
import { findProgram } from "../harness/debian.ts";
import { run, runOrThrow } from "../harness/process.ts";

const chromium = findProgram("chromium");
const skip = chromium === undefined ? "No browser: install Debian's chromium" : false;

let directory: string;
let out: string;
before(async () => {
  directory = mkdtempSync(path.join(os.tmpdir(), "longshore-docs-"));
  out = path.join(directory, "docs");
  const args = ["run", "-A", "tools/docs.ts", `--out=${out}`];
  await runOrThrow(process.execPath, args, { timeout: 900 });
});
after(() => rmSync(directory, { recursive: true, force: true }));

/** Opens a page in the browser and takes what its scripts have made of it. */
async function open(file: string): Promise<string> {
  const url = pathToFileURL(path.join(out, file)).href;
  const args = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    `--user-data-dir=${path.join(directory, "profile")}`,
    "--virtual-time-budget=5000",
    "--dump-dom",
    url,
  ];
  const { code, stdout, text } = await run(chromium!, args, { timeout: 900 });
  assert.equal(code, 0, text);
  return stdout.replace(/<script[\s\S]*?<\/script>|<style[\s\S]*?<\/style>/g, "");
}

/** What a reader sees of a page. */
function words(html: string): string {
  return html.replace(/<[^>]*>/g, " ").replaceAll("&gt;", ">").replaceAll("&lt;", "<")
    .replace(/\s+/g, " ");
}

describe("the documentation in a browser", { skip }, () => {
  it("starts with the classes and with all pages", async () => {
    const html = await open("index.html");
    for (const name of ["DockerClient", "APIClient", "Coming from docker-py", "Architecture"]) {
      assert.ok(words(html).includes(name), name);
    }
    for (const [, target] of html.matchAll(/href="(pages\/[^"]+)"/g)) {
      assert.ok(existsSync(path.join(out, target!)), target);
    }
  });

  it("shows a method with its parameters, errors and example", async () => {
    const html = words(await open("~/APIClient.prototype.inspectContainer.html"));
    for (
      const text of ["inspectContainer", "container", "Promise", "ContainerInspect", "NotFound"]
    ) {
      assert.ok(html.includes(text), text);
    }
    assert.match(html, /GET \/containers\/\{id\}\/json/);
  });

  it("shows a page with its table and a link to another page", async () => {
    const html = await open("pages/readme.html");
    assert.ok(words(html).includes("by URL"));
    assert.match(html, /href="streams\.html"/);
  });
});

describe("the documentation's files", () => {
  it("link to nothing that is not there", () => {
    const missing: string[] = [];
    for (const name of readdirSync(path.join(out, "pages"))) {
      const html = readFileSync(path.join(out, "pages", name), "utf8");
      for (const [, target] of html.matchAll(/href="([^":#]+\.html)"/g)) {
        if (!existsSync(path.join(out, "pages", target!))) missing.push(`${name}: ${target}`);
      }
    }
    assert.deepEqual(missing, []);
  });
});
