/**
 * One measurement of a stream of JSON values, in a process of its own.
 *
 * Arguments: reader (floor, batches, values, dockerode), socket path, lines expected. Reports
 * milliseconds of the second reading.
 *
 * @module
 */
import process from "node:process";
import { APIClient } from "../../mod.ts";
import { ChunkWalker } from "../floors/chunks.ts";
import { request } from "../floors/http.ts";
import { openSocket } from "../floors/socket.ts";
import { expectEqual, report } from "./report.ts";

const [reader, socket, lines] = process.argv.slice(2);
const expected = Number(lines);

expectEqual(await read(), expected, "values");
const start = performance.now();
expectEqual(await read(), expected, "values");
report({ ms: performance.now() - start });

async function read(): Promise<number> {
  let sum = 0;
  const client = new APIClient({ baseUrl: `unix://${socket}` });
  switch (reader) {
    case "floor":
      return await readByHand();
    case "batches":
      for await (const batch of (await client.events({ decode: true })).batches()) {
        for (const event of batch) if (event.Type === "container") sum++;
      }
      return sum;
    case "values":
      for await (const event of await client.events({ decode: true })) {
        if (event.Type === "container") sum++;
      }
      return sum;
    default: {
      const { default: Dockerode } = await import("dockerode");
      let rest = "";
      for await (const text of await new Dockerode({ socketPath: socket! }).getEvents()) {
        const found = `${rest}${text}`.split("\n");
        rest = found.pop()!;
        for (const line of found) if (JSON.parse(line).Type === "container") sum++;
      }
      return sum;
    }
  }
}

async function readByHand(): Promise<number> {
  let sum = 0;
  let rest = "";
  const decoder = new TextDecoder();
  const chunks = new ChunkWalker((bytes) => {
    const found = (rest + decoder.decode(bytes, { stream: true })).split("\n");
    rest = found.pop()!;
    for (const line of found) if (JSON.parse(line).Type === "container") sum++;
  });
  const connection = await openSocket(socket!);
  await connection.ask(request("/v1.41/events"), (bytes) => chunks.push(bytes));
  connection.close();
  return sum;
}
