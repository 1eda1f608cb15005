/**
 * Prints the version of an engine, or the message of the error that it failed with: a program to be run
 * with few permissions. Its argument is JSON: the options of a client, `tls` as those of a TLSConfig.
 *
 * @module
 */
import process from "node:process";
import { APIClient, fromEnv, TLSConfig } from "../../mod.ts";

const { tls, environment, ...options } = JSON.parse(process.argv[2]!);
if (tls !== undefined) options.tls = new TLSConfig(tls);
try {
  const client = environment ? await fromEnv() : new APIClient(options);
  console.log((await client.version()).Version);
} catch (error) {
  console.log((error as Error).message);
}
