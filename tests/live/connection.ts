import process from "node:process";
import { type APIClientOptions, TLSConfig, type TLSConfigOptions } from "../../mod.ts";
import { host } from "./fixture.ts";

/** A way to the engine, as it fits in an environment variable. */
export interface ConnectionSettings {
  /** The engine's address on this way. */
  baseUrl: string | undefined;
  /** How it is encrypted. */
  tls?: TLSConfigOptions;
  /** How it is reached through ssh. */
  ssh?: APIClientOptions["ssh"];
}

/** Makes the options of a client. */
export function clientOptions({ tls, ...rest }: ConnectionSettings): APIClientOptions {
  return tls === undefined ? rest : { ...rest, tls: new TLSConfig(tls) };
}

/** How the live tests reach the engine: by its socket, unless the runner tries another way. */
export const connection: APIClientOptions = clientOptions(
  process.env.LONGSHORE_TEST_CONNECTION
    ? JSON.parse(process.env.LONGSHORE_TEST_CONNECTION)
    : { baseUrl: host },
);
