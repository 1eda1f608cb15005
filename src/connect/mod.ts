import {
  type Address,
  DEFAULT_ADDRESS,
  formatAddress,
  formatHost,
  parseAddress,
} from "./address.ts";
import type { Adapter, Endpoint } from "./endpoint.ts";
import { connectError } from "./problems.ts";
import type { Connector, Duplex } from "./types.ts";

/** Options of {@linkcode createConnector}. */
// deno-lint-ignore no-empty-interface
export interface ConnectorOptions {}

/**
 * Makes what opens connections to the engine at an address.
 *
 * It reads nothing and opens nothing yet; the runtime's own sockets are loaded by the first
 * `connect()`.
 *
 * @param address The engine's address, e.g. `unix:///var/run/docker.sock` or `tcp://host:2375`.
 * @param options The transport's settings.
 * @throws {TypeError} When the address cannot be parsed.
 */
export function createConnector(
  address: string = DEFAULT_ADDRESS,
  _options: ConnectorOptions = {},
): Connector {
  const parsed = parseAddress(address);
  const shown = formatAddress(parsed);
  return {
    address: shown,
    host: parsed.kind === "tcp" ? formatHost(parsed) : "localhost",
    basePath: "basePath" in parsed ? parsed.basePath : "",
    async connect(signal?: AbortSignal): Promise<Duplex> {
      signal?.throwIfAborted();
      const endpoint = endpointOf(parsed);
      const opening = loadAdapter().then((adapter) => adapter.open(endpoint, shown, signal));
      try {
        return await abortable(opening, signal);
      } catch (error) {
        signal?.throwIfAborted();
        throw connectError(shown, endpoint, error);
      }
    },
    unrefTimer,
  };
}

function endpointOf(address: Address): Endpoint {
  switch (address.kind) {
    case "unix":
      return { kind: "unix", path: address.path };
    case "tcp":
      return { kind: "tcp", hostname: address.hostname, port: address.port };
    case "pipe":
      return address;
    case "ssh":
      throw new TypeError("Cannot connect by ssh: not written yet");
  }
}

async function loadAdapter(): Promise<Adapter> {
  if ("Deno" in globalThis) return (await import("./deno.ts")).denoAdapter;
  if ("Bun" in globalThis) return (await import("./bun.ts")).bunAdapter;
  return (await import("./node.ts")).nodeAdapter;
}

/** Rejects as soon as the signal is aborted; a connection that opens later is closed. */
function abortable(opening: Promise<Duplex>, signal?: AbortSignal): Promise<Duplex> {
  if (signal === undefined) return opening;
  return new Promise((resolve, reject) => {
    const abort = () => {
      reject(signal.reason);
      opening.then((duplex) => duplex.close(), () => {});
    };
    signal.addEventListener("abort", abort, { once: true });
    opening.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
    if (signal.aborted) abort();
  });
}

function unrefTimer(timer: unknown): void {
  if (typeof timer === "object" && timer !== null && "unref" in timer) {
    (timer as { unref(): void }).unref();
  } else if (typeof timer === "number" && "Deno" in globalThis) {
    Deno.unrefTimer(timer);
  }
}
