import { createConnector } from "../../src/connect/mod.ts";
import type { Connector, Duplex } from "../../src/connect/types.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { loadPlatform } from "../../src/platform/mod.ts";
import { engineOver } from "../harness/memory_engine.ts";
import { connection } from "./connection.ts";

/**
 * Makes an engine whose guards hold to one API version while its requests go out with another: what the
 * Engine itself makes of an option below the version that knows it.
 *
 * @param version What the guards go by, e.g. `1.42`.
 * @param wire What the Engine is told, e.g. `1.41`: as many characters.
 */
export function engineAt(version: string, wire: string = version): Engine {
  const { baseUrl, tls, ssh } = connection;
  const connector = createConnector(baseUrl ?? undefined, {
    tls: tls ?? undefined,
    ssh: ssh ?? undefined,
  });
  const told = wire === version ? connector : rewriting(connector, version, wire);
  return engineOver(told, { version, platform: loadPlatform });
}

/** The API version before one. */
export function versionBefore(version: string): string {
  const [major, minor] = version.split(".");
  return `${major}.${Number(minor) - 1}`;
}

function rewriting(connector: Connector, version: string, wire: string): Connector {
  if (version.length !== wire.length) throw new Error(`Cannot send ${wire} for ${version}`);
  const [from, to] = [` /v${version}/`, ` /v${wire}/`].map((text) => {
    return new TextEncoder().encode(text);
  }) as [Uint8Array, Uint8Array];
  return {
    address: connector.address,
    host: connector.host,
    basePath: connector.basePath,
    startTimer: connector.startTimer,
    async connect(signal?: AbortSignal): Promise<Duplex> {
      const duplex = await connector.connect(signal);
      return {
        read: () => duplex.read(),
        write: (bytes) => duplex.write(replaceInHead(bytes, from, to)),
        closeWrite: () => duplex.closeWrite(),
        close: () => duplex.close(),
        ref: () => duplex.ref(),
        unref: () => duplex.unref(),
      };
    },
  };
}

/** Replaces the version in the line of a request, which begins what is written. */
function replaceInHead(bytes: Uint8Array, from: Uint8Array, to: Uint8Array): Uint8Array {
  const start = bytes.indexOf(32);
  if (start < 3 || start > 6 || !from.every((byte, index) => bytes[start + index] === byte)) {
    return bytes;
  }
  const copy = bytes.slice();
  copy.set(to, start);
  return copy;
}
