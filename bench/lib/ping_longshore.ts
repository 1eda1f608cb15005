/** The shortest script: one ping with this client. Argument: the socket's path. */
import process from "node:process";
import { APIClient } from "../../mod.ts";

const client = new APIClient({ baseUrl: `unix://${process.argv[2]}` });
if (!await client.ping()) throw new Error("Cannot trust the figure: no answer");
client.close();
