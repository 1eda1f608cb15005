import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import * as entry from "../../mod.ts";
import * as api from "../../src/api/mod.ts";
import * as tar from "../../src/tar/mod.ts";
import { baseImage, host, skipUnlessPrivate } from "./fixture.ts";
import { runtime, ScriptProject } from "./scripts.ts";
import { complete, documents, fileName, namesOf, type Snippet, snippetsOf } from "./snippets.ts";

const EXPORTS = namesOf(entry, tar, api);

let project: ScriptProject;
let client: entry.APIClient;
let kept: Set<string>;

/** The containers that there are. */
async function containers(): Promise<string[]> {
  return (await client.containers({ all: true })).map(({ Id }) => Id);
}

async function removeNew(): Promise<void> {
  for (const id of await containers()) {
    if (!kept.has(id)) await client.removeContainer(id, { force: true, v: true });
  }
}

before(async () => {
  if (skipUnlessPrivate) return;
  project = await ScriptProject.create();
  client = new entry.APIClient({ baseUrl: host });
  await client.tag(baseImage, "busybox");
  kept = new Set(await containers());
  const { Id } = await client.createContainer("busybox", {
    name: "web",
    command: ["sh", "-c", "echo ready; httpd -f -p 80 -h /etc"],
  });
  await client.start(Id);
  kept.add(Id);
});
after(async () => {
  if (skipUnlessPrivate) return;
  kept.delete([...kept].at(-1)!);
  await removeNew();
  await client.removeImage("busybox");
  client.close();
  project.remove();
});

async function runs(snippet: Snippet): Promise<void> {
  const script = await project.write(fileName(snippet), complete(snippet, EXPORTS));
  try {
    const { code, text } = await project.run(script);
    assert.equal(code, 0, text);
  } finally {
    await removeNew();
  }
}

for (const file of documents()) {
  describe(`the code of ${file}`, { skip: skipUnlessPrivate }, () => {
    const snippets = snippetsOf(file);
    // A page may have pictures only; that none was overlooked, the number of all tells.
    it("is found", () => assert.equal(snippets.length > 0, !file.endsWith("architecture.md")));
    for (const snippet of snippets) {
      const { runtimes, place } = snippet;
      const claimed = runtimes.length === 0 || runtimes.includes(runtime);
      const skip = claimed ? false : `for ${runtimes.join(" and ")}`;
      it(`runs: line ${place.split(":")[1]}`, { skip }, () => runs(snippet));
    }
  });
}
