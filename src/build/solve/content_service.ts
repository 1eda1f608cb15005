import { type GrpcCall, type GrpcHandler, unary } from "../../h2/grpc_server.ts";
import { GrpcCode, GrpcError } from "../../h2/grpc_status.ts";
import { fieldValue } from "../../h2/header_fields.ts";
import { readFields, toBytes, toNumber, toText } from "../../h2/protobuf_fields.ts";
import { ProtobufWriter } from "../../h2/protobuf_writer.ts";
import type { FileSink } from "../../platform/types.ts";
import type { SessionHandlers } from "../session/session.ts";
import type { ContentStore, StoredContent } from "./content_store.ts";

const SERVICE = "/containerd.services.content.v1.Content";
/** How a builder says which store it means. */
const STORE_ID = "buildkit-attachable-store-id";
const Action = { stat: 0, write: 1, commit: 2 } as const;
/** How much content is in one message. */
const PIECE: number = 32 * 1024;

/** What is being written, by the name that the builder has for it. */
interface Ingest {
  readonly path: string;
  readonly sink: FileSink;
  readonly store: ContentStore;
  offset: number;
}

/**
 * Makes what gives builders the content of directories, and takes theirs in: caches on this side.
 *
 * @param stores The directories by the builder's name for each.
 * @param digest Tells the SHA-256 of a file as a digest.
 */
export function contentHandlers(
  stores: ReadonlyMap<string, ContentStore>,
  digest: (path: string) => Promise<string>,
): SessionHandlers {
  const ingests = new Map<string, Ingest>();
  const storeOf = (call: GrpcCall): ContentStore => {
    const id = fieldValue(call.metadata, STORE_ID) ?? "";
    const store = stores.get(id);
    if (store !== undefined) return store;
    throw new GrpcError(GrpcCode.notFound, `unknown store ${id}`);
  };
  const find = async (call: GrpcCall, wanted: string): Promise<StoredContent> => {
    const found = await storeOf(call).find(wanted);
    if (found !== null) return found;
    throw new GrpcError(GrpcCode.notFound, `content ${wanted}: not found`);
  };
  const statusOf = ([ref, { offset }]: [string, Ingest]): ProtobufWriter =>
    new ProtobufWriter().text(3, ref).number(4, offset);
  const methods: Record<string, GrpcHandler> = {
    Info: unary(async (message, call) => {
      return new ProtobufWriter().message(1, infoOf(await find(call, readText(message, 1))))
        .finish();
    }),
    // Labels are the builder's own notes; they are not kept here.
    Update: unary(async (message, call) => {
      let wanted = "";
      readFields(message, { 1: (value) => wanted = readText(toBytes(value), 1) });
      return new ProtobufWriter().message(1, infoOf(await find(call, wanted))).finish();
    }),
    Delete: unary(async (message, call) => {
      const wanted = readText(message, 1);
      if (!await storeOf(call).remove(wanted)) await find(call, wanted);
      return new Uint8Array(0);
    }),
    Read: (call) => read(call, storeOf(call)),
    Status: unary((message) => {
      const ref = readText(message, 1);
      const ingest = ingests.get(ref);
      if (ingest === undefined) throw new GrpcError(GrpcCode.notFound, `${ref}: not found`);
      return new ProtobufWriter().message(1, statusOf([ref, ingest])).finish();
    }),
    ListStatuses: unary(() => {
      const answer = new ProtobufWriter();
      for (const entry of ingests) answer.message(1, statusOf(entry));
      return answer.finish();
    }),
    Abort: unary(async (message) => {
      const ref = readText(message, 1);
      await drop(ingests, ref);
      return new Uint8Array(0);
    }),
    Write: (call) => new Write(call, storeOf(call), ingests, digest).run(),
  };
  return new Map(Object.entries(methods).map(([name, handler]) => [`${SERVICE}/${name}`, handler]));
}

