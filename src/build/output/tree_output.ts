import type { GrpcCall } from "../../h2/grpc_server.ts";
import { GrpcCode, GrpcError } from "../../h2/grpc_status.ts";
import type { Platform } from "../../platform/types.ts";
import { DirectoryWriter, type WrittenEntry } from "../../tar/directory_writer.ts";
import { EntryProblem } from "../../tar/entry_problem.ts";
import {
  endPacket,
  fromGoMode,
  PacketType,
  readPacket,
  requestPacket,
  type SyncStat,
} from "../sync/packet.ts";

/** How many files are asked for and written at the same time. */
const ABREAST = 16;
/** How many pieces of a file wait to be written before the builder has to. */
const PIECES = 4;

/**
 * Takes a tree of files in that a builder sends, into a directory, which is made if there is none.
 * Nothing is written outside of it; what is there and not sent stays.
 *
 * @param platform The file system.
 * @param call The builder's call.
 * @param directory The directory's path.
 */
export async function receiveTree(
  platform: Platform,
  call: GrpcCall,
  directory: string,
): Promise<void> {
  await new TreeReceiver(call, await DirectoryWriter.open(platform, directory, false, true)).run();
}

/** Takes one tree in. */
class TreeReceiver {
  readonly #call: GrpcCall;
  readonly #writer: DirectoryWriter;
  /** The files that are being written, by their numbers. */
  readonly #pending: Map<number, IncomingFile> = new Map();
  readonly #writes: Set<Promise<void>> = new Set();
  #count = 0;
  #failure: { readonly reason: unknown } | null = null;
  #listed: Promise<void> = Promise.resolve();
  #stop: ((reason: unknown) => void) | null = null;

  constructor(call: GrpcCall, writer: DirectoryWriter) {
    this.#call = call;
    this.#writer = writer;
  }

  async run(): Promise<void> {
    try {
      for (;;) {
        const message = await this.#read();
        if (message === null) throw new GrpcError(GrpcCode.cancelled, "the builder has gone");
        this.#check();
        const { type, stat, id, data } = readPacket(message);
        if (type === PacketType.error) {
          throw new GrpcError(GrpcCode.unknown, new TextDecoder().decode(data));
        }
        if (type === PacketType.end) break;
        if (type === PacketType.data) await this.#takeData(id, data);
        else if (type === PacketType.stat && stat !== null) this.#schedule(stat, this.#count++);
        else if (type === PacketType.stat) this.#schedule(null, 0);
      }
      await this.#listed;
      this.#check();
    } catch (error) {
      for (const file of this.#pending.values()) file.fail(error);
      await Promise.allSettled([this.#listed, ...this.#writes]);
      throw error;
    }
  }

  #check(): void {
    if (this.#failure !== null) throw this.#failure.reason;
  }

  /** Reads the next packet, unless writing fails meanwhile. */
  #read(): Promise<Uint8Array | null> {
    return new Promise((resolve, reject) => {
      this.#stop = reject;
      this.#call.read().then(resolve, reject);
    });
  }

  /** Puts the work on a path behind that on the paths before it. */
  #schedule(stat: SyncStat | null, id: number): void {
    this.#listed = this.#listed
      .then(() =>
        this.#failure === null ? stat === null ? this.#finish() : this.#take(stat, id) : undefined
      )
      .catch((reason) => this.#fail(reason));
  }

  async #take(stat: SyncStat, id: number): Promise<void> {
    const { kind } = fromGoMode(stat.mode);
    if (kind !== "file" || stat.linkname !== "") {
      // What a link leads to has to be there; a directory may not lie on another's way.
      if (kind === "file") await Promise.all(this.#writes);
      await this.#writer.write(toEntry(stat, null)).catch((reason) => refuse(stat, reason));
      return;
    }
    while (this.#writes.size >= ABREAST) await Promise.race(this.#writes);
    if (this.#failure !== null) return;
    const file = new IncomingFile();
    this.#pending.set(id, file);
    const write = this.#writer.write(toEntry(stat, file))
      .catch((reason) => this.#fail(wrap(stat, reason)))
      .finally(() => {
        this.#writes.delete(write);
        this.#pending.delete(id);
      });
    this.#writes.add(write);
    await this.#call.write(requestPacket(id));
  }

  async #takeData(id: number, data: Uint8Array): Promise<void> {
    const file = this.#pending.get(id);
    if (file === undefined) {
      throw new GrpcError(GrpcCode.invalidArgument, `the file ${id} was not asked for`);
    }
    if (data.length === 0) file.end();
    else await file.push(data);
  }

  async #finish(): Promise<void> {
    await Promise.all(this.#writes);
    if (this.#failure !== null) return;
    await this.#writer.finish();
    await this.#call.write(endPacket());
  }

  #fail(reason: unknown): void {
    if (this.#failure !== null) return;
    this.#failure = { reason };
    for (const file of this.#pending.values()) file.fail(reason);
    this.#stop?.(reason);
  }
}

/** The content of a file as it comes. */
class IncomingFile {
  readonly #pieces: Uint8Array[] = [];
  #reader:
    | { resolve: (bytes: Uint8Array | null) => void; reject: (reason: unknown) => void }
    | null = null;
  #room: (() => void) | null = null;
  #hasEnded = false;
  #failure: { readonly reason: unknown } | null = null;

  /** Resolves with the next piece, or with `null` at the end. */
  read(): Promise<Uint8Array | null> {
    const piece = this.#pieces.shift();
    this.#room?.();
    this.#room = null;
    if (piece !== undefined) return Promise.resolve(piece);
    if (this.#failure !== null) return Promise.reject(this.#failure.reason);
    if (this.#hasEnded) return Promise.resolve(null);
    return new Promise((resolve, reject) => this.#reader = { resolve, reject });
  }

  /** Adds a piece; resolves when there is room for the next one. */
  push(piece: Uint8Array): Promise<void> {
    if (this.#reader !== null) {
      this.#reader.resolve(piece);
      this.#reader = null;
      return Promise.resolve();
    }
    this.#pieces.push(piece);
    if (this.#pieces.length < PIECES || this.#failure !== null) return Promise.resolve();
    return new Promise((resolve) => this.#room = resolve);
  }

  /** Ends the file. */
  end(): void {
    this.#hasEnded = true;
    this.#reader?.resolve(null);
    this.#reader = null;
  }

  /** Gives the file up. */
  fail(reason: unknown): void {
    this.#failure ??= { reason };
    this.#reader?.reject(reason);
    this.#room?.();
    this.#reader = this.#room = null;
  }
}

function toEntry(stat: SyncStat, file: IncomingFile | null): WrittenEntry {
  const { kind, mode } = fromGoMode(stat.mode);
  const isLink = kind === "file" && stat.linkname !== "";
  return {
    path: stat.path,
    type: isLink ? "link" : kind === "socket" ? "other" : kind,
    header: {
      mode,
      uid: 0,
      gid: 0,
      mtime: Number(stat.mtime) / 1e9,
      linkname: stat.linkname,
      typeflag: kind,
    },
    read: () => file === null ? Promise.resolve(null) : file.read(),
  };
}

function refuse(stat: SyncStat, reason: unknown): never {
  throw wrap(stat, reason);
}

/** Adds the path to an error that does not name it. */
function wrap({ path }: SyncStat, reason: unknown): unknown {
  if (!(reason instanceof EntryProblem)) return reason;
  return new GrpcError(
    GrpcCode.invalidArgument,
    `Cannot write ${JSON.stringify(path)} of the output: ${reason.message}`,
  );
}
