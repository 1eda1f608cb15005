/**
 * What engines do or word differently: data by the API version from which it holds, so that a test has
 * one body for all of them.
 *
 * @module
 */
import assert from "node:assert/strict";
import process from "node:process";
import { compareVersions, NEWEST_VERSION } from "../../src/engine/version.ts";
import { skip } from "./fixture.ts";

/** The newest API version of the engine of the tests; without an engine the newest known. */
export const engineVersion: string = process.env.LONGSHORE_TEST_API || NEWEST_VERSION;

/** The API version that a client and the engine of the tests agree upon. */
export const apiVersion: string = compareVersions(engineVersion, NEWEST_VERSION) < 0
  ? engineVersion
  : NEWEST_VERSION;

/** Whether containerd keeps the engine's images. */
export const containerdStore: boolean = process.env.LONGSHORE_TEST_STORE === "containerd";

/** Whether the engine speaks an API version. */
export function speaks(version: string): boolean {
  return compareVersions(engineVersion, version) >= 0;
}

/** For `{ skip }` of a test of what came with an API version. */
export function skipBelow(version: string): false | string {
  return skip || (speaks(version) ? false : `The engine does not speak API version ${version}`);
}

/** How a call is refused. */
export interface Refusal {
  name: string;
  message: RegExp;
}

/** Asserts that a call is refused as this engine does, or looks at what it gives where none does. */
export async function refusedOr<T>(
  refusal: Refusal | undefined,
  call: () => Promise<T>,
  look: (value: T) => Promise<void> | void,
): Promise<void> {
  if (refusal !== undefined) await assert.rejects(call, refusal);
  else await look(await call());
}

/** Values under the API versions from which they hold, and one for containerd's image store. */
export interface ByVersion<T> {
  readonly [since: `1.${number}`]: T;
  readonly containerd?: T;
}

/** Chooses the value that holds on the engine of the tests. */
export function here<T>(values: ByVersion<T>): T {
  if (containerdStore && "containerd" in values) return values.containerd!;
  const versions = Object.keys(values).filter((key): key is `1.${number}` => key !== "containerd");
  const known = versions.filter(speaks).sort(compareVersions);
  return values[known.at(-1) ?? versions.sort(compareVersions)[0]!]!;
}

/** What tests expect of the engine where engines differ. */
export interface Expected {
  /** The exit code of an exec whose program is not there. */
  missingProgramCode: number;
  /** The refusal of a signal that is none. */
  invalidSignal: RegExp;
  /** The refusal to remove a container that runs. */
  removeRunning: RegExp;
  /** The refusal of a change `NONSENSE` to an image. */
  invalidChange: string;
  /** The refusal of an instruction `FORM`. */
  unknownInstruction: string;
  /** The refusal to put a file where the directory `/etc` is. */
  overwriteDirectory: RegExp;
  /** The refusal of `copy()` by the engine itself; nothing where it still copies. */
  copyRefusal: Refusal | undefined;
  /** The addresses to which one port of a container can be bound at once, by ports of the engine's choice. */
  portAddresses: readonly string[];
  /** Whether a sample of stats that is taken at once names the container. */
  oneShotHasId: boolean;
  /** What a service's privileges hold that nobody set. */
  unsetPrivileges: Record<string, unknown>;
  /** The refusal to make one layer of many. */
  squashRefusal: Refusal | undefined;
  /** The refusal of the first builder to take steps from images that are named. */
  cacheFromRefusal: Refusal | undefined;
  /** Whether the load of an image tells how each layer goes on. */
  loadTellsLayers: boolean;
  /** What the last record of a push holds beside its words. */
  pushTag: string | undefined;
  /** The refusal of a push whose credentials the registry does not take. */
  pushRefusal: RegExp;
  /** How a BuildKit build names its image at the end, behind the repository. */
  builtTag: string;
  /** What a ping tells of the swarm of an engine that is in none. */
  pingSwarm: { state: string; isManager: boolean } | null;
  /** Which builder a ping names. */
  pingBuilder: string | null;
  /** Whether a registry's answer about an image that the engine pushed has its platforms. */
  distributionHasPlatforms: boolean;
  /** Whether service logs say themselves whether they are multiplexed. */
  serviceLogsSayFrames: boolean;
}

/** What is expected of the engine of the tests. */
export const EXPECTED: Expected = {
  missingProgramCode: here({ "1.24": 126, "1.48": 127 }),
  invalidSignal: here({
    "1.24": /Invalid signal: SIGNONE/,
    "1.42": /invalid signal: SIGNONE/,
  }),
  removeRunning: here({
    "1.24": /You cannot remove a running container/,
    "1.42": /container is running: stop the container before removing or force remove/,
  }),
  invalidChange: here({
    "1.24": "nonsense is not a valid change command",
    "1.42": "NONSENSE is not a valid change command",
  }),
  unknownInstruction: here({
    "1.24": "unknown instruction: FORM",
    "1.42": "unknown instruction: FORM (did you mean FROM?)",
  }),
  overwriteDirectory: here({
    "1.24": /cannot overwrite directory "\/etc" with non-directory/,
    "1.48": /cannot overwrite directory "etc" with non-directory/,
  }),
  copyRefusal: here({
    "1.24": undefined,
    "1.42": { name: "NotFound", message: /page not found/ },
  }),
  portAddresses: here({ "1.24": ["0.0.0.0", "127.0.0.1"], "1.48": ["0.0.0.0"] }),
  oneShotHasId: here({ "1.24": true, "1.42": false }),
  unsetPrivileges: here({
    "1.24": {},
    "1.45": { NoNewPrivileges: false },
  }),
  squashRefusal: here<Refusal | undefined>({
    "1.24": undefined,
    containerd: { name: "BuildError", message: /: error squashing image: not implemented \(500, / },
  }),
  cacheFromRefusal: here<Refusal | undefined>({
    "1.24": undefined,
    containerd: { name: "BuildError", message: /: failed to restore cached image from / },
  }),
  loadTellsLayers: here({ "1.24": true, containerd: false }),
  pushTag: here<string | undefined>({ "1.24": "v1", containerd: undefined }),
  pushRefusal: here({
    "1.24": /: (no basic auth credentials|unauthorized: authentication required) \(/,
    containerd:
      /: (push access denied, repository does not exist or may require authorization: |.*: 401 Unauthorized \()/,
  }),
  builtTag: here({ "1.24": "", "1.42": ":latest" }),
  pingSwarm: here({ "1.24": null, "1.42": { state: "inactive", isManager: false } }),
  pingBuilder: here({ "1.24": null, "1.42": "2" }),
  distributionHasPlatforms: here({ "1.24": true, containerd: false }),
  serviceLogsSayFrames: here({ "1.24": false, "1.42": true }),
};
