import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { findProgram, isDebianRoot } from "./debian.ts";
import { answersPing } from "./private_engine.ts";
import { delay, run } from "./process.ts";

/** For `{ skip }` of a test against Podman. */
export const skipWithoutPodman: false | string = !isDebianRoot()
  ? "Podman's service needs Debian with root"
  : findProgram("podman") === undefined
  ? "No Podman: install Debian's podman and netavark"
  : false;

/** Podman's service on a socket of its own. */
export interface PodmanService {
  /** `unix://` and the socket's path. */
  host: string;
  /** What `podman --version` prints last. */
  version: string;
  /** Stops it and removes its containers and images. */
  stop(): Promise<void>;
}

/**
 * Starts Podman's service with storage of its own.
 *
 * @param registry A registry that it may use without TLS.
 * @throws {Error} When it does not start, with its log.
 */
export async function startPodman(registry: string): Promise<PodmanService> {
  // Podman takes no run root of more than 50 characters.
  const folder = mkdtempSync(path.join(os.tmpdir(), "pod-"));
  const file = (name: string): string => path.join(folder, name);
  const socket = file("podman.sock");
  // Without these it asks for limits that a process without all of root's rights must not set.
  writeFileSync(
    file("containers.conf"),
    '[containers]\ndefault_ulimits = ["nofile=1024:1024", "nproc=1000:1000"]\n',
  );
  writeFileSync(
    file("registries.conf"),
    `unqualified-search-registries = ["docker.io"]\n[[registry]]\nlocation = "${registry}"\ninsecure = true\n`,
  );
  const env = {
    ...process.env,
    CONTAINERS_REGISTRIES_CONF: file("registries.conf"),
    CONTAINERS_CONF: file("containers.conf"),
  };
  const storage = [
    ...["--root", file("root"), "--runroot", file("run"), "--tmpdir", file("tmp")],
    ...["--network-config-dir", file("networks")],
    ...["--cgroup-manager", "cgroupfs", "--events-backend", "file"],
  ];
  const podman = findProgram("podman") ?? "podman";
  const log = openSync(file("log"), "a");
  const child = spawn(podman, [...storage, "system", "service", "--time=0", `unix://${socket}`], {
    env,
    stdio: ["ignore", log, log],
  });
  const stop = async (): Promise<void> => {
    await run(podman, [...storage, "rm", "--all", "--force", "--time=0"], { env });
    if (child.exitCode === null) {
      const ended = once(child, "exit");
      child.kill();
      await ended;
    }
    await run(podman, [...storage, "system", "reset", "--force"], { env });
    rmSync(folder, { recursive: true, force: true });
  };
  for (let round = 0; round < 400 && child.exitCode === null; round++) {
    if (await answersPing(socket)) {
      const { stdout } = await run(podman, ["--version"]);
      return { host: `unix://${socket}`, version: stdout.trim().split(" ").at(-1)!, stop };
    }
    await delay(25);
  }
  const words = readFileSync(file("log"), "utf8");
  await stop();
  throw new Error(`Cannot start Podman's service: ${words}`);
}
