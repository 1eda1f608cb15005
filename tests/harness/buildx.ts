import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { debianTree } from "./debian_tree.ts";
import { engineSource } from "./engines.ts";
import { type CommandOutput, run } from "./process.ts";

/** Where Debian's docker-buildx has the program. */
const PROGRAM = "usr/libexec/docker/cli-plugins/docker-buildx";

/** Debian's `docker buildx`, as it is called without the `docker` command before it. */
export class Buildx {
  readonly #program: string;
  readonly #directory: string;

  private constructor(program: string, directory: string) {
    this.#program = program;
    this.#directory = directory;
  }

  /** Finds the newest one. */
  static async open(): Promise<Buildx> {
    const { suite, script } = engineSource("28");
    const tree = await debianTree(suite!, script);
    return new Buildx(
      path.join(tree, PROGRAM),
      mkdtempSync(path.join(os.tmpdir(), "longshore-buildx-")),
    );
  }

  /** The program's path. */
  get program(): string {
    return this.#program;
  }

  /**
   * The variables that it is run with: an engine, and settings of its own.
   *
   * @param host The engine's address.
   */
  env(host: string): Record<string, string> {
    return { DOCKER_HOST: host, DOCKER_CONFIG: this.#directory, BUILDX_CONFIG: this.#directory };
  }

  /**
   * Runs it to its end.
   *
   * @param host The engine's address.
   * @param args The arguments, e.g. `["build", "."]`.
   */
  run(host: string, args: string[]): Promise<CommandOutput> {
    return run(this.#program, args, { env: this.env(host) });
  }

  /** Removes its settings. */
  close(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
