import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import process from "node:process";
import { after, before, describe, it } from "node:test";
import { EXPECTED, Scratch } from "./scratch.ts";

let scratch: Scratch;
let server: Server;
let asked: string[] = [];
before(async () => {
  scratch = await Scratch.create();
  server = createServer((request, response) => {
    asked.push(request.url!);
    const type = request.url!.endsWith(".d.ts") ? "application/typescript" : "text/javascript";
    response.writeHead(200, { "Content-Type": type });
    response.end(readFileSync(path.join(scratch.dist, request.url!)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
after(() => {
  server?.close();
  server?.closeAllConnections();
  scratch?.remove();
});

/** Runs a script in a Deno that has fetched nothing yet. */
async function runFresh(name: string, script: string, ...options: string[]): Promise<string> {
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const text = script.replaceAll("URL", `http://${host}`);
  const project = scratch.project(name, { "main.ts": text, "deno.json": "{}" });
  asked = [];
  const args = [
    "run",
    "--quiet",
    ...options.map((option) => option.replace("HOST", host)),
    "main.ts",
  ];
  const env = { DENO_DIR: path.join(project, "cache") };
  const { code, stdout, text: all } = await scratch.run(project, process.execPath, args, env);
  assert.equal(code, 0, all);
  return stdout.trim();
}

describe("the single file", () => {
  const script = `
    import { APIClient, NotFound, pack } from "URL/longshore.js";
    const client: APIClient = new APIClient({ baseUrl: Deno.env.get("PEER")! });
    let bytes = 0;
    for await (const chunk of pack([{ path: "a.txt", content: "hello" }])) bytes += chunk.length;
    const refusal: unknown = await client.inspectContainer("gone").catch((error) => error);
    console.log(await client.ping(), refusal instanceof NotFound ? "NotFound" : refusal, bytes);
  `;

  it("costs a script two requests, its types included", async () => {
    assert.equal(await runFresh("url", script, "-A", "--check"), EXPECTED);
    assert.deepEqual(asked, ["/longshore.js", "/longshore.d.ts"]);
  });

  it("has types that find a mistake", async () => {
    const wrong = `
      import { APIClient } from "URL/longshore.js";
      // @ts-expect-error: there is no such method
      export const run = (client: APIClient): unknown => client.inspectContainr("x");
    `;
    await runFresh("url-mistake", wrong, "-A", "--check");
  });

  it("asks for no permission when it is imported", async () => {
    const none = 'import { APIClient } from "URL/longshore.js"; console.log(typeof APIClient);';
    assert.equal(
      await runFresh("url-permissions", none, "--no-prompt", "--allow-import=HOST"),
      "function",
    );
  });
});
