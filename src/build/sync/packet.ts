import { ProtocolError } from "../../errors.ts";
import { readFields, toBytes, toNumber, toText } from "../../h2/protobuf_fields.ts";
import { ProtobufWriter } from "../../h2/protobuf_writer.ts";
import type { FileInfo, FileKind } from "../../platform/types.ts";

/** What a packet of a synchronization is. */
export const PacketType = { stat: 0, request: 1, data: 2, end: 3, error: 4 } as const;

/** What is told of one path. */
export interface SyncStat {
  /** The path, with slashes. */
  path: string;
  /** The mode as Go has it: permissions and the bits of kinds and special permissions. */
  mode: number;
  /** The size in bytes. */
  size: number;
  /** The time of the last change, in nanoseconds. */
  mtime: bigint;
  /** Where a symlink leads, or the path that a hard link is another name of. */
  linkname: string;
  /** A device's major number. */
  major: number;
  /** A device's minor number. */
  minor: number;
}

/** A packet of a synchronization. */
export interface SyncPacket {
  /** What it is. */
  type: number;
  /** What is told of a path; `null` ends the list of them. */
  stat: SyncStat | null;
  /** The number of a path in that list. */
  id: number;
  /** A piece of a file; none of it ends the file. */
  data: Uint8Array;
}

/** How Go marks kinds of files and special permissions in a mode. */
const ModeBit = {
  directory: 2 ** 31,
  symlink: 2 ** 27,
  device: 2 ** 26,
  pipe: 2 ** 25,
  socket: 2 ** 24,
  setuid: 2 ** 23,
  setgid: 2 ** 22,
  character: 2 ** 21,
  sticky: 2 ** 20,
} as const;

/** The bits that say that a path is no regular file. */
const KINDS: Partial<Record<FileKind, number>> = {
  directory: ModeBit.directory,
  symlink: ModeBit.symlink,
  fifo: ModeBit.pipe,
  "block-device": ModeBit.device,
  "character-device": ModeBit.device + ModeBit.character,
};
const SPECIAL: readonly (readonly [unix: number, go: number])[] = [
  [0o4000, ModeBit.setuid],
  [0o2000, ModeBit.setgid],
  [0o1000, ModeBit.sticky],
];

/**
 * Makes a mode as Go has it. A socket is told as an empty file.
 *
 * @param info The kind and the permissions.
 */
export function toGoMode({ kind, mode }: Pick<FileInfo, "kind" | "mode">): number {
  let bits = (mode & 0o777) + (KINDS[kind] ?? 0);
  for (const [unix, go] of SPECIAL) if (mode & unix) bits += go;
  return bits;
}

/**
 * Reads the kind and the permissions of a mode as Go has it.
 *
 * @param bits The mode.
 */
export function fromGoMode(bits: number): Pick<FileInfo, "kind" | "mode"> {
  const has = (bit: number): boolean => Math.floor(bits / bit) % 2 === 1;
  let mode = bits & 0o777;
  for (const [unix, go] of SPECIAL) if (has(go)) mode |= unix;
  const kind: FileKind = has(ModeBit.directory)
    ? "directory"
    : has(ModeBit.symlink)
    ? "symlink"
    : has(ModeBit.device)
    ? has(ModeBit.character) ? "character-device" : "block-device"
    : has(ModeBit.pipe)
    ? "fifo"
    : has(ModeBit.socket)
    ? "socket"
    : "file";
  return { kind, mode };
}

/** Writes a packet that tells of a path, or that ends the list of them. */
export function statPacket(stat: SyncStat | null): Uint8Array {
  if (stat === null) return new Uint8Array(0);
  const { path, mode, size, mtime, linkname, major, minor } = stat;
  const message = new ProtobufWriter()
    .text(1, path)
    .number(2, mode)
    .number(5, size)
    .number(6, mtime)
    .text(7, linkname)
    .number(8, major)
    .number(9, minor);
  return new ProtobufWriter().message(2, message).finish();
}

/** Writes a packet with a piece of a file, or with its end. */
export function dataPacket(id: number, data: Uint8Array): ProtobufWriter {
  return new ProtobufWriter().number(1, PacketType.data).number(3, id).bytes(4, data);
}

/** Writes a packet that asks for a file. */
export function requestPacket(id: number): Uint8Array {
  return new ProtobufWriter().number(1, PacketType.request).number(3, id).finish();
}

/** Writes a packet that ends the synchronization. */
export function endPacket(): Uint8Array {
  return new ProtobufWriter().number(1, PacketType.end).finish();
}

/** Writes a packet that gives the synchronization up. */
export function errorPacket(problem: string): Uint8Array {
  const data = new TextEncoder().encode(problem);
  return new ProtobufWriter().number(1, PacketType.error).bytes(4, data).finish();
}

/**
 * Reads a packet.
 *
 * @param message The packet's bytes.
 * @throws {ProtocolError} When they are malformed.
 */
export function readPacket(message: Uint8Array): SyncPacket {
  const packet: SyncPacket = { type: 0, stat: null, id: 0, data: new Uint8Array(0) };
  readFields(message, {
    1: (value) => packet.type = toNumber(value),
    2: (value) => packet.stat = readStat(toBytes(value)),
    3: (value) => packet.id = toNumber(value),
    4: (value) => packet.data = toBytes(value),
  });
  if (packet.type < 0 || packet.type > PacketType.error) {
    throw new ProtocolError(`Cannot read a packet of the unknown type ${packet.type}`);
  }
  return packet;
}

function readStat(message: Uint8Array): SyncStat {
  const stat: SyncStat = {
    path: "",
    mode: 0,
    size: 0,
    mtime: 0n,
    linkname: "",
    major: 0,
    minor: 0,
  };
  readFields(message, {
    1: (value) => stat.path = toText(value),
    2: (value) => stat.mode = toNumber(value),
    5: (value) => stat.size = toNumber(value),
    6: (value) => stat.mtime = BigInt(Math.trunc(toNumber(value))),
    7: (value) => stat.linkname = toText(value),
    8: (value) => stat.major = toNumber(value),
    9: (value) => stat.minor = toNumber(value),
  });
  return stat;
}
