/** What every program does once it has the package's entries. */
const BODY = `
const client = new Client({ baseUrl: process.env.PEER });
if (!(client instanceof APIClient)) throw new Error("each entry has a class of its own");
let bytes = 0;
for await (const chunk of pack([{ path: "a.txt", content: "hello" }])) bytes += chunk.length;
let refusal = "";
try {
  await inspectContainer(createEngine({ baseUrl: process.env.PEER }), "gone");
} catch (error) {
  refusal = error instanceof NotFound ? "NotFound" : String(error);
}
const line = \`\${await client.ping()} \${refusal} \${bytes}\`;
await client.close();
`;

const IMPORTS = `
import { APIClient, NotFound } from "@longshore/docker";
import { createEngine, inspectContainer } from "@longshore/docker/api";
import { APIClient as Client } from "@longshore/docker/client";
import { pack } from "@longshore/docker/tar";
`;

/** A program as an ES module. */
export const IMPORTING: string = `${IMPORTS}${BODY}console.log(line);\n`;

/** The same for CommonJS. */
export const REQUIRING: string = `
const { APIClient, NotFound } = require("@longshore/docker");
const { createEngine, inspectContainer } = require("@longshore/docker/api");
const { APIClient: Client } = require("@longshore/docker/client");
const { pack } = require("@longshore/docker/tar");
(async () => {${BODY}console.log(line);})();
`;

/** A program for bundlers that know no `await` at the top, in an ES module. */
export const BUNDLED: string = `${IMPORTS}(async () => {${BODY}console.log(line);})();\n`;

/** A test file for a runner with Jest's functions. */
export function testing(expected: string, imports = ""): string {
  return `${imports}${IMPORTS}
test("the package answers", async () => {${BODY}expect(line).toBe(${JSON.stringify(expected)});});
`;
}

/** A typed program that uses most kinds of what the package exports. */
export const TYPED = `
import { APIClient, type ContainerInspect, fromEnv, NotFound, TLSConfig } from "@longshore/docker";
import { inspectContainer } from "@longshore/docker/api";
import { APIClient as Client } from "@longshore/docker/client";
import { pack, type TarStreamEntry, UntarStream } from "@longshore/docker/tar";

export async function main(): Promise<void> {
  const client: APIClient = await fromEnv();
  const container = await client.createContainer("busybox", { command: ["true"] });
  const found: ContainerInspect = await client.inspectContainer(container);
  const code: number = await client.wait(container);
  const text: string = await client.logs(container, { tail: 10 });
  const stream: ReadableStream<Uint8Array> = await client.logs(container, { stream: true });
  for await (const frame of await client.logs(container, { stream: true, demux: true })) {
    const name: "stdout" | "stderr" = frame.stream;
    console.log(name, frame.data.length);
  }
  const zipped = (await client.export(container)).pipeThrough(new CompressionStream("gzip"));
  console.log(zipped, new Blob([await (await client.request("GET", "/info")).bytes()]));
  const entries: ReadableStream<TarStreamEntry> = pack([{ path: "a", content: "b" }])
    .pipeThrough(new UntarStream());
  const other: Client = new APIClient({ baseUrl: "tcp://x:1", tls: new TLSConfig({ caCert: "ca.pem" }) });
  console.log(found.Id, code, text, stream, entries, other, inspectContainer, NotFound);
  // @ts-expect-error: the image is missing
  await client.createContainer();
  // @ts-expect-error: a container has no such method
  await client.inspectContainr("x");
  await client.close();
}
`;
