import { type IgnoreRules, parseDockerignore } from "./dockerignore.ts";
import { gzip } from "./gzip.ts";
import { reach } from "./paths.ts";
import type { FileInfo, Platform } from "../platform/types.ts";
import type { PackJob } from "../tar/archive_writer.ts";
import { quote } from "../text/quote.ts";
import type { Verdict } from "../tar/directory_walk.ts";
import { type DirectoryJobOptions, directoryJobs, packJobs } from "../tar/pack_directory.ts";
import { encodeText } from "../tar/text.ts";

/** What is packed for a build. */
export interface BuildContextOptions {
  /** The directory. */
  path: string;
  /**
   * The Dockerfile, relative to the directory or absolute; one outside of the directory is sent along.
   *
   * @default {"Dockerfile"}
   */
  dockerfile?: string | undefined;
  /**
   * Compresses the context.
   *
   * @default {false}
   */
  gzip?: boolean;
}

/** A context ready to be sent. */
export interface BuildContext {
  /** The archive, packed while it is read. */
  stream: ReadableStream<Uint8Array>;
  /** The Dockerfile's path within the context. */
  dockerfile: string;
}

const IGNORE_FILE = ".dockerignore";

/**
 * Packs the directory of a build: what `<Dockerfile>.dockerignore`, or else `.dockerignore`, leaves
 * out is not sent, owners are root, and the same tree gives the same bytes.
 *
 * @param platform The file system.
 * @param options What is packed.
 * @throws {TypeError} When the path is not a directory.
 * @throws {RangeError} When there is no such Dockerfile, or an ignore file cannot be used.
 */
export async function packBuildContext(
  platform: Platform,
  options: BuildContextOptions,
): Promise<BuildContext> {
  const { path: directory } = options;
  const action = `Cannot build ${quote(directory)}`;
  const found = await reach(action, directory, platform.files.stat(directory));
  if (found?.kind !== "directory") {
    throw new TypeError(`${action}: it is not a directory`);
  }
  const dockerfile = await findDockerfile(platform, directory, options.dockerfile || "Dockerfile");
  const rules = await readRules(platform, directory, dockerfile.location);
  const added = dockerfile.content === null
    ? []
    : await makeHiddenFiles(platform, directory, dockerfile.name, dockerfile.content);
  const judge = createJudge(rules, dockerfile.name, added.length > 0);
  const walk = { judge, uid: 0, gid: 0, toleratesRemoval: true };
  const jobs = contextJobs(platform, directory, walk, added);
  const stream = packJobs(jobs);
  return {
    stream: options.gzip ? gzip(stream) : stream,
    dockerfile: dockerfile.name,
  };
}

interface Dockerfile {
  /** The path within the context. */
  name: string;
  /** The path on disk. */
  location: string;
  /** The content of one that is not in the directory. */
  content: Uint8Array | null;
}

async function findDockerfile(
  platform: Platform,
  directory: string,
  dockerfile: string,
): Promise<Dockerfile> {
  const { paths, files, system } = platform;
  const given = paths.resolve(directory, dockerfile);
  const action = `Cannot build ${quote(directory)}`;
  const info = await reach(action, given, files.stat(given));
  if (info?.kind !== "file") {
    throw new RangeError(`${action}: there is no Dockerfile ${quote(given)}`);
  }
  // What a symlink leads to is sent, though it may be ignored under that name.
  const root = await reach(action, directory, files.realpath(paths.resolve(directory)));
  const location = await reach(action, given, files.realpath(given));
  const relative = paths.relative(root, location);
  const isOutside = relative === ".." || relative.startsWith(`..${paths.separator}`) ||
    paths.isAbsolute(relative);
  if (!isOutside) {
    const name = system.os === "windows" ? relative.replaceAll("\\", "/") : relative;
    return { name, location: given, content: null };
  }
  const content = await reach(action, location, files.readBytes(location)) ?? new Uint8Array(0);
  return { name: await nameFor(content), location: given, content };
}

/** Names a file after its content, so that the same tree gives the same bytes. */
async function nameFor(content: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", content as Uint8Array<ArrayBuffer>);
  const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0"));
  return `.dockerfile.${hex.join("").slice(0, 20)}`;
}

async function readRules(
  platform: Platform,
  directory: string,
  dockerfile: string,
): Promise<IgnoreRules> {
  const { files, paths, system } = platform;
  const action = `Cannot build ${quote(directory)}`;
  for (const location of [`${dockerfile}${IGNORE_FILE}`, paths.join(directory, IGNORE_FILE)]) {
    if ((await reach(action, location, files.stat(location)))?.kind === "directory") {
      throw new RangeError(`${action}: the ignore file ${quote(location)} is a directory`);
    }
    const text = await reach(action, location, files.readText(location));
    if (text === null) continue;
    const slashed = system.os === "windows" ? text.replaceAll("\\", "/") : text;
    return parseDockerignore(slashed, paths.basename(location));
  }
  return parseDockerignore("");
}

/** Decides what of the directory is sent. */
function createJudge(
  rules: IgnoreRules,
  dockerfile: string,
  hasOwnIgnoreFile: boolean,
): DirectoryJobOptions["judge"] {
  const needed = new Set([dockerfile, IGNORE_FILE]);
  return (path: string, info: FileInfo): Verdict => {
    if (path === IGNORE_FILE && hasOwnIgnoreFile) return "skip";
    if (needed.has(path) || !rules.ignores(path)) return "take";
    if (info.kind !== "directory") return "skip";
    return dockerfile.startsWith(`${path}/`) || rules.mayIncludeBelow(path) ? "descend" : "skip";
  };
}

/**
 * Makes the files that bring in a Dockerfile from elsewhere: itself, and an ignore file that names
 * it, for the Engine takes what is named there out of the context once it has read it.
 */
async function makeHiddenFiles(
  platform: Platform,
  directory: string,
  name: string,
  content: Uint8Array,
): Promise<PackJob[]> {
  const existing = await platform.files.readText(platform.paths.join(directory, IGNORE_FILE));
  const ignore = encodeText(`${existing ?? IGNORE_FILE}\n${name}\n`);
  return [
    { head: { type: "file", path: IGNORE_FILE, size: ignore.length }, body: ignore },
    { head: { type: "file", path: name, size: content.length }, body: content },
  ];
}

async function* contextJobs(
  platform: Platform,
  directory: string,
  options: DirectoryJobOptions,
  added: readonly PackJob[],
): AsyncGenerator<PackJob, void, void> {
  yield* directoryJobs(platform, directory, options);
  yield* added;
}
