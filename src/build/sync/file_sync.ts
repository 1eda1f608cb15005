import type { GrpcCall, GrpcHandler } from "../../h2/grpc_server.ts";
import { GrpcCode, GrpcError } from "../../h2/grpc_status.ts";
import { fieldValue, fieldValues, type HeaderField } from "../../h2/header_fields.ts";
import type { Message } from "../../h2/grpc_messages.ts";
import { Pace } from "../../tar/pace.ts";
import type { FileInfo, Files, Platform } from "../../platform/types.ts";
import { walkDirectory, type WalkEntry } from "../../tar/directory_walk.ts";
import { quote } from "../../text/quote.ts";
import { isRawName } from "../../text/raw_name.ts";
import type { SessionHandlers } from "../session/session.ts";
import { followLinks } from "./follow_links.ts";
import {
  dataPacket,
  endPacket,
  errorPacket,
  PacketType,
  readPacket,
  statPacket,
  type SyncStat,
  toGoMode,
} from "./packet.ts";
import { createPathFilter, type PathFilter } from "./path_filter.ts";
import { codeOf } from "../../errors.ts";

/** How many files are sent at the same time. */
const SENDERS = 8;
/** How much of a file is in one message; what is no larger is read at once. */
const PIECE: number = 32 * 1024;
/** How much of a file is read in the background, and how much of small files together. */
const READ: number = 4 * PIECE;
/** How many paths are told of together. */
const TOLD = 64;
const NOTHING = new Uint8Array(0);

/**
 * Makes what synchronizes directories with a builder: it tells what is in them, and sends the files
 * that the builder does not have yet.
 *
 * @param platform The file system.
 * @param directories The directories by the name that the builder has for each.
 * @param onFailure Told of what cannot be read.
 */
export function fileSyncHandlers(
  platform: Platform,
  directories: ReadonlyMap<string, string>,
  onFailure: (error: unknown) => void,
): SessionHandlers {
  const diffCopy: GrpcHandler = async (call) => {
    const name = decodedValues(call.metadata, "dir-name")[0] ?? "";
    const directory = directories.get(name);
    if (directory === undefined) {
      throw new GrpcError(GrpcCode.notFound, `no directory was given for the name "${name}"`);
    }
    try {
      await new FileSender(platform, directory, call).run();
    } catch (error) {
      if (!call.signal.aborted && !(error instanceof GrpcError)) onFailure(error);
      throw error;
    }
  };
  return new Map([["/moby.filesync.v1.FileSync/DiffCopy", diffCopy]]);
}

/** Reads the values of a field; newer builders encode those that are not all ASCII. */
function decodedValues(metadata: readonly HeaderField[], name: string): string[] {
  const values = fieldValues(metadata, name);
  if (fieldValue(metadata, `${name}-encoded`) !== "1") return values;
  return values.map((value) => decodeURIComponent(value.replaceAll("+", "%20")));
}

interface SentFile {
  readonly path: string;
  readonly location: string;
  /** How many bytes it had when it was told of. */
  readonly size: number;
}

interface Request extends SentFile {
  readonly id: number;
}

/** Sends one directory. */
class FileSender {
  readonly #platform: Platform;
  readonly #directory: string;
  readonly #call: GrpcCall;
  readonly #pace: Pace;
  /** The files that can be asked for, by their numbers. */
  readonly #files: Map<number, SentFile> = new Map();
  readonly #requests: Request[] = [];
  readonly #linked: Map<string, string> = new Map();
  readonly #waiting: (() => void)[] = [];
  #isOver = false;
  #filter: PathFilter | null = null;

  constructor(platform: Platform, directory: string, call: GrpcCall) {
    this.#platform = platform;
    this.#directory = directory;
    this.#call = call;
    this.#pace = new Pace(platform.system);
  }

