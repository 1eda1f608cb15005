/**
 * The class without its methods, which `write_client.ts` writes from the functions of the API.
 *
 * @module
 */
import { type APIClientOptions, createEngine } from "../src/create_engine.ts";
import type { Engine } from "../src/engine/engine.ts";

/**
 * A client of one Docker Engine. Each method is one operation of the Engine's API and returns what
 * the Engine answers.
 *
 * Nothing is opened before the first call, and an idle client keeps no process alive.
 *
 * @example Run a command in a container
 * ```ts no-run
 * import { APIClient } from "@longshore/docker";
 *
 * await using client = new APIClient();
 * const container = await client.createContainer("busybox", { command: "echo hello" });
 * await client.start(container);
 * const code = await client.wait(container);
 * console.log(code, await client.logs(container));
 * await client.removeContainer(container);
 * ```
 */
export class APIClient implements AsyncDisposable {
  readonly #engine: Engine;

  /**
   * Makes a client; nothing is opened, read or sent.
   *
   * @param options The engine's address and how to talk to it, or the address alone.
   * @throws {TypeError} When an option is unknown or has another type, or the address or a header is malformed.
   * @throws {InvalidVersion} When the version is malformed.
   */
  constructor(options: APIClientOptions | string = {}) {
    this.#engine = createEngine(options);
  }

  /** The API version in use; `null` until the first call that needs it has learned it. */
  get apiVersion(): string | null {
    return this.#engine.version;
  }

  /** The engine's address. */
  get baseUrl(): string {
    return this.#engine.address;
  }

  /** What the free functions of `@longshore/docker/api` take as their first argument. */
  get engine(): Engine {
    return this.#engine;
  }

  /** Closes all connections; calls and streams under way reject with a {@linkcode ConnectionError}. */
  close(): void {
    this.#engine.close();
  }

  /** Closes all connections, at the end of an `await using` block. */
  [Symbol.asyncDispose](): Promise<void> {
    this.close();
    return Promise.resolve();
  }

  // The methods stand here.
}