async function read(call: GrpcCall, store: ContentStore): Promise<void> {
  const message = await call.read();
  if (message === null) throw new GrpcError(GrpcCode.invalidArgument, "the call has no message");
  let [wanted, offset, size] = ["", 0, 0];
  readFields(message, {
    1: (value) => wanted = toText(value),
    2: (value) => offset = toNumber(value),
    3: (value) => size = toNumber(value),
  });
  const file = await store.open(wanted);
  if (file === null) throw new GrpcError(GrpcCode.notFound, `content ${wanted}: not found`);
  try {
    const all = (await file.info()).size;
    if (offset < 0 || offset > all) throw new GrpcError(GrpcCode.outOfRange, "beyond the content");
    const end = size > 0 ? Math.min(all, offset + size) : all;
    let at = 0;
    while (at < end) {
      const bytes = await file.read(Math.min(PIECE, end - at));
      if (bytes === null) break;
      const wantedBytes = bytes.subarray(Math.max(0, offset - at));
      const start = Math.max(at, offset);
      at += bytes.length;
      if (wantedBytes.length === 0) continue;
      await call.write(new ProtobufWriter().number(1, start).bytes(2, wantedBytes).finish());
    }
  } finally {
    await file.close();
  }
}

/** Takes content in. */
class Write {
  readonly #call: GrpcCall;
  readonly #store: ContentStore;
  readonly #ingests: Map<string, Ingest>;
  readonly #digest: (path: string) => Promise<string>;
  #ref = "";
  #total = 0;
  #expected = "";

  constructor(
    call: GrpcCall,
    store: ContentStore,
    ingests: Map<string, Ingest>,
    digest: (path: string) => Promise<string>,
  ) {
    this.#call = call;
    this.#store = store;
    this.#ingests = ingests;
    this.#digest = digest;
  }

  async run(): Promise<void> {
    try {
      for (let next = await this.#call.read(); next !== null; next = await this.#call.read()) {
        if (await this.#take(next)) return;
      }
    } finally {
      // What is left can be resumed by none: each build has a session of its own.
      await drop(this.#ingests, this.#ref);
    }
  }

  /** Returns whether the content is complete. */
  async #take(message: Uint8Array): Promise<boolean> {
    let action = 0;
    let data: Uint8Array = new Uint8Array(0);
    let offset = 0;
    readFields(message, {
      1: (value) => action = toNumber(value),
      2: (value) => this.#ref = toText(value),
      3: (value) => this.#total = toNumber(value),
      4: (value) => this.#expected = toText(value),
      5: (value) => offset = toNumber(value),
      6: (value) => data = toBytes(value),
    });
    if (this.#ref === "") throw new GrpcError(GrpcCode.invalidArgument, "a write has no name");
    if (this.#expected !== "" && await this.#store.find(this.#expected) !== null) {
      throw new GrpcError(GrpcCode.alreadyExists, `content ${this.#expected}: already exists`);
    }
    const ingest = await this.#ingest();
    if (action !== Action.stat) {
      if (offset !== ingest.offset) {
        throw new GrpcError(
          GrpcCode.outOfRange,
          `a write at ${offset} of what has ${ingest.offset} bytes`,
        );
      }
      await ingest.sink.write(data);
      ingest.offset += data.length;
    }
    const digest = action === Action.commit ? await this.#commit(ingest) : "";
    await this.#call.write(
      new ProtobufWriter().number(1, action).number(4, ingest.offset).number(5, this.#total)
        .text(6, digest).finish(),
    );
    return action === Action.commit;
  }

  async #ingest(): Promise<Ingest> {
    let ingest = this.#ingests.get(this.#ref);
    if (ingest === undefined) {
      ingest = { ...await this.#store.create(), store: this.#store, offset: 0 };
      this.#ingests.set(this.#ref, ingest);
    }
    return ingest;
  }

  async #commit(ingest: Ingest): Promise<string> {
    if (this.#total > 0 && ingest.offset !== this.#total) {
      throw new GrpcError(
        GrpcCode.failedPrecondition,
        `content has ${ingest.offset} bytes, and not ${this.#total}`,
      );
    }
    await ingest.sink.close();
    const digest = await this.#digest(ingest.path);
    if (this.#expected !== "" && digest !== this.#expected) {
      throw new GrpcError(
        GrpcCode.failedPrecondition,
        `content has the digest ${digest}, and not ${this.#expected}`,
      );
    }
    await this.#store.put(ingest.path, digest);
    this.#ingests.delete(this.#ref);
    return digest;
  }
}

async function drop(ingests: Map<string, Ingest>, ref: string): Promise<void> {
  const ingest = ingests.get(ref);
  if (ingest === undefined) return;
  ingests.delete(ref);
  await ingest.sink.close();
  await ingest.store.discard(ingest.path);
}

function infoOf({ digest, size }: StoredContent): ProtobufWriter {
  return new ProtobufWriter().text(1, digest).number(2, size);
}

function readText(message: Uint8Array, field: number): string {
  let text = "";
  readFields(message, { [field]: (value) => text = toText(value) });
  return text;
}
