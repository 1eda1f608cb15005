/** The shortest script: one ping with dockerode. Argument: the socket's path. */
import process from "node:process";
import Dockerode from "dockerode";

await new Dockerode({ socketPath: process.argv[2]! }).ping();
process.exit(0);
