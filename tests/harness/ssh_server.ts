import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { findProgram } from "./debian.ts";
import { freePort } from "./free_port.ts";
import { runOrThrow } from "./process.ts";

/** Whether an ssh server can be run here. */
export const hasSshd: boolean = process.platform === "linux" &&
  findProgram("sshd") !== undefined && findProgram("ssh-keygen") !== undefined;

/** An ssh server on 127.0.0.1 with keys of its own, which lets only the present user in. */
export class SshServer {
  /** The server's port. */
  readonly port: number;
  /** The name of the user that may log in. */
  readonly user: string;
  readonly #directory: string;
  readonly #end: () => Promise<void>;

  private constructor(port: number, user: string, directory: string, end: () => Promise<void>) {
    this.port = port;
    this.user = user;
    this.#directory = directory;
    this.#end = end;
  }

  /** Makes the keys and starts the server. */
  static async start(): Promise<SshServer> {
    const directory = mkdtempSync(path.join(os.tmpdir(), "longshore-ssh-"));
    const file = (name: string) => path.join(directory, name);
    for (const name of ["host", "user", "stranger"]) {
      await runOrThrow("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", file(name)]);
    }
    const port = await freePort();
    const hostKey = readFileSync(file("host.pub"), "utf8");
    writeFileSync(file("authorized_keys"), readFileSync(file("user.pub")));
    writeFileSync(file("known_hosts"), `[127.0.0.1]:${port} ${hostKey}`);
    writeFileSync(
      file("sshd_config"),
      [
        `Port ${port}`,
        "ListenAddress 127.0.0.1",
        `HostKey ${file("host")}`,
        `AuthorizedKeysFile ${file("authorized_keys")}`,
        "PidFile none",
        "StrictModes no",
        "UsePAM no",
        "PasswordAuthentication no",
        "KbdInteractiveAuthentication no",
        "PermitRootLogin prohibit-password",
        "MaxStartups 200",
        `SetEnv PATH=${process.env.PATH}`,
      ].join("\n") + "\n",
    );
    chmodSync(directory, 0o755);
    // Debian's sshd wants this directory where it runs as root; its service would make it.
    if (process.getuid?.() === 0) mkdirSync("/run/sshd", { recursive: true });
    const child = spawn(findProgram("sshd")!, ["-D", "-e", "-f", file("sshd_config")], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    let log = "";
    const exit = once(child, "exit");
    await new Promise<void>((resolve, reject) => {
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        log += text;
        if (log.includes("Server listening")) resolve();
      });
      child.on("exit", () => reject(new Error(`Cannot start sshd: ${log}`)));
    });
    // Where USER is not set, Bun's os.userInfo() does not know it.
    const user = (await runOrThrow("id", ["-un"])).trim();
    return new SshServer(port, user, directory, async () => {
      child.kill();
      await exit;
    });
  }

  /** The path of a file: the private keys are `user` and `stranger`. */
  file(name: string): string {
    return path.join(this.#directory, name);
  }

  /** The arguments that make `ssh` use nothing but the given files. */
  args(key: string = "user", knownHosts: string = "known_hosts"): string[] {
    return [
      ...["-F", "none", "-i", this.file(key), "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes"],
      ...["-o", `UserKnownHostsFile=${this.file(knownHosts)}`],
      ...["-o", "StrictHostKeyChecking=yes"],
    ];
  }

  /** The address of an engine behind the server. */
  address(socketPath: string = ""): string {
    return `ssh://${this.user}@127.0.0.1:${this.port}${socketPath}`;
  }

  /** Ends the server and removes its files. */
  async stop(): Promise<void> {
    await this.#end();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
