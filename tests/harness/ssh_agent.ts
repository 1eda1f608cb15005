import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { findProgram } from "./debian.ts";
import { delay, runOrThrow } from "./process.ts";

/** For `{ skip }` of a test that needs an agent. */
export const skipWithoutAgent: false | string = findProgram("ssh-agent") === undefined
  ? "No ssh-agent: install Debian's openssh-client"
  : false;

/** An agent of OpenSSH's with one key. */
export interface SshAgent {
  /** The path of its socket. */
  socket: string;
  /** The path of the key. */
  key: string;
  /** The key's fingerprint, as `ssh-add -l` prints it. */
  fingerprint: string;
  /** Ends it. */
  stop(): Promise<void>;
}

/**
 * Starts an agent and gives it a new key.
 *
 * @param directory Where its files are put; who made the directory removes it.
 * @param kind The kind of the key.
 */
export async function startSshAgent(
  directory: string,
  kind: "ed25519" | "rsa" = "ed25519",
): Promise<SshAgent> {
  const [socket, key] = [path.join(directory, "agent"), path.join(directory, "key")];
  await runOrThrow("ssh-keygen", ["-q", "-t", kind, "-N", "", "-f", key]);
  const fingerprint = (await runOrThrow("ssh-keygen", ["-lf", `${key}.pub`])).split(" ")[1]!;
  const agent = spawn("ssh-agent", ["-D", "-a", socket], { stdio: "ignore" });
  const ended = once(agent, "exit");
  const env = { ...process.env, SSH_AUTH_SOCK: socket };
  while (spawnSync("ssh-add", ["-q", key], { env }).status !== 0) await delay(20);
  return {
    socket,
    key,
    fingerprint,
    async stop(): Promise<void> {
      agent.kill();
      await ended;
    },
  };
}

/**
 * Puts `ssh-add` and the libraries that it needs into a directory, as they lie in a root file system.
 *
 * @param root The directory.
 */
export async function copySshAdd(root: string): Promise<void> {
  const program = findProgram("ssh-add")!;
  const libraries = await runOrThrow("ldd", [program]);
  for (const needed of [program, ...libraries.match(/\/\S+/g) ?? []]) {
    const target = path.join(root, needed === program ? "/bin/ssh-add" : needed);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, readFileSync(needed), { mode: 0o755 });
  }
}
