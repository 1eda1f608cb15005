/**
 * Reads and writes tar archives: v7, ustar, GNU and PAX ones in, ustar and where that is not
 * enough PAX out. Streams all the way, whatever the size.
 *
 * {@linkcode pack} and {@linkcode unpack} are the short way; {@linkcode TarStream} and
 * {@linkcode UntarStream} stand in for those of `@std/tar`; {@linkcode Packer} and
 * {@linkcode Unpacker} are the cores, for code that moves the bytes itself.
 *
 * @example Reading one file of an archive
 * ```ts
 * import { pack, unpack } from "@longshore/docker/tar";
 *
 * const archive = pack([{ path: "etc/motd", content: "hello\n" }]);
 * for await (const entry of unpack(archive)) {
 *   if (entry.path === "etc/motd") console.log(await entry.text());
 * }
 * ```
 *
 * @module
 */

export { DockerError, ProtocolError } from "../errors.ts";
export type { FileInfo, FileKind } from "../platform/types.ts";
export type { EntryHead } from "./entry_head.ts";
export { TarError } from "./errors.ts";
export { extractDirectory, type ExtractDirectoryOptions } from "./extract_directory.ts";
export type {
  PackFile,
  PackInput,
  TarStreamDevice,
  TarStreamDir,
  TarStreamFile,
  TarStreamInput,
  TarStreamLink,
  TarStreamOptions,
} from "./inputs.ts";
export { pack } from "./pack.ts";
export { packDirectory, type PackDirectoryOptions } from "./pack_directory.ts";
export { Packer } from "./packer.ts";
export { assertValidPath, assertValidTarStreamOptions } from "./std_checks.ts";
export type { OldStyleFormat, PosixUstarFormat, TarStreamEntry } from "./std_names.ts";
export { TarStream } from "./tar_stream.ts";
export type { EntryInfo, EntryType, TarEntry, TarHeader } from "./types.ts";
export { unpack } from "./unpack.ts";
export { Unpacker, type UnpackerOptions } from "./unpacker.ts";
export { UntarStream } from "./untar_stream.ts";
