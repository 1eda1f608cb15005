/** The shortest script: one ping by hand. Argument: the socket's path. */
import process from "node:process";
import { openFloor } from "./floor.ts";

const connection = await openFloor(process.argv[2]!);
if (await connection.get("/_ping") !== 2) throw new Error("Cannot trust the figure: no answer");
connection.close();
