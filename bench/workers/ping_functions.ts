/** The shortest script with the functions alone: a bundle holds what it calls. Argument: the socket's path. */
import { createEngine, ping } from "../../src/api/mod.ts";

// To touch `process` costs Deno some start-up.
const socket = "Deno" in globalThis ? Deno.args[0]! : process.argv[2]!;
const engine = createEngine({ baseUrl: `unix://${socket}` });
if (!await ping(engine)) throw new Error("Cannot trust the figure: no answer");
engine.close();
