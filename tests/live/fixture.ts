/**
 * What a live test file needs to know of the engine it runs against.
 *
 * The runner (`deno task test`) or `deno task engine` sets the environment variables read here, so
 * that the same file runs in Deno, Bun and Node. Without them every live test is skipped.
 *
 * @module
 */
import process from "node:process";

/** The engine's address, e.g. `unix:///tmp/longshore-x/docker.sock`; undefined when there is none. */
export const host: string | undefined = process.env.LONGSHORE_TEST_HOST || undefined;

/** Whether the engine is the tests' own: only then prune, swarm and daemon-wide changes are allowed. */
export const isPrivate: boolean = host !== undefined && process.env.LONGSHORE_TEST_PRIVATE === "1";

/** For `{ skip }` of a live test: false, or the sentence that says why it cannot run. */
export const skip: false | string = host !== undefined
  ? false
  : process.env.LONGSHORE_TEST_SKIP || "No engine: set LONGSHORE_TEST_HOST or run deno task test";

/** For `{ skip }` of a live test that changes what belongs to the whole engine. */
export const skipUnlessPrivate: false | string = skip ||
  (isPrivate
    ? false
    : "The engine is not private: set LONGSHORE_TEST_PRIVATE=1 if it may be changed");

/** A busybox image that the engine has: `sh`, `echo`, `sleep`, `stty`, `httpd` and the rest. */
export const baseImage: string = process.env.LONGSHORE_TEST_IMAGE || "longshore/base:latest";

/** The registry as the engine names it, e.g. `127.0.0.1:5000`; undefined when there is none. */
export const registry: string | undefined = process.env.LONGSHORE_TEST_REGISTRY || undefined;

/** For `{ skip }` of a live test that pushes or pulls. */
export const skipWithoutRegistry: false | string = skip ||
  (registry !== undefined ? false : "No registry: set LONGSHORE_TEST_REGISTRY");

/** Where the engine wants a client's certificate, e.g. `https://127.0.0.1:2376`; undefined when it does not. */
export const tlsHost: string | undefined = process.env.LONGSHORE_TEST_TLS_HOST || undefined;

/** The directory of `ca.pem`, and of the client's `cert.pem` and `key.pem`. */
export const tlsDirectory: string = process.env.LONGSHORE_TEST_TLS_DIRECTORY ?? "";

/** For `{ skip }` of a live test over TLS. */
export const skipWithoutTls: false | string = skip ||
  (tlsHost !== undefined ? false : "No TLS: the engine was not started by the tests");

/** The key of the label that every created object carries. */
export const labelKey: string = "longshore.test";

/** The value of that label, the same for one run of the tests. */
export const labelValue: string = process.env.LONGSHORE_TEST_RUN || "manual";

/** The label as a filter takes it, `key=value`. */
export const label: string = `${labelKey}=${labelValue}`;

/** The label as `createContainer` and the like take it. A new object each time. */
export function labels(): Record<string, string> {
  return { [labelKey]: labelValue };
}

/** Whether this is `deno task soak`, which takes its time. */
export const isSoak: boolean = process.env.LONGSHORE_SOAK === "1";

/** How many rounds a test makes: all in `deno task soak`, otherwise 10 at most: a leak shows in one. */
export function rounds(full: number): number {
  return isSoak ? full : Math.min(full, 10);
}

let serial = 0;

/**
 * A name that no other test, runtime or run uses, valid for containers, volumes, networks, tags.
 *
 * @param prefix Lower-case letters and digits saying what it is for, e.g. `logs`.
 */
export function uniqueName(prefix: string): string {
  serial++;
  const random = Math.random().toString(36).slice(2, 8).padEnd(6, "0");
  return `longshore-${prefix}-${process.pid.toString(36)}${serial}-${random}`;
}
