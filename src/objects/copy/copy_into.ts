import { inspectContainer } from "../../api/containers/inspect.ts";
import { putArchive } from "../../api/containers/put_archive.ts";
import { integerFrom, isRecord, toBoolean, toFilledText } from "../../convert/checks.ts";
import { bodyStream, type Data, toBody } from "../../convert/data.ts";
import { type Reference, toContainerId } from "../../convert/reference.ts";
import { wrongShape } from "../../convert/refuse.ts";
import { callSignal } from "../../engine/call_options.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { DockerError } from "../../errors.ts";
import type { FileInfo, Platform } from "../../platform/types.ts";
import type { PackInput, TarStreamOptions } from "../../tar/inputs.ts";
import type { PackJob } from "../../tar/archive_writer.ts";
import { pack } from "../../tar/pack.ts";
import { directoryJobs, packJobs } from "../../tar/pack_directory.ts";
import { engineOf, type EngineOwner } from "../model.ts";
import { takeOwn } from "../../operation/own_options.ts";
import { saysContents, saysDirectory, splitPath, statPath } from "./path_stat.ts";
import { spool } from "./spool.ts";

/** Options of {@linkcode copyInto}. */
export interface CopyIntoOptions extends CallOptions {
  /** The owner's user id of all that is copied; each one's own without it, 0 for data. */
  uid?: number | null | undefined;
  /** The owner's group id of all that is copied; each one's own without it, 0 for data. */
  gid?: number | null | undefined;
  /** The permission bits of a single file; its own without it, 0o644 for data. */
  mode?: number | null | undefined;
  /** Whether a symbolic link is followed instead of copied, if the local path is one. @default {false} */
  followLink?: boolean | null | undefined;
  /** The exact size of data that is a stream, in bytes; without it, the stream is kept in a file first. */
  size?: number | null | undefined;
}

const OWN_OPTIONS = {
  uid: integerFrom(0),
  gid: integerFrom(0),
  mode: integerFrom(0, 0o7777),
  followLink: toBoolean,
  size: integerFrom(0),
};

/** What is copied. */
interface Source {
  readonly isDirectory: boolean;
  /** Whether what is in the directory is meant, and not the directory itself. */
  readonly contents: boolean;
  /** The name that it has by itself; undefined for data. */
  readonly name: string | undefined;
  /** Packs it under another name. */
  archive(name: string): Promise<ReadableStream<Uint8Array>>;
  /** Gives up the data that was handed over: it goes nowhere. */
  cancel?(reason: unknown): void;
}

/**
 * Copies a local file or directory, or data, into a container, by the rules of `docker cp`:
 *
 * * a file goes to `path`, or into it where it is a directory; a directory that is missing and that
 *   `path` names by a slash at its end is an error
 * * a directory becomes `path` where there is nothing, and goes into it where there is a directory;
 *   what is in it goes there when the local path ends with `/.`
 * * the parent of `path` must be there
 *
 * Memory stays flat whatever the size. Owners and modes are kept, by their numbers, unless mapped.
 *
 * Calls `HEAD` and `PUT /containers/{id}/archive`; the container need not run.
 *
 * @param owner The client, or its Engine.
 * @param container The container's id or name.
 * @param source The local path (a string, or `{ file: path }`), or the data of one file.
 * @param path The path in the container.
 * @param options Owner and mode.
 * @throws {DockerError} When there is no such local path, or the target is of another kind.
 * @throws {NotFound} When there is no such container, or the target's parent is missing.
 *
 * @example Usage
 * ```ts no-run
 * import { DockerClient } from "@longshore/docker";
 *
 * const docker = await DockerClient.fromEnv();
 * const web = await docker.containers.get("web");
 * await web.copyInto("site/.", "/usr/share/nginx/html");
 * await web.copyInto(new TextEncoder().encode("hello\n"), "/etc/motd");
 * docker.close();
 * ```
 */
export async function copyInto(
  owner: EngineOwner,
  container: Reference,
  source: string | Data,
  path: string,
  options: CopyIntoOptions = {},
): Promise<void> {
  const engine = engineOf(owner);
  const id = toContainerId(container, "container");
  const target = toFilledText(path, "path");
  const local = typeof source === "string" ? source : localPath(source);
  const what = local === undefined ? "data" : JSON.stringify(local);
  const action = `Cannot copy ${what} into ${JSON.stringify(target)} of container "${id}"`;
  const [own, call] = takeOwn(action, options, OWN_OPTIONS, []);
  const from = local === undefined
    ? dataSource(engine, source as Data, { ...own, signal: callSignal(call) })
    : await localSource(await engine.platform(), action, local, own);
  const place = await findPlace(engine, action, id, target, from, call).catch((error) => {
    from.cancel?.(error);
    throw error;
  });
  const archive = await from.archive(place.name);
  const put = { ...call, noOverwriteDirNonDir: true };
  await putArchive(engine, id, place.directory, archive, put);
}

