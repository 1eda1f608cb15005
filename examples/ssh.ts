/** Talks to an Engine through ssh: the system's own `ssh` runs, with its agent and configuration. */
import process from "node:process";
import { DockerClient } from "@longshore/docker";

const { SSH_HOST = "ssh://me@docker.example", SSH_ARGS = "" } = process.env;
const docker = new DockerClient({
  baseUrl: SSH_HOST,
  ssh: { args: SSH_ARGS.split(" ").filter((word) => word !== "") },
});
const { stdout } = await docker.containers.run("busybox", "echo through ssh");
console.log(stdout.trim());
docker.close();