  async run(): Promise<void> {
    const senders = Array.from({ length: SENDERS }, () => this.#sendFiles());
    const work = [this.#tell(), ...senders];
    try {
      await Promise.all([this.#listen(), ...work]);
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      if (!this.#call.signal.aborted) {
        // The builder may be gone already; it is the error that counts.
        await this.#call.write(errorPacket(problem)).catch(ignore);
      }
      throw error;
    } finally {
      this.#end();
      // What is still listened to ends with the call.
      await Promise.allSettled(work);
    }
  }

  async #tell(): Promise<void> {
    const { metadata } = this.#call;
    const filter = this.#filter = await this.#openFilter(metadata);
    const judge: PathFilter["judge"] = (path, info) => filter.judge(path, info);
    const entries = walkDirectory(this.#platform, this.#directory, judge, {
      pace: this.#pace,
      toleratesRemoval: true,
    });
    let id = 0;
    let told: Uint8Array[] = [];
    for await (const entry of entries) {
      if (this.#isOver) return;
      const stat = await this.#describe(entry);
      if (stat === null) continue;
      if (isFile(entry.info)) {
        const { path, location, info } = entry;
        this.#files.set(id, { path, location, size: info.size });
      }
      id++;
      told.push(statPacket(stat));
      if (told.length < TOLD) continue;
      await this.#call.write(...told);
      told = [];
    }
    await this.#call.write(...told, statPacket(null));
  }

  async #openFilter(metadata: readonly HeaderField[]): Promise<PathFilter> {
    const excludes = fieldValue(metadata, "override-excludes") === "true"
      ? []
      : decodedValues(metadata, "exclude-patterns");
    const includes = decodedValues(metadata, "include-patterns");
    const followed = decodedValues(metadata, "followpaths");
    const targets = await followLinks(this.#platform, this.#directory, followed);
    return createPathFilter([...includes, ...targets ?? []], excludes);
  }

  async #describe({ path, location, info }: WalkEntry): Promise<SyncStat | null> {
    if (isRawName(path)) {
      throw new Error(`Cannot synchronize ${quote(path)}: its name is not valid UTF-8`);
    }
    const stat: SyncStat = {
      path,
      mode: toGoMode(info),
      size: info.kind === "directory" ? 0 : info.size,
      mtime: info.mtimeNanoseconds!,
      linkname: "",
      major: info.deviceMajor ?? 0,
      minor: info.deviceMinor ?? 0,
    };
    if (info.kind === "symlink") {
      try {
        stat.linkname = await this.#platform.files.readlink(location);
      } catch (problem) {
        if (isGone(problem)) return null;
        throw problem;
      }
    } else if (info.identity !== undefined) {
      const first = this.#linked.get(info.identity);
      if (first === undefined) this.#linked.set(info.identity, path);
      // The size stays: a builder that finds another one links anew, beside the name that it has.
      else stat.linkname = first;
    }
    return stat;
  }

  async #listen(): Promise<void> {
    for (;;) {
      const message = await this.#call.read();
      if (message === null) throw new GrpcError(GrpcCode.cancelled, "the builder has gone");
      const { type, id, data } = readPacket(message);
      if (type === PacketType.error) {
        throw new GrpcError(GrpcCode.unknown, new TextDecoder().decode(data));
      }
      if (type === PacketType.end) {
        this.#end();
        return await this.#call.write(endPacket());
      }
      if (type !== PacketType.request) continue;
      const file = this.#files.get(id);
      if (file === undefined) {
        throw new GrpcError(GrpcCode.invalidArgument, `there is no file with the number ${id}`);
      }
      this.#files.delete(id);
      this.#requests.push({ id, ...file });
      this.#waiting.shift()?.();
    }
  }

  async #sendFiles(): Promise<void> {
    let room: Uint8Array | null = null;
    while (!this.#isOver) {
      const request = this.#requests.shift();
      if (request === undefined) {
        await new Promise<void>((resolve) => this.#waiting.push(resolve));
        // What else is asked for in this moment is sent along.
        await this.#platform.system.turn();
        continue;
      }
      room ??= new Uint8Array(READ);
      if (request.size <= PIECE) await this.#sendSmallFiles(request, room);
      else await this.#sendFile(request, room);
    }
  }

  /** Sends a file, and others as far as they are small and the room holds all of them. */
  async #sendSmallFiles(first: Request, room: Uint8Array): Promise<void> {
    const messages: Message[] = [];
    const grown: Request[] = [];
    let used = 0;
    for (
      let next: Request | null = first;
      next !== null;
      next = this.#takeSmall(room.length - used)
    ) {
      // One byte more than it had tells its end.
      const part = room.subarray(used, used + next.size + 1);
      const read = this.#readSmall(next, part);
      const size = typeof read === "number" ? read : await read;
      if (size > next.size) {
        grown.push(next);
        continue;
      }
      if (size > 0) messages.push(dataPacket(next.id, part.subarray(0, size)));
      messages.push(dataPacket(next.id, NOTHING));
      used += size;
    }
    if (messages.length > 0) await this.#call.write(...messages);
    for (const request of grown) await this.#sendFile(request, room);
    await this.#pace.rest();
  }

