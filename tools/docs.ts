/**
 * Writes the documentation as HTML: the reference of every symbol, and the pages of `docs/`, all
 * reached from one start page: `deno task docs [--out=DIRECTORY]`, `dist/docs` if left out.
 *
 * @module
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { run } from "../tests/harness/process.ts";
import { installPinned } from "./npm_install.ts";
import { readProject } from "./package/entries.ts";

/** A document and what its page is called. */
interface Page {
  source: string;
  /** The page's file, from the start page. */
  file: string;
  title: string;
}

const MORE = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"];
const DIRECTORY = "pages";

function readPages(): Page[] {
  const sources = [...readdirSync("docs").sort().map((name) => `docs/${name}`), ...MORE];
  return sources.filter((source) => source.endsWith(".md")).map((source) => ({
    source,
    file: `${DIRECTORY}/${path.basename(source, ".md").toLowerCase()}.html`,
    title: /^# (.+)$/m.exec(readFileSync(source, "utf8"))?.[1] ?? source,
  }));
}

/** Lets links lead from page to page; what is no page stays as it is. */
function relink(html: string, page: Page, pages: Page[]): string {
  return html.replace(/href="([^":#]+\.md)(#[^"]*)?"/g, (whole, target: string, anchor = "") => {
    const source = path.posix.join(path.posix.dirname(page.source), target);
    const found = pages.find((other) => other.source === source);
    return found === undefined ? whole : `href="${path.posix.basename(found.file)}${anchor}"`;
  });
}

/** The classes that most readers look for; they are first. */
const CLASSES = ["DockerClient", "APIClient"];

/** The list of all pages, for a page that is so far below the start page. */
function navigation(pages: Page[], up: string): string {
  const classes = CLASSES.map((name) => ({ file: `~/${name}.html`, title: name }));
  const items = [...classes, ...pages].map(({ file, title }) =>
    `<li><a href="${up}${file}">${title}</a></li>`
  );
  return `<nav class="pages"><ul><li><a href="${up}index.html">Reference</a></li>${
    items.join("")
  }</ul></nav>`;
}

const STYLE = `<style>
nav.pages ul { display: flex; flex-wrap: wrap; gap: 0.4em 1.2em; padding: 1em; list-style: none }
article { max-width: 60em; margin: 0 auto; padding: 1em; line-height: 1.5 }
article pre { overflow: auto; padding: 1em; background: #8882 }
article table { border-collapse: collapse } article td, article th { border: 1px solid #8885; padding: 0.3em 0.6em; text-align: left }
</style>`;

const { values } = parseArgs({ options: { out: { type: "string", default: "dist/docs" } } });
const { out } = values;
rmSync(out, { recursive: true, force: true });
const entries = readProject().entries.map(({ source }) => source);
const args = ["doc", "--html", "--name=longshore", `--output=${out}`, ...entries];
const { code, text } = await run(process.execPath, args, { timeout: 900 });
if (code !== 0) throw new Error(`Cannot write the reference: exit code ${code}\n${text}`);

const tools = await installPinned("tools/package");
const { marked } = await import(
  pathToFileURL(path.join(tools, "node_modules/marked/lib/marked.esm.js")).href
) as { marked: { parse(text: string): string } };
const pages = readPages();
mkdirSync(path.join(out, DIRECTORY), { recursive: true });
for (const page of pages) {
  const body = relink(marked.parse(readFileSync(page.source, "utf8")), page, pages);
  const head = `<meta charset="utf-8"><title>${page.title}</title>${STYLE}`;
  const html = `<!DOCTYPE html>\n<html lang="en"><head>${head}</head><body>${
    navigation(pages, "../")
  }<article>${body}</article></body></html>\n`;
  writeFileSync(path.join(out, page.file), html);
}
const start = path.join(out, "index.html");
const html = readFileSync(start, "utf8");
if (!html.includes("<main>")) throw new Error(`Cannot find where the pages go in ${start}`);
writeFileSync(start, html.replace("<main>", `${STYLE}${navigation(pages, "")}<main>`));
console.log(`${out}/index.html`);
