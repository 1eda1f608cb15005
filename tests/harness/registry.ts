import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { findProgram } from "./debian.ts";
import { delay } from "./process.ts";

/** The user of a registry that asks for one. */
export const USER = "jürgen";
/** The user's password: with what base64, headers and URLs treat in their own way. */
export const PASSWORD = "p/w+?ü:1";
/** `PASSWORD` as bcrypt hashes it. */
const HASH = "$2b$05$abcdefghijklmnopqrstuukTpgcddzSIYqjIu/XVy3HjQvAF.v31a";

/** For `{ skip }` of a test that needs a registry of its own. */
export const skipWithoutProgram: false | string = findProgram("docker-registry") === undefined
  ? "No registry: install Debian's docker-registry"
  : false;

/** A registry on 127.0.0.1. */
export interface TestRegistry {
  /** Host and port, as image names have them. */
  address: string;
  /** Stops it and removes what it stored. */
  stop(): Promise<void>;
}

/**
 * Starts a registry on a free port of 127.0.0.1.
 *
 * @param withUsers Whether it lets in `USER` alone.
 * @throws {Error} When it does not start, with its log.
 */
export async function startRegistry(withUsers: boolean): Promise<TestRegistry> {
  const directory = mkdtempSync(path.join(os.tmpdir(), "longshore-registry-"));
  const users = path.join(directory, "users");
  writeFileSync(users, `${USER}:${HASH}\n`);
  const config = path.join(directory, "registry.yml");
  const lines = [
    "version: 0.1",
    "log: { level: info }",
    `storage: { filesystem: { rootdirectory: ${directory}/data }, delete: { enabled: true } }`,
    "http: { addr: 127.0.0.1:0 }",
  ];
  if (withUsers) lines.push(`auth: { htpasswd: { realm: test, path: ${users} } }`);
  writeFileSync(config, `${lines.join("\n")}\n`);
  const log = path.join(directory, "log");
  const file = openSync(log, "a");
  const program = findProgram("docker-registry") ?? "docker-registry";
  const child = spawn(program, ["serve", config], { stdio: ["ignore", file, file] });
  const stop = (): Promise<void> => stopRegistry(child, directory);
  for (let round = 0; round < 400 && child.exitCode === null; round++) {
    const port = /listening on 127\.0\.0\.1:(\d+)/.exec(readFileSync(log, "utf8"))?.[1];
    if (port !== undefined) return { address: `127.0.0.1:${port}`, stop };
    await delay(25);
  }
  const words = readFileSync(log, "utf8");
  await stop();
  throw new Error(`Cannot start a registry: ${words}`);
}

async function stopRegistry(child: ChildProcess, directory: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.kill("SIGTERM");
    await ended;
  }
  rmSync(directory, { recursive: true, force: true });
}