  /** Takes the next request, if it is one of a file that fits into what is left. */
  #takeSmall(left: number): Request | null {
    const next = this.#requests[0];
    if (next === undefined || next.size > PIECE || next.size >= left) return null;
    return this.#requests.shift()!;
  }

  #readSmall({ path, location }: Request, room: Uint8Array): number | Promise<number> {
    if (!this.#mayGive(path)) return 0;
    const { files } = this.#platform;
    const read = this.#pace.step(
      () => files.readAtOnce(location, room),
      () => readLater(files, location, room),
    );
    return typeof read === "number" ? read : read.catch(zeroIfGone);
  }

  async #sendFile(request: Request, room: Uint8Array): Promise<void> {
    if (this.#mayGive(request.path)) await this.#sendContent(request, room);
    await this.#call.write(dataPacket(request.id, NOTHING));
  }

  #mayGive(path: string): boolean {
    return this.#filter === null || this.#filter.gives(path);
  }

  /** Sends what is in a file by way of a buffer; a message has bytes of its own. */
  async #sendContent({ id, location, size }: Request, room: Uint8Array): Promise<void> {
    try {
      const file = await this.#platform.files.open(location);
      try {
        // One byte more than it had tells its end; a file that grows is sent as it is now.
        const most = Math.min(READ, size + 1);
        for (let bytes = await file.read(most, room); bytes !== null;) {
          for (let start = 0; start < bytes.length; start += PIECE) {
            await this.#call.write(dataPacket(id, bytes.subarray(start, start + PIECE)));
          }
          bytes = bytes.length < most ? null : await file.read(READ, room);
        }
      } finally {
        await file.close();
      }
    } catch (problem) {
      zeroIfGone(problem);
    }
  }

  #end(): void {
    this.#isOver = true;
    for (const wake of this.#waiting.splice(0)) wake();
  }
}

/** Reads the beginning of a file, and tells how much there is of it. */
async function readLater(files: Files, location: string, room: Uint8Array): Promise<number> {
  const file = await files.open(location);
  try {
    let size = 0;
    while (size < room.length) {
      const bytes = await file.read(room.length - size, room.subarray(size));
      if (bytes === null) break;
      size += bytes.length;
    }
    return size;
  } finally {
    await file.close();
  }
}

/** What was removed meanwhile is sent as an empty file, as the command line does it. */
function zeroIfGone(problem: unknown): number {
  if (isGone(problem)) return 0;
  throw problem;
}

function isFile({ kind }: FileInfo): boolean {
  return kind === "file" || kind === "socket" || kind === "other";
}

/** Whether a file is not there any more, or is a socket, which has no content. */
function isGone(problem: unknown): boolean {
  return ["ENOENT", "ENOTDIR", "ENXIO", "ELOOP"].includes(codeOf(problem));
}

function ignore(): void {}
