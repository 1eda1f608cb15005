import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Certificates } from "../../tests/harness/certificates.ts";
import { engineSource } from "../../tests/harness/engines.ts";
import type { RuntimeName } from "../../tests/harness/runtimes.ts";
import { type LiveEngine, liveEngine } from "../../tests/live/engine.ts";
import { Scripts } from "./scripts.ts";

/** An engine that is measured. */
export interface BenchEngine {
  /** Where it listens. */
  socket: string;
  /** The image of its containers. */
  image: string;
}

/** What the tables are measured with. */
export class Bench {
  /** How many rounds. */
  readonly rounds: number;
  /** The runtimes that are measured. */
  readonly runtimes: RuntimeName[];
  /** The scripts. */
  readonly scripts: Scripts = new Scripts();
  readonly #directory: string = mkdtempSync(path.join(os.tmpdir(), "longshore-bench-"));
  readonly #servers: ChildProcess[] = [];
  #live: LiveEngine | undefined;

  readonly #engine: string;

  constructor(rounds: number, runtimes: RuntimeName[], engine: string = "20") {
    this.#engine = engine;
    this.rounds = rounds;
    this.runtimes = runtimes;
  }

  /** Where the replaying server listens. */
  get socket(): string {
    return path.join(this.#directory, "replay.sock");
  }

  /** The directory of the certificates for the server's TLS. */
  get certificates(): string {
    return this.#directory;
  }

  /** Starts the replaying server. */
  async start(): Promise<void> {
    await this.scripts.bundle(["server/main"]);
    await this.#serve([this.socket]);
  }

  /** Starts the replaying server with mutual TLS, and tells its port. */
  async startTls(): Promise<number> {
    const certificates = new Certificates(this.#directory);
    await certificates.authority("ca");
    await certificates.sign("ca", "server", { names: ["IP:127.0.0.1"] });
    await certificates.sign("ca", "client");
    return Number(await this.#serve(["tls", this.#directory]));
  }

  /**
   * Starts an engine of its own, or takes the one that is named. Its own has all in memory: on an ext4
   * without a journal, making a file takes the longer the more were removed in the last minutes.
   */
  async engine(): Promise<BenchEngine> {
    this.#live ??= await liveEngine(engineSource(this.#engine), true);
    const { LONGSHORE_TEST_HOST: host, LONGSHORE_TEST_IMAGE: image, LONGSHORE_TEST_SKIP: why } =
      this.#live.env;
    if (!host) throw new Error(why);
    return { socket: host.replace("unix://", ""), image: image! };
  }

  /** Stops all that was started. */
  async stop(): Promise<void> {
    for (const server of this.#servers) server.kill();
    rmSync(this.#directory, { recursive: true, force: true });
    await this.#live?.stop();
  }

  #serve(args: string[]): Promise<string> {
    const script = this.scripts.bundled("server/main");
    const server = spawn("node", [script, ...args], { stdio: ["ignore", "pipe", "inherit"] });
    this.#servers.push(server);
    return new Promise((resolve, reject) => {
      server.once("exit", (code) => reject(new Error(`The server ended with ${code}`)));
      server.stdout.setEncoding("utf8").once("data", (text: string) => {
        resolve(text.replace("ready", "").trim());
      });
    });
  }
}
