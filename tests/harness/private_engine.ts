import { type ChildProcess, spawn } from "node:child_process";
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import http from "node:http";
import { importBaseImage } from "./base_image.ts";
import { Certificates } from "./certificates.ts";
import { findProgram } from "./debian.ts";
import { freePort } from "./free_port.ts";
import { DIRECTORY_PREFIX, endProcesses, removeLeftovers, startTime, sweep } from "./leftovers.ts";
import { inOtherRoot } from "./other_root.ts";
import { delay, run, runOrThrow, say } from "./process.ts";

/** An engine and a registry of the tests' own. */
export interface PrivateEngine {
  /** `unix://` and the socket's path. */
  host: string;
  /** `127.0.0.1:` and the port. */
  registry: string;
  /** `https://127.0.0.1:` and the port where the engine wants a client's certificate. */
  tlsHost: string;
  /** The directory of `ca.pem`, and of the client's `cert.pem` and `key.pem`. */
  tlsDirectory: string;
  /** The directory that holds all of it: socket, logs, images. */
  directory: string;
  /** Stops both and removes every trace. Calling it again waits for the same end. */
  stop(): Promise<void>;
}

/** Which program an engine is, and how it is set. */
export interface EngineProgram {
  /** The root file system that it is in; the machine's own without it. */
  tree?: string | undefined;
  /** Whether containerd keeps its images. */
  containerdStore?: boolean | undefined;
  /** Whether all that it keeps is kept in memory. */
  inMemory?: boolean | undefined;
}

/** The program of the engine that the tests run against, for others of its kind. */
export function testedProgram(): EngineProgram {
  const { LONGSHORE_TEST_TREE: tree, LONGSHORE_TEST_STORE: store } = process.env;
  return { tree: tree || undefined, containerdStore: store === "containerd" };
}

/** An engine of the tests' own that has nothing yet. */
export interface BareEngine extends Omit<PrivateEngine, "registry" | "tlsHost" | "tlsDirectory"> {
  /** What is stopped with it. */
  children: ChildProcess[];
  /** Stops it as a shutdown of its machine does, and starts it again with what it has. */
  restart(): Promise<void>;
  /** Kills dockerd as a crash does; its containers live on. */
  kill(): Promise<void>;
  /** Starts it again behind {@linkcode BareEngine.kill}, as if its machine had lost power. */
  revive(): Promise<void>;
}

/**
 * Starts an engine and a registry that share nothing with the engine of the machine's user.
 *
 * @param image The name the base image gets.
 * @param program Which engine.
 * @throws {Error} When either does not start, with the end of its log.
 */
export async function startPrivateEngine(
  image: string,
  program: EngineProgram = {},
): Promise<PrivateEngine> {
  const port = await freePort();
  const engine = await startBareEngine(program, (directory) => tlsArguments(directory, port));
  try {
    const registry = startRegistry(engine.directory);
    engine.children.push(registry);
    const log = path.join(engine.directory, "docker-registry.log");
    const registryPort = await waitFor(registry, log, () => {
      return /listening on 127\.0\.0\.1:(\d+)/.exec(readFileSync(log, "utf8"))?.[1];
    });
    await importBaseImage(engine.host, image);
    const { host, directory, stop } = engine;
    return {
      host,
      registry: `127.0.0.1:${registryPort}`,
      tlsHost: `https://127.0.0.1:${port}`,
      tlsDirectory: path.join(directory, "tls"),
      directory,
      stop,
    };
  } catch (error) {
    await engine.stop();
    throw error;
  }
}

/**
 * Starts an engine without images and without a registry, beside others too.
 *
 * @param program Which engine; without it the one that the tests run against.
 * @param more Makes further arguments of dockerd, for the engine's directory.
 * @throws {Error} When it does not start, with the end of its log.
 */
