/** The shortest script: one ping by hand. Argument: the socket's path. */
import { openFloor } from "../floors/http.ts";

// To touch `process` costs Deno some start-up.
const socket = "Deno" in globalThis ? Deno.args[0]! : process.argv[2]!;
const connection = await openFloor(socket);
if (await connection.get("/_ping") !== "OK") throw new Error("Cannot trust the figure: no answer");
connection.close();
