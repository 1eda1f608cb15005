/** The shortest script with the class by its own entry. Argument: the socket's path. */
import { APIClient } from "../../src/client.ts";

// To touch `process` costs Deno some start-up.
const socket = "Deno" in globalThis ? Deno.args[0]! : process.argv[2]!;
const client = new APIClient({ baseUrl: `unix://${socket}` });
if (!await client.ping()) throw new Error("Cannot trust the figure: no answer");
client.close();
