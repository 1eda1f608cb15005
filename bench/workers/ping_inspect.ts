/** A program that makes one call of the functions. Arguments: the socket's path, a container. */
import process from "node:process";
import { createEngine, inspectContainer } from "../../src/api/mod.ts";

const engine = createEngine({ baseUrl: `unix://${process.argv[2]}` });
const { State } = await inspectContainer(engine, process.argv[3]!);
console.log(State);
engine.close();
