import type { Platform } from "../../platform/types.ts";
import { reach } from "../paths.ts";
import type { KnownDockerfile } from "../failed_step.ts";
import { sharedKey } from "./shared_key.ts";

/** A directory that a build is made of, ready to be synchronized. */
export interface DirectorySource {
  /** The directories by the name that the builder has for each. */
  readonly directories: ReadonlyMap<string, string>;
  /** The name of the Dockerfile in its directory. */
  readonly dockerfile: string;
  /** The Dockerfile as it is now. */
  readonly known: KnownDockerfile;
  /** The key under which an Engine keeps what it has of them. */
  readonly sharedKey: string;
}

/**
 * Finds the directory and the Dockerfile of a build.
 *
 * @param platform The file system.
 * @param action What is attempted, for errors.
 * @param path The directory.
 * @param dockerfile The Dockerfile, relative to the directory or absolute, within it or not.
 * @throws {TypeError} When the path is no directory.
 * @throws {RangeError} When there is no such Dockerfile, or this program may not read it.
 */
export async function openDirectory(
  platform: Platform,
  action: string,
  path: string,
  dockerfile: string,
): Promise<DirectorySource> {
  const { files, paths } = platform;
  if ((await reach(action, path, files.stat(path)))?.kind !== "directory") {
    throw new TypeError(`${action}: ${JSON.stringify(path)} is not a directory`);
  }
  const root = await reach(action, path, files.realpath(path));
  const location = paths.resolve(root, dockerfile);
  if ((await reach(action, location, files.stat(location)))?.kind !== "file") {
    throw new RangeError(`${action}: there is no Dockerfile ${JSON.stringify(location)}`);
  }
  const text = await reach(action, location, files.readText(location)) ?? "";
  return {
    directories: new Map([["context", root], ["dockerfile", paths.dirname(location)]]),
    dockerfile: paths.basename(location),
    known: { name: paths.basename(location), text },
    sharedKey: await sharedKey(platform, root),
  };
}
