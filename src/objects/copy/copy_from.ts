import { stripEnd } from "../../bytes/strip_end.ts";
import { getArchive } from "../../api/containers/get_archive.ts";
import { toBoolean, toFilledText } from "../../convert/checks.ts";
import { type Reference, toContainerId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { DockerError } from "../../errors.ts";
import type { StreamReader } from "../../bytes/stream_reader.ts";
import type { Platform } from "../../platform/types.ts";
import type { BatchStream } from "../../streams/batch_stream.ts";
import { DirectoryWriter, type WrittenEntry } from "../../tar/directory_writer.ts";
import { EntryProblem } from "../../tar/entry_problem.ts";
import type { TarEntry } from "../../tar/types.ts";
import { unpack } from "../../tar/unpack.ts";
import { engineOf, type EngineOwner } from "../model.ts";
import { takeOwn } from "../../operation/own_options.ts";
import { ContainerFile } from "./container_file.ts";
import { type PathStat, saysContents, saysDirectory, toPathStat } from "./path_stat.ts";

/** Options of {@linkcode copyFrom}. */
export interface CopyFromOptions extends CallOptions {
  /** Whether a symbolic link is followed instead of copied, if the path is one. @default {false} */
  followLink?: boolean | null | undefined;
  /** Whether owners, by their numbers, set-id and sticky bits are kept; needs the rights to. @default {false} */
  preserveOwner?: boolean | null | undefined;
}

/** How many symbolic links are followed at most. */
const LINKS = 40;

/** A path of a container, being read. */
interface Opened {
  readonly stream: BatchStream<Uint8Array<ArrayBuffer>>;
  readonly stat: PathStat;
}

/**
 * Copies a file or directory out of a container, by the rules of `docker cp`:
 *
 * * a file goes to the local path, or into it where it is a directory
 * * a directory becomes the local path where there is nothing, and goes into it where there is a
 *   directory; what is in it goes there when its path ends with `/.`
 * * the parent of the local path must be there
 *
 * Nothing is written outside of the local path, whatever the archive says; memory stays flat.
 *
 * Calls `GET /containers/{id}/archive`; the container need not run.
 *
 * @param owner The client, or its Engine.
 * @param container The container's id or name.
 * @param path The path in the container.
 * @param localPath The local path.
 * @param options Owners and links.
 * @throws {NotFound} When there is no such container or path.
 * @throws {DockerError} When the local path is of another kind.
 */
export async function copyFrom(
  owner: EngineOwner,
  container: Reference,
  path: string,
  localPath: string,
  options: CopyFromOptions = {},
): Promise<void> {
  const engine = engineOf(owner);
  const id = toContainerId(container, "container");
  const local = toFilledText(localPath, "localPath");
  const shown = JSON.stringify(toFilledText(path, "path"));
  const action = `Cannot copy ${shown} of container "${id}" to ${JSON.stringify(local)}`;
  const own = { followLink: toBoolean, preserveOwner: toBoolean };
  const [{ followLink, preserveOwner }, call] = takeOwn(action, options, own, []);
  const platform = await engine.platform();
  const { stream, stat } = await open(engine, id, path, { ...call, followLink });
  try {
    if (saysDirectory(path) && stat.kind !== "directory") {
      throw new DockerError(`${action}: the path is not a directory`);
    }
    const contents = saysContents(path);
    const place = await findPlace(platform, action, local, stat, contents);
    await extract(platform, action, stream, place, preserveOwner === true);
  } finally {
    await stream[Symbol.asyncDispose]();
  }
}

/**
 * Opens a file or directory of a container, to read it as it comes: `GET /containers/{id}/archive`.
 *
 * @param owner The client, or its Engine.
 * @param container The container's id or name.
 * @param path The path in the container; a symbolic link is followed.
 * @param options The call's own options.
 * @returns What it is; its content is read from it once.
 * @throws {NotFound} When there is no such container or path.
 *
 * @example Usage
 * ```ts no-run
 * import { createEngine } from "@longshore/docker/api";
 * import { openContainerFile } from "@longshore/docker/objects";
 *
 * const file = await openContainerFile(createEngine(), "web", "/etc/os-release");
 * console.log(file.mode.toString(8), await file.text());
 * ```
 */
export async function openContainerFile(
  owner: EngineOwner,
  container: Reference,
  path: string,
  options: CallOptions = {},
): Promise<ContainerFile> {
  const id = toContainerId(container, "container");
  toFilledText(path, "path");
  const { stream, stat } = await open(engineOf(owner), id, path, { ...options, followLink: true });
  return new ContainerFile(
    `Cannot read ${JSON.stringify(path)} of container "${id}"`,
    stat,
    stream,
  );
}

async function open(
  engine: Engine,
  id: string,
  path: string,
  { followLink, signal, timeouts }: CopyFromOptions,
): Promise<Opened> {
  const call = { signal, timeouts };
  // The Engine would name what is in a directory by a point.
  const plain = withoutEnd(path) || "/";
  const [stream, told] = await getArchive(engine, id, plain, call);
  const stat = toPathStat(told);
  if (stat.kind !== "symlink" || !(followLink || saysDirectory(path)) || stat.linkTarget === "") {
    return { stream, stat };
  }
  await stream[Symbol.asyncDispose]();
  const [followed, target] = await getArchive(engine, id, stat.linkTarget, call);
  // It keeps the name that it was asked for by.
  return { stream: followed, stat: { ...toPathStat(target), name: stat.name } };
}

/** Takes off slashes at the end, and a point behind one. */
function withoutEnd(path: string): string {
  const plain = stripEnd(path, "/");
  return plain.endsWith("/.") ? stripEnd(plain.slice(0, -1), "/") : plain;
}

/** Where it goes: the directory to write in, and the name there; an empty one is for contents. */
interface Place {
  readonly directory: string;
  readonly name: string;
}

async function findPlace(
  platform: Platform,
  action: string,
  local: string,
  stat: PathStat,
  contents: boolean,
): Promise<Place> {
  const { files, paths } = platform;
  const location = await destination(platform, action, local);
  const info = await files.stat(location);
  const isDirectory = stat.kind === "directory";
  if (info?.kind === "directory") {
    return { directory: location, name: isDirectory && contents ? "" : stat.name };
  }
  if (info !== null && (isDirectory || saysDirectory(local))) {
    throw new DockerError(`${action}: the local path is not a directory`);
  }
  if (info === null && saysDirectory(local) && (!isDirectory || saysContents(local))) {
    throw new DockerError(`${action}: there is no such local directory`);
  }
  const directory = paths.dirname(location);
  const parent = await files.stat(directory);
  if (parent?.kind !== "directory") {
    throw new DockerError(`${action}: there is no local directory ${JSON.stringify(directory)}`);
  }
  return { directory, name: paths.basename(location) };
}

/** Follows symbolic links at the local path, also one that leads to nothing: it is made there. */
async function destination(
  { files, paths }: Platform,
  action: string,
  local: string,
): Promise<string> {
  let location = paths.resolve(local);
  for (let links = 0; links <= LINKS; links++) {
    const info = await files.lstat(location);
    if (info?.kind !== "symlink") return location;
    location = paths.resolve(paths.dirname(location), await files.readlink(location));
  }
  throw new DockerError(`${action}: the local path has too many symbolic links`);
}

async function extract(
  platform: Platform,
  action: string,
  archive: ReadableStream<Uint8Array>,
  { directory, name }: Place,
  preserveOwner: boolean,
): Promise<void> {
  const writer = await DirectoryWriter.open(platform, directory, preserveOwner);
  let top: string | undefined;
  const renamed = (path: string): string => {
    const rest = path.slice(top!.length).replace(/^\/+/, "");
    return name === "" ? rest || "." : rest === "" ? name : `${name}/${rest}`;
  };
  for await (const entry of unpack(archive)) {
    // All that the Engine packs is below the name of what was asked for.
    top ??= stripEnd(entry.path, "/");
    const isBelow = entry.path === top || entry.path.startsWith(`${top}/`);
    if (!isBelow) {
      throw new DockerError(`${action}: the archive has ${JSON.stringify(entry.path)} beside it`);
    }
    await writer.write(rewritten(entry, renamed)).catch((error) => {
      throw explained(action, entry.path, error);
    });
  }
  await writer.finish().catch((error) => {
    throw explained(action, error.path, error);
  });
}

/** Makes the error of an entry that cannot be written. */
function explained(action: string, path: string, error: unknown): unknown {
  if (!(error instanceof EntryProblem)) return error;
  return new DockerError(`${action}: ${JSON.stringify(path)}: ${error.message}`, { cause: error });
}

/** An entry under another path; hard links lead to where their targets went. */
function rewritten(entry: TarEntry, renamed: (path: string) => string): WrittenEntry {
  const { header, type, size } = entry;
  let reader: StreamReader<Uint8Array> | undefined;
  return {
    path: renamed(entry.path),
    type,
    header: type === "link" ? { ...header, linkname: renamed(header.linkname) } : header,
    async read(): Promise<Uint8Array | null> {
      if (size === 0) return null;
      reader ??= entry.readable!.getReader();
      const { done, value } = await reader.read();
      return done ? null : value!;
    },
  };
}