/** The path in `{ file: path }`. */
function localPath(source: Data): string | undefined {
  return isRecord(source) && typeof source.file === "string" ? source.file : undefined;
}

/** Finds the directory that is unpacked into, and the name that the source gets there. */
async function findPlace(
  engine: Engine,
  action: string,
  id: string,
  target: string,
  source: Source,
  call: CallOptions,
): Promise<{ directory: string; name: string }> {
  let place = target;
  let stat = await statPath(engine, id, place, call);
  if (stat?.kind === "symlink" && stat.linkTarget !== "") {
    place = stat.linkTarget;
    stat = await statPath(engine, id, place, call);
  }
  if (stat?.kind === "directory") {
    if (source.contents) return { directory: place, name: "" };
    if (source.name === undefined) {
      throw new DockerError(`${action}: it is a directory; the path of data names the file`);
    }
    return { directory: place, name: source.name };
  }
  // What was looked at tells nothing of a container that is missing.
  if (stat === null && saysDirectory(target)) await inspectContainer(engine, id, call);
  const { parent, base } = splitPath(place);
  if (stat !== null && (source.isDirectory || saysDirectory(target))) {
    throw new DockerError(`${action}: the target is not a directory`);
  }
  if (stat === null && !source.isDirectory && saysDirectory(target)) {
    throw new DockerError(`${action}: there is no such directory`);
  }
  return { directory: parent, name: base };
}

async function localSource(
  platform: Platform,
  action: string,
  path: string,
  options: CopyIntoOptions,
): Promise<Source> {
  const { files, paths } = platform;
  if (path === "") throw wrongShape("source", path, "a local path, or the data of a file");
  const location = paths.resolve(path);
  const follows = options.followLink === true || saysDirectory(path);
  const info = follows ? await files.stat(location) : await files.lstat(location);
  if (info === null) {
    const isPath = /^\S*[/\\.]\S*$/.test(path);
    const help = isPath ? "" : "; a string is a path, a text goes as new Blob([text])";
    throw new DockerError(`${action}: there is no such local file or directory${help}`);
  }
  const name = paths.basename(location);
  const head = headOf(info, options);
  if (info.kind === "directory") {
    const archive = (top: string): Promise<ReadableStream<Uint8Array>> =>
      Promise.resolve(packDirectory(platform, location, top, head, options));
    return { isDirectory: true, contents: saysContents(path), name, archive };
  }
  if (saysDirectory(path)) throw new DockerError(`${action}: the local path is not a directory`);
  const archive = async (top: string): Promise<ReadableStream<Uint8Array>> => {
    const mode = options.mode ?? info.mode;
    if (info.kind === "symlink") {
      const linkname = await files.readlink(location);
      return pack([{ type: "symlink", path: top, linkname, options: head }]);
    }
    if (info.kind !== "file") {
      throw new DockerError(`${action}: the local path is neither a file nor a directory`);
    }
    const content = files.stream(location);
    return pack([{ path: top, content, size: info.size, options: { ...head, mode } }]);
  };
  return { isDirectory: false, contents: false, name, archive };
}

function packDirectory(
  platform: Platform,
  location: string,
  top: string,
  head: TarStreamOptions,
  { uid, gid }: CopyIntoOptions,
): ReadableStream<Uint8Array> {
  const owner = { ...(uid == null ? {} : { uid }), ...(gid == null ? {} : { gid }) };
  return packJobs(async function* (): AsyncGenerator<PackJob, void, void> {
    if (top !== "") yield { head: { type: "directory", path: top, options: head } };
    yield* directoryJobs(platform, location, {
      ...owner,
      ...(top === "" ? {} : { prefix: top }),
      judge: () => "take",
    });
  }());
}

function headOf(info: FileInfo, { uid, gid }: CopyIntoOptions): TarStreamOptions {
  return {
    mode: info.mode,
    uid: uid ?? info.uid,
    gid: gid ?? info.gid,
    mtime: Math.floor(info.mtime),
  };
}

function dataSource(engine: Engine, data: Data, options: CopyIntoOptions): Source {
  const uid = options.uid ?? 0;
  const gid = options.gid ?? 0;
  const mode = options.mode ?? 0o644;
  const body = toBody(data, "source", engine);
  const head = { uid, gid, mode, mtime: Math.floor(Date.now() / 1000) };
  const archive = async (name: string): Promise<ReadableStream<Uint8Array>> => {
    const size = body instanceof Uint8Array ? body.length : options.size ?? body.length;
    const file: PackInput = size === undefined
      ? await spool(await engine.platform(), bodyStream(body), options.signal).then((kept) => ({
        path: name,
        content: kept.stream,
        size: kept.size,
        options: head,
      }))
      : { path: name, content: bodyStream(body), size, options: head };
    return pack([file]);
  };
  const cancel = (reason: unknown): void => {
    // A source that fails while it is cancelled has nobody left to tell.
    bodyStream(body).cancel(reason).catch(() => {});
  };
  return { isDirectory: false, contents: false, name: undefined, archive, cancel };
}
