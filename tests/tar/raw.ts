/** Builds archives byte by byte, apart from the code under test. */

const encoder = new TextEncoder();

/** A header block's fields as they are written, all of them text but for the odd binary one. */
export interface RawHeader {
  name?: string | Uint8Array;
  mode?: string;
  uid?: string | Uint8Array;
  gid?: string;
  size?: string | Uint8Array;
  mtime?: string | Uint8Array;
  checksum?: string;
  typeflag?: string;
  linkname?: string;
  magic?: string;
  version?: string;
  uname?: string;
  gname?: string;
  devmajor?: string;
  devminor?: string;
  prefix?: string;
}

const PLACES: Record<keyof RawHeader, number> = {
  name: 0,
  mode: 100,
  uid: 108,
  gid: 116,
  size: 124,
  mtime: 136,
  checksum: 148,
  typeflag: 156,
  linkname: 157,
  magic: 257,
  version: 263,
  uname: 265,
  gname: 297,
  devmajor: 329,
  devminor: 337,
  prefix: 345,
};

/** One header block; the checksum is right unless it is given. */
export function header(fields: RawHeader): Uint8Array {
  const block = new Uint8Array(512);
  const all: RawHeader = {
    mode: "0000644\0",
    uid: "0000000\0",
    gid: "0000000\0",
    size: "00000000000\0",
    mtime: "00000000000\0",
    typeflag: "0",
    magic: "ustar\0",
    version: "00",
    ...fields,
  };
  for (const [key, value] of Object.entries(all)) {
    const bytes = typeof value === "string" ? encoder.encode(value) : value as Uint8Array;
    block.set(bytes, PLACES[key as keyof RawHeader]);
  }
  if (fields.checksum === undefined) {
    block.fill(0x20, 148, 156);
    let sum = 0;
    for (const byte of block) sum += byte;
    block.set(encoder.encode(`${octal(sum, 6)}\0 `), 148);
  }
  return block;
}

/** A number in octal digits. */
export function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, "0");
}

/** A header with its body and padding; the size is the body's unless it is given. */
export function entry(fields: RawHeader, body: string | Uint8Array = ""): Uint8Array {
  const bytes = typeof body === "string" ? encoder.encode(body) : body;
  const size = fields.size ?? `${octal(bytes.length, 11)}\0`;
  return join(header({ ...fields, size }), bytes, new Uint8Array(-bytes.length & 511));
}

/** A PAX header for the entry behind it, or for all with typeflag `g`. */
export function pax(records: Record<string, string>, typeflag = "x"): Uint8Array {
  const body = Object.entries(records).map(([key, value]) => paxRecord(key, value)).join("");
  return entry({ name: "PaxHeaders/x", typeflag }, body);
}

/** One PAX record. */
export function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const length = encoder.encode(rest).length;
  for (let digits = 1;; digits++) {
    if (String(length + digits).length === digits) return `${length + digits}${rest}`;
  }
}

/** The two blocks of zeros. */
export const END: Uint8Array = new Uint8Array(1024);

/** Joins bytes. */
export function join(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** Cuts bytes into chunks: of one size, or, with a seed, of sizes that only look random. */
export function* cut(bytes: Uint8Array, size: number, seed?: number): Generator<Uint8Array> {
  let state = seed;
  for (let offset = 0; offset < bytes.length;) {
    let length = size;
    if (state !== undefined) {
      state = (state * 1103515245 + 12345) % 2147483648;
      length = state % (size + 1);
    }
    // A copy of its own: a view into the next chunk would hide a read beyond the end.
    yield bytes.slice(offset, offset + length);
    offset += length;
  }
}

/** A stream of chunks that tells how it was used. */
export interface WatchedStream {
  stream: ReadableStream<Uint8Array>;
  /** How many chunks were pulled. */
  pulled(): number;
  /** The reason it was cancelled with, `[]` before that. */
  cancelled(): unknown[];
}

/** Makes a stream that gives a chunk only when it is pulled. */
export function watch(chunks: Iterable<Uint8Array>): WatchedStream {
  const iterator = chunks[Symbol.iterator]();
  let pulled = 0;
  const cancelled: unknown[] = [];
  const stream = new ReadableStream<Uint8Array>({
    pull(controller): void {
      const { done, value } = iterator.next();
      if (done) return controller.close();
      pulled++;
      controller.enqueue(value);
    },
    cancel(reason): void {
      cancelled.push(reason);
    },
  }, { highWaterMark: 0 });
  return { stream, pulled: () => pulled, cancelled: () => cancelled };
}

/** Makes text of bytes. */
export function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** Makes a stream of items. */
export function streamOf<T>(items: T[]): ReadableStream<T> {
  const left = [...items];
  return new ReadableStream<T>({
    pull(controller): void {
      const item = left.shift();
      if (item === undefined) controller.close();
      else controller.enqueue(item);
    },
  }, { highWaterMark: 0 });
}
