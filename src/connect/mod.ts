import type { StopSignal } from "../bytes/stopper.ts";
import { ConnectionError, messageOf, TLSParameterError } from "../errors.ts";
import {
  type Address,
  DEFAULT_ADDRESS,
  formatAddress,
  formatHost,
  parseAddress,
  type TcpAddress,
} from "./address.ts";
import type { Adapter } from "./adapter.ts";
import type { Endpoint } from "./endpoint.ts";
import { loadPlatform } from "../platform/mod.ts";
import { lostErrors } from "./problems.ts";
import { checkSSHOptions, checkSSHTarget, type SSHOptions } from "./ssh_options.ts";
import { startTimer } from "./timer.ts";
import type { TLSConfig } from "./tls_config.ts";
import { isChecked, type TLSSettings, USUAL_TLS } from "./tls_settings.ts";
import type { Connector, Duplex } from "./types.ts";

/** Options of {@linkcode createConnector}. */
export interface ConnectorOptions {
  /** Encrypts the connection; `true` is TLS with the runtime's own authorities. */
  tls?: boolean | TLSConfig | undefined;
  /** How `ssh://` addresses are reached. */
  ssh?: SSHOptions | undefined;
}

/** Opens a connection to one place. */
type Open = (signal?: StopSignal) => Promise<Duplex>;

/**
 * Makes what opens connections to the engine at an address.
 *
 * It reads nothing and opens nothing yet; the runtime's own sockets are loaded by the first
 * `connect()`.
 *
 * @param address The engine's address, e.g. `unix:///var/run/docker.sock` or `tcp://host:2375`.
 * @param options The transport's settings.
 * @throws {TypeError} When the address cannot be parsed, or `ssh` is given for another one.
 * @throws {TLSParameterError} When TLS is asked for where there is none.
 */
export function createConnector(
  address: string = DEFAULT_ADDRESS,
  options: ConnectorOptions = {},
): Connector {
  const tls = tlsOf(options.tls);
  const parsed = parseAddress(address, tls !== null);
  const shown = formatAddress(parsed);
  if (tls !== null && parsed.kind !== "tcp") {
    throw new TLSParameterError(
      `Cannot use TLS at ${shown}: it is for addresses with a host and a port`,
    );
  }
  if (parsed.kind !== "ssh" && Object.values(options.ssh ?? {}).some((value) => value != null)) {
    throw new TypeError(
      `Cannot use ssh at ${shown}: the option is for addresses such as ssh://host`,
    );
  }
  const open = openerOf(parsed, shown, tls, options.ssh ?? {});
  return {
    address: shown,
    host: parsed.kind === "tcp" ? formatHost(parsed) : "localhost",
    basePath: "basePath" in parsed ? parsed.basePath : "",
    async connect(signal?: StopSignal): Promise<Duplex> {
      signal?.throwIfAborted();
      try {
        return await abortable(open(signal), signal);
      } catch (error) {
        signal?.throwIfAborted();
        throw error;
      }
    },
    startTimer,
  };
}

function tlsOf(tls: unknown): TLSSettings | null {
  if (tls === undefined || tls === null || tls === false) return null;
  if (tls === true) return USUAL_TLS;
  if (isChecked(tls)) return tls;
  throw new TLSParameterError(
    "Cannot use the TLS settings: expected tls to be true or a TLSConfig",
  );
}

function openerOf(
  address: Address,
  shown: string,
  tls: TLSSettings | null,
  ssh: SSHOptions,
): Open {
  switch (address.kind) {
    case "unix":
      return plainOpener({ kind: "unix", path: address.path }, shown);
    case "tcp": {
      const { hostname, port } = address;
      const endpoint: Endpoint = { kind: "tcp", hostname, port };
      if (!address.secure) return plainOpener(endpoint, shown);
      return secureOpener(address, shown, tls ?? USUAL_TLS);
    }
    case "pipe":
      return plainOpener(address, shown);
    case "ssh": {
      checkSSHOptions(ssh);
      checkSSHTarget(ssh, address);
      return async () => {
        const { SshOpener } = await import("./ssh.ts");
        return new SshOpener(address, shown, ssh, loadPlatform).open();
      };
    }
  }
}

function plainOpener(endpoint: Endpoint, shown: string): Open {
  const errors = lostErrors(shown);
  return async (signal) => {
    const adapter = await loadAdapter();
    try {
      return await adapter.open(endpoint, errors, signal);
    } catch (error) {
      throw await explain(shown, endpoint, error);
    }
  };
}

/** Makes the error of a connection that could not be opened; its words are loaded by the first. */
async function explain(shown: string, endpoint: Endpoint, cause: unknown): Promise<Error> {
  try {
    const { connectError } = await import("./connect_error.ts");
    return connectError(shown, endpoint, cause);
  } catch {
    // Where too many files are open, none can be loaded.
    return new ConnectionError(shown, messageOf(cause), cause);
  }
}

function secureOpener(address: TcpAddress, shown: string, tls: TLSSettings): Open {
  const { hostname, port } = address;
  let opener: { open: Open } | null = null;
  return async (signal) => {
    if (opener === null) {
      const { TlsOpener } = await import("./tls.ts");
      opener ??= new TlsOpener({ kind: "tcp", hostname, port }, shown, tls);
    }
    return opener.open(signal);
  };
}

async function loadAdapter(): Promise<Adapter> {
  if ("Deno" in globalThis) return (await import("./deno.ts")).denoAdapter;
  if ("Bun" in globalThis) return (await import("./bun.ts")).bunAdapter;
  return (await import("./node.ts")).nodeAdapter;
}

/** Rejects as soon as the signal is aborted; a connection that opens later is closed. */
function abortable(opening: Promise<Duplex>, signal?: StopSignal): Promise<Duplex> {
  if (signal === undefined) return opening;
  return new Promise((resolve, reject) => {
    const abort = () => {
      reject(signal.reason);
      opening.then((duplex) => duplex.close(), () => {});
    };
    signal.addEventListener("abort", abort, { once: true });
    const forget = (): void => signal.removeEventListener("abort", abort);
    opening.then((duplex) => {
      forget();
      resolve(duplex);
    }, (error) => {
      forget();
      reject(error);
    });
    if (signal.aborted) abort();
  });
}