export async function startBareEngine(
  program: EngineProgram = testedProgram(),
  more: (directory: string) => Promise<string[]> = () => Promise.resolve([]),
): Promise<BareEngine> {
  await sweep();
  const directory = mkdtempSync(path.join(os.tmpdir(), DIRECTORY_PREFIX));
  const name = path.basename(directory).slice(DIRECTORY_PREFIX.length);
  const bridge = `lsb${name}`;
  const socket = path.join(directory, "docker.sock");
  const children: ChildProcess[] = [];
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => stopped ??= stopAll(directory, children);
  try {
    writeFileSync(
      path.join(directory, "owner.json"),
      JSON.stringify({ pid: process.pid, started: startTime(process.pid), bridge }),
    );
    await addBridge(bridge);
    if (program.inMemory) await mountMemory(directory);
    const further = await more(directory);
    const start = async (): Promise<void> => {
      const child = await startDockerd(program, directory, bridge, name, further);
      children.push(child);
      await waitFor(child, path.join(directory, "dockerd.log"), () => answersPing(socket));
    };
    const restart = async (): Promise<void> => {
      await Promise.all(children.splice(0).map((child) => end(child)));
      await start();
    };
    const kill = async (): Promise<void> => {
      await Promise.all(children.splice(0).map((child) => end(child, "SIGKILL")));
    };
    const revive = async (): Promise<void> => {
      await endProcesses(directory, undefined, 0);
      // Its process may still have a number, for nobody has asked how it ended.
      rmSync(path.join(directory, "exec/containerd/containerd.pid"), { force: true });
      await start();
    };
    await start();
    return { host: `unix://${socket}`, directory, stop, children, restart, kill, revive };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Makes a bridge with an address that nothing on the machine uses. */
async function addBridge(bridge: string): Promise<void> {
  const ip = findProgram("ip") ?? "ip";
  const used = await runOrThrow(ip, ["-4", "route", "show", "table", "all"]);
  const third = Array.from({ length: 250 }, (_, index) => index + 1)
    .find((number) => !used.includes(`10.213.${number}.`));
  if (third === undefined) {
    throw new Error("Cannot make a bridge: no free network in 10.213.0.0/16");
  }
  await runOrThrow(ip, ["link", "add", bridge, "type", "bridge"]);
  await runOrThrow(ip, ["addr", "add", `10.213.${third}.1/24`, "dev", bridge]);
  await runOrThrow(ip, ["link", "set", bridge, "up"]);
}

/**
 * Makes an engine's directory `data`, whose files are in memory; it is unmounted with what else the engine
 * has mounted. A swarm's log stays on the disk, which sets the pace that its manager is made for.
 */
async function mountMemory(directory: string): Promise<void> {
  const mount = findProgram("mount") ?? "mount";
  const [data, swarm] = [path.join(directory, "data"), path.join(directory, "swarm")];
  mkdirSync(data);
  await runOrThrow(mount, ["-t", "tmpfs", "tmpfs", data]);
  mkdirSync(swarm);
  mkdirSync(path.join(data, "swarm"));
  await runOrThrow(mount, ["--bind", swarm, path.join(data, "swarm")]);
}

/** Makes certificates, and the arguments that make dockerd listen with them and check the client's. */
export async function tlsArguments(directory: string, port: number): Promise<string[]> {
  const tls = path.join(directory, "tls");
  mkdirSync(tls);
  const files = new Certificates(tls);
  await files.authority("ca");
  await files.sign("ca", "server", { names: ["IP:127.0.0.1"] });
  // The client's have the names that DOCKER_CERT_PATH stands for.
  await files.sign("ca", "cert");
  renameSync(files.file("cert.key"), files.file("key.pem"));
  return [
    ...["--host", `tcp://127.0.0.1:${port}`, "--tlsverify", "--tlscacert", files.file("ca.pem")],
    ...["--tlscert", files.file("server.pem"), "--tlskey", files.file("server.key")],
  ];
}

async function startDockerd(
  { tree, containerdStore = false }: EngineProgram,
  directory: string,
  bridge: string,
  name: string,
  more: string[],
): Promise<ChildProcess> {
  const config = path.join(directory, "daemon.json");
  const features = containerdStore ? { "containerd-snapshotter": true } : undefined;
  writeFileSync(config, JSON.stringify({ features }));
  const args = [
    "--experimental",
    ...["--config-file", config],
    ...["--host", `unix://${path.join(directory, "docker.sock")}`],
    ...["--data-root", path.join(directory, "data")],
    ...["--exec-root", path.join(directory, "exec")],
    ...["--pidfile", path.join(directory, "docker.pid")],
    ...["--bridge", bridge],
    ...["--containerd-namespace", `longshore-${name}`],
    ...["--containerd-plugins-namespace", `longshore-plugins-${name}`],
    ...["--shutdown-timeout", "2"],
    ...["--log-level", "warn"],
    ...more,
  ];
  // Two engines in one network would flush each other's chains; published ports work without them.
  const beside = ["--ns", String(process.pid), "--nslist", "net", "-x", "dockerd"];
  if ((await run("pgrep", beside)).code === 0) args.push("--iptables=false");
  const log = path.join(directory, "dockerd.log");
  if (tree === undefined) return launch([findProgram("dockerd") ?? "dockerd", ...args], log);
  return launch(inOtherRoot(tree, directory, ["dockerd", ...args]), log);
}

function startRegistry(directory: string): ChildProcess {
  const storage = path.join(directory, "registry");
  mkdirSync(storage);
  const config = path.join(directory, "registry.yml");
  writeFileSync(
    config,
    [
      "version: 0.1",
      "log: { level: info }",
      `storage: { filesystem: { rootdirectory: ${storage} }, delete: { enabled: true } }`,
      "http: { addr: 127.0.0.1:0 }",
      "",
    ].join("\n"),
  );
  const program = findProgram("docker-registry") ?? "docker-registry";
  return launch([program, "serve", config], path.join(directory, "docker-registry.log"));
}

/** Starts a program in a session of its own, so that Ctrl+C ends it only through us. */
function launch([program = "", ...args]: string[], log: string): ChildProcess {
  const file = openSync(log, "a");
  const env: Record<string, string | undefined> = { ...process.env };
  for (const key of Object.keys(env)) if (key.startsWith("DOCKER_")) delete env[key];
  const sbin = "/usr/local/sbin:/usr/sbin:/sbin";
  try {
    return spawn(program, args, {
      detached: true,
      stdio: ["ignore", file, file],
      // An engine starts its own program several times for each container, and collecting garbage
      // while it begins is a fifth of what that takes.
      env: { GOGC: "400", ...env, PATH: `${process.env.PATH ?? ""}:${sbin}` },
    });
  } finally {
    closeSync(file); // The program has its own.
  }
}

/** Whether an engine answers on a unix socket. */
export function answersPing(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    http.get({ socketPath, path: "/_ping", agent: false }, (response) => {
      response.resume().on("end", () => resolve(response.statusCode === 200));
    }).on("error", () => resolve(false));
  });
}

