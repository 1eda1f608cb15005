import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { it } from "node:test";
import * as entry from "../../mod.ts";
import * as api from "../../src/api/mod.ts";
import * as tar from "../../src/tar/mod.ts";
import { readProject } from "../../tools/package/entries.ts";
import { run } from "../harness/process.ts";
import { complete, documents, fileName, namesOf, snippetsOf } from "../live/snippets.ts";

it("the code of the documents has no type error", async () => {
  const directory = mkdtempSync(path.join(os.tmpdir(), "longshore-snippets-"));
  try {
    const imports = Object.fromEntries(
      readProject().entries.map(({ specifier, source }) => {
        return [path.posix.join("@longshore/docker", specifier), `file://${path.resolve(source)}`];
      }),
    );
    // Who reads an error's message in a document knows that it is one.
    const compilerOptions = { strict: true, useUnknownInCatchVariables: false };
    writeFileSync(path.join(directory, "deno.json"), JSON.stringify({ imports, compilerOptions }));
    const files = documents().flatMap((file) => snippetsOf(file)).map((snippet) => {
      writeFileSync(
        path.join(directory, fileName(snippet)),
        complete(snippet, namesOf(entry, tar, api)),
      );
      return fileName(snippet);
    });
    const env = { NO_COLOR: "1" };
    const { code, text } = await run(process.execPath, ["check", ...files], {
      cwd: directory,
      env,
    });
    assert.equal(code, 0, text);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
