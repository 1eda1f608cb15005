/** Watches what happens to containers, also after the Engine was restarted, until a signal ends it. */
import process from "node:process";
import { DockerClient } from "@longshore/docker";

const signal = AbortSignal.timeout(Number(process.argv[2] ?? 60) * 1000);
const docker = await DockerClient.fromEnv();
try {
  const events = await docker.events({ reconnect: true, filters: { type: "container" }, signal });
  for await (const { Action, Actor } of events) {
    console.log(`${Actor.Attributes?.name}: ${Action}`);
  }
} catch (error) {
  if (error !== signal.reason) throw error;
  console.log("enough");
} finally {
  docker.close();
}
