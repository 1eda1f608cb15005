import type { ConnectionOptions, SecureContext } from "node:tls";
import type { StopSignal } from "../bytes/stopper.ts";
import { ConnectionError } from "../errors.ts";
import type { TcpEndpoint } from "./endpoint.ts";
import { KEEP_ALIVE_MS } from "./node.ts";
import { SocketDuplex } from "./node_socket.ts";
import { connectError } from "./connect_error.ts";
import { type LostErrors, lostErrors } from "./problems.ts";
import { loadTlsMaterial } from "./tls_material.ts";
import { describeTlsProblem } from "./tls_problems.ts";
import type { TLSSettings } from "./tls_settings.ts";
import type { Duplex } from "./types.ts";
import { createWire, type Wire } from "./wire.ts";

// Loaded by the first call: a static import would be hoisted to the start of a bundle, and an
// await at the top of a module keeps `require()` from loading it.
let net: typeof import("node:net");
let tls: typeof import("node:tls");

type Options = ConnectionOptions & { allowHalfOpen: boolean };

/**
 * Opens TLS connections to one port, by `node:tls` in every runtime: Deno's and Bun's own have no
 * way to trust one authority alone, or none.
 */
export class TlsOpener {
  readonly #endpoint: TcpEndpoint;
  readonly #address: string;
  readonly #config: TLSSettings;
  readonly #errors: LostErrors;
  #context: Promise<SecureContext> | null = null;

  /**
   * Makes an opener; nothing is read yet.
   *
   * @param endpoint Where to.
   * @param address The address as errors show it.
   * @param config The certificates and what is checked.
   */
  constructor(endpoint: TcpEndpoint, address: string, config: TLSSettings) {
    this.#endpoint = endpoint;
    this.#address = address;
    this.#config = config;
    // From TLS 1.3 on, an engine refuses a client's certificate only after the handshake.
    this.#errors = lostErrors(address, (cause) => this.#describe(cause));
  }

  /**
   * Opens a connection.
   *
   * @param signal Ends the attempt early.
   * @throws {TLSParameterError} When the settings' files cannot be used.
   * @throws {ConnectionError} When no trusted connection can be made.
   */
  async open(signal?: StopSignal): Promise<Duplex> {
    [net, tls] = await Promise.all([import("node:net"), import("node:tls")]);
    this.#context ??= this.#createContext();
    const secureContext = await this.#context;
    const wire = "Deno" in globalThis ? await this.#openWire(signal) : null;
    if (signal?.aborted) wire?.destroy();
    signal?.throwIfAborted();
    return await new Promise((resolve, reject) => {
      const socket = tls.connect(this.#options(secureContext, wire));
      if (wire === null) {
        socket.setNoDelay(true);
        socket.setKeepAlive(true, KEEP_ALIVE_MS);
      }
      const abort = () => {
        socket.destroy(signal!.reason as Error);
        wire?.destroy();
      };
      const failed = (error: Error) => {
        signal?.removeEventListener("abort", abort);
        wire?.destroy();
        reject(this.#connectError(error));
      };
      socket.once("error", failed);
      socket.once("secureConnect", () => {
        signal?.removeEventListener("abort", abort);
        const duplex = new SocketDuplex(socket, this.#errors, wire).listen();
        socket.off("error", failed);
        resolve(duplex);
      });
      signal?.addEventListener("abort", abort, { once: true });
    });
  }

  /** Deno's `node:tls` reads on while it is paused, unless what it reads from is ours to hold. */
  async #openWire(signal?: StopSignal): Promise<Wire> {
    const { denoAdapter } = await import("./deno.ts");
    try {
      return await createWire(await denoAdapter.open(this.#endpoint, this.#errors, signal));
    } catch (error) {
      throw this.#connectError(error);
    }
  }

  async #createContext(): Promise<SecureContext> {
    try {
      return tls.createSecureContext(await loadTlsMaterial(this.#config));
    } catch (error) {
      // A file may be there the next time.
      this.#context = null;
      throw error;
    }
  }

  #options(secureContext: SecureContext, wire: Wire | null): Options {
    const { hostname, port } = this.#endpoint;
    const { verify, assertHostname } = this.#config;
    const options: Options = {
      host: hostname,
      ...(wire === null ? { port } : { socket: wire }),
      secureContext,
      allowHalfOpen: true,
      rejectUnauthorized: verify,
      ALPNProtocols: ["http/1.1"],
    };
    if (net.isIP(hostname) === 0) options.servername = hostname;
    if (assertHostname === false) options.checkServerIdentity = () => undefined;
    if (typeof assertHostname === "string") {
      options.checkServerIdentity = (_host, certificate) =>
        tls.checkServerIdentity(assertHostname, certificate);
    }
    return options;
  }

  #connectError(cause: unknown): ConnectionError {
    const problem = this.#describe(cause);
    return problem === undefined
      ? connectError(this.#address, this.#endpoint, cause)
      : new ConnectionError(this.#address, problem, cause);
  }

  #describe(cause: unknown): string | undefined {
    return describeTlsProblem(cause, this.#config, this.#endpoint.hostname);
  }
}
