import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { findProgram, isDebianRoot } from "./debian.ts";
import { inOtherRoot } from "./other_root.ts";
import { answersPing, testedProgram } from "./private_engine.ts";
import { type CommandOutput, delay, run } from "./process.ts";

/** The root file system of the Podman that is tested: the one of the tested engine. */
const { tree } = testedProgram();

/** Which Podman is tested, by the first two numbers of its version. */
export const testedPodman: string = podmanVersion();

function podmanVersion(): string {
  const version = tree === undefined
    ? spawnSync(findProgram("podman") ?? "podman", ["--version"]).stdout?.toString()
    : readFileSync(path.join(tree, "var/lib/dpkg/status"), "utf8")
      .match(/^Package: podman\n(?:.+\n)*?Version: (.*)$/m)?.[1];
  return /\d+\.\d+/.exec(version ?? "")?.[0] ?? "";
}

/** For `{ skip }` of a test against Podman. */
export const skipWithoutPodman: false | string = !isDebianRoot()
  ? "Podman's service needs Debian with root"
  : tree === undefined && findProgram("podman") === undefined
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
  const directory = mkdtempSync(path.join(os.tmpdir(), "pod-"));
  const file = (name: string): string => path.join(directory, name);
  const socket = file("podman.sock");
  writeFileSync(
    file("containers.conf"),
    [
      "[containers]",
      // Without these it asks for limits that a process without all of root's rights must not set.
      'default_ulimits = ["nofile=1024:1024", "nproc=1000:1000"]',
      "[engine]",
      // crun wants control groups of one version.
      'runtime = "runc"',
      "",
    ].join("\n"),
  );
  writeFileSync(
    file("registries.conf"),
    `unqualified-search-registries = ["docker.io"]\n[[registry]]\nlocation = "${registry}"\ninsecure = true\n`,
  );
  const env: Record<string, string> = {
    ...process.env as Record<string, string>,
    CONTAINERS_REGISTRIES_CONF: file("registries.conf"),
    CONTAINERS_CONF: file("containers.conf"),
  };
  const storage = [
    ...["--root", file("root"), "--runroot", file("run"), "--tmpdir", file("tmp")],
    ...["--network-config-dir", file("networks")],
    ...["--cgroup-manager", "cgroupfs", "--events-backend", "file"],
  ];
  const podman = tree === undefined ? findProgram("podman") ?? "podman" : "podman";
  const service = [podman, ...storage, "system", "service", "--time=0", `unix://${socket}`];
  const [program = podman, ...args] = tree === undefined
    ? service
    : inOtherRoot(tree, directory, service);
  const log = openSync(file("log"), "a");
  const child = spawn(program, args, { env, stdio: ["ignore", log, log] });
  /** Runs Podman beside the service, in the same root. */
  const call = (...args: string[]): Promise<CommandOutput> => {
    if (tree === undefined) return run(podman, args, { env });
    return run("nsenter", ["--target", String(child.pid), "--mount", podman, ...args], { env });
  };
  const stop = async (): Promise<void> => {
    await call(...storage, "rm", "--all", "--force", "--time=0");
    await call(...storage, "system", "reset", "--force");
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, "exit");
      child.kill();
      await ended;
    }
    rmSync(directory, { recursive: true, force: true });
  };
  for (let round = 0; round < 400 && child.exitCode === null; round++) {
    if (await answersPing(socket)) {
      const { stdout } = await call("--version");
      return { host: `unix://${socket}`, version: stdout.trim().split(" ").at(-1)!, stop };
    }
    await delay(25);
  }
  const words = readFileSync(file("log"), "utf8");
  await stop();
  throw new Error(`Cannot start Podman's service: ${words}`);
}