/** Asks again and again, 60 s at most, until there is an answer or the program has ended. */
async function waitFor<T>(
  child: ChildProcess,
  log: string,
  ask: () => T | Promise<T>,
): Promise<NonNullable<T>> {
  const program = path.basename(log, ".log");
  for (let round = 0; round < 1200; round++) {
    const answer = await ask();
    if (answer) return answer;
    if (child.exitCode !== null || child.signalCode !== null) break;
    await delay(50);
  }
  const tail = readFileSync(log, "utf8").trimEnd().split("\n").slice(-15).join("\n");
  throw new Error(`Cannot start ${program}: it did not answer. The end of its log:\n${tail}`);
}

/** Asks a program to end, and makes it end after 20 s. */
async function end(
  child: ChildProcess,
  signal: "SIGTERM" | "SIGKILL" = "SIGTERM",
): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill(signal);
  const late = setTimeout(() => {
    say(`process ${child.pid} does not stop: killing it`);
    child.kill("SIGKILL");
  }, 20_000);
  await ended;
  clearTimeout(late);
}

async function stopAll(directory: string, children: ChildProcess[]): Promise<void> {
  await Promise.all(children.map((child) => end(child)));
  await removeLeftovers(directory);
  rmSync(directory, { recursive: true, force: true });
}
