import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { after, before, describe, it } from "node:test";
import { type Data, DockerClient } from "../../mod.ts";
import { concat } from "../../src/bytes/concat.ts";
import { pack, unpack } from "../../src/tar/mod.ts";

const directory = mkdtempSync(path.join(os.tmpdir(), "longshore-data-"));
const socket = path.join(directory, "docker.sock");
/** An archive that is text as well, so that every kind can hold it. */
const ARCHIVE: Uint8Array<ArrayBuffer> = new Uint8Array(
  await new Response(pack([{ path: "a.txt", content: "hello\n" }])).arrayBuffer(),
);
const TEXT: string = new TextDecoder().decode(ARCHIVE);
const FILE = path.join(directory, "x.tar");

/** Every kind of data. */
const KINDS: Readonly<Record<string, () => Data>> = {
  "a string": () => TEXT,
  "a Uint8Array": () => ARCHIVE,
  "an ArrayBuffer": () => ARCHIVE.buffer,
  "a DataView": () => new DataView(ARCHIVE.buffer),
  "a Blob": () => new Blob([ARCHIVE]),
  "a ReadableStream": () => new Blob([ARCHIVE]).stream(),
  "an AsyncIterable": () => halves(),
  "Node's Readable": () => Readable.from([ARCHIVE.subarray(0, 700), ARCHIVE.subarray(700)]),
  "{ file }": () => ({ file: FILE }),
};

/** What looks like data, but something else would be sent of it. */
const NO_BYTES: Readonly<Record<string, () => Data>> = {
  "a stream of texts": () => streamOf("text"),
  "a stream of lists": () => streamOf([1, 2]),
  "a stream with null in it": () => streamOf(ARCHIVE.subarray(0, 512), null),
  "a stream of other views": () => streamOf(new Uint16Array(512)),
  "chunks that part a character": () => chunksOf("\ud83d", "\ude00"),
  "chunks that are lists": () => chunksOf([1, 2]),
  "bytes that were transferred": () => transferred(),
  "a buffer that was transferred": () => transferred().buffer as ArrayBuffer,
};

function streamOf(...chunks: unknown[]): ReadableStream<Uint8Array> {
  return new ReadableStream<unknown>({
    start(controller): void {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  }) as ReadableStream<Uint8Array>;
}

async function* chunksOf(...chunks: unknown[]): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield* chunks as Uint8Array[];
}

function transferred(): Uint8Array {
  const bytes = new Uint8Array(512);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  return bytes;
}

async function* halves(): AsyncGenerator<Uint8Array | string> {
  await Promise.resolve();
  yield ARCHIVE.subarray(0, 700);
  yield TEXT.slice(700);
}

interface Taker {
  call: (docker: DockerClient, data: Data) => Promise<unknown>;
  /** Which request carries the data, and how it is found in its body. */
  carries: RegExp;
  find?: (body: Uint8Array) => Promise<Uint8Array> | Uint8Array;
  /** Whether a text is too short for what is meant, so that it is told to be a path. */
  isArchive: boolean;
  /** Kinds that mean something else. */
  but?: readonly string[];
  /** Whether it goes without data too. */
  isOptional?: boolean;
}

const base64 = (body: Uint8Array): Uint8Array =>
  new Uint8Array(Buffer.from(JSON.parse(new TextDecoder().decode(body)).Data, "base64"));
const container = (docker: DockerClient): ReturnType<DockerClient["containers"]["prepareModel"]> =>
  docker.containers.prepareModel({ Id: "web" } as never);

/** Every method that takes data; run() and exec() are tried on an Engine. */
const TAKERS: Readonly<Record<string, Taker>> = {
  "images.load": {
    call: (docker, data) => docker.images.load(data),
    carries: /^POST \/images\/load/,
    isArchive: true,
  },
  "images.build, customContext": {
    call: (docker, data) => docker.images.build({ fileobj: data, customContext: true }),
    carries: /^POST \/build/,
    isArchive: true,
  },
  "container.putArchive": {
    call: (docker, data) => container(docker).putArchive("/tmp", data),
    carries: /^PUT \/containers\/web\/archive/,
    isArchive: true,
  },
  "container.copyInto": {
    call: (docker, data) => container(docker).copyInto(data, "/tmp/x"),
    carries: /^PUT \/containers\/web\/archive/,
    find: async (body) => {
      for await (const { readable } of unpack(new Blob([body as never]).stream())) {
        if (readable) return new Uint8Array(await new Response(readable as never).arrayBuffer());
      }
      throw new Error("nothing was copied");
    },
    isArchive: false,
    but: ["a string"], // A local path.
  },
  "secrets.create": {
    call: (docker, data) => docker.secrets.create({ name: "x", data }),
    carries: /^POST \/secrets\/create/,
    find: base64,
    isArchive: false,
  },
  "configs.create": {
    call: (docker, data) => docker.configs.create({ name: "x", data }),
    carries: /^POST \/configs\/create/,
    find: base64,
    isArchive: false,
  },
  "api.importImageFromData": {
    call: (docker, data) => docker.api.importImageFromData(data as string, { repository: "x" }),
    carries: /^POST \/images\/create/,
    isArchive: true,
  },
  "api.request": {
    call: (docker, data) => docker.api.request("POST", "/images/load", { body: data }),
    carries: /^POST \/images\/load/,
    isArchive: false,
    isOptional: true,
  },
};

describe("data of every kind", () => {
  const bodies = new Map<string, Uint8Array>();
  const server = http.createServer(async (request, response) => {
    const chunks: Uint8Array[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk);
    } catch {
      return; // It was cut off.
    }
    const asks = `${request.method} ${request.url!.replace(/^\/v[\d.]+/, "")}`;
    bodies.set(asks, new Uint8Array(concat(chunks)));
    const isThere = request.method !== "HEAD" && !asks.startsWith("GET /images");
    response.writeHead(isThere ? 200 : 404, { "Content-Type": "application/json" });
    response.end(JSON.stringify({ ID: "1a", Spec: {}, aux: { ID: "sha256:1a" } }));
  });
  const docker = new DockerClient({ baseUrl: `unix://${socket}`, version: "1.41" });
  before(() => {
    writeFileSync(FILE, ARCHIVE);
    return new Promise<void>((resolve) => server.listen(socket, resolve));
  });
  after(async () => {
    docker.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(directory, { recursive: true });
  });

  for (
    const [name, { call, carries, find, isArchive, but = [], isOptional }] of Object.entries(TAKERS)
  ) {
    for (const [kind, make] of Object.entries(KINDS)) {
      if (but.includes(kind)) continue;
      it(`${name}() sends ${kind} as it is`, async () => {
        bodies.clear();
        // What is found out afterwards is not there.
        await call(docker, make()).catch((error) => assert.equal(error.status, 404, error));
        const [, body] = [...bodies].find(([asks]) => carries.test(asks))!;
        assert.deepEqual(find === undefined ? body : await find(body), ARCHIVE);
      });
    }

    for (const other of [5, true, ["x"], { path: FILE }, undefined, null]) {
      if (isOptional && other == null) continue;
      it(`${name}() refuses ${JSON.stringify(other)}`, async () => {
        bodies.clear();
        await assert.rejects(async () => await call(docker, other as never), { name: "TypeError" });
        assert.deepEqual([...bodies.keys()], []);
      });
    }

    for (const [what, make] of Object.entries(NO_BYTES)) {
      it(`${name}() refuses ${what} where bytes are meant`, async () => {
        bodies.clear();
        await assert.rejects(async () => await call(docker, make()), (error: Error) => {
          // What a copy is made of fails as the copy does.
          assert.ok(["TypeError", "DockerError"].includes(error.name), String(error));
          assert.match(error.message, /no Uint8Array|half a surrogate|expected bytes|handed to/);
          return true;
        });
        // A request that has begun is cut off before its end.
        assert.deepEqual([...bodies.keys()].filter((asks) => carries.test(asks)), []);
      });
    }

    if (isArchive) {
      it(`${name}() tells a path that is given in the place of data`, async () => {
        bodies.clear();
        await assert.rejects(call(docker, "/x.tar"), {
          name: "TypeError",
          message: /the text "\/x\.tar" is no archive; for a file give \{ file: "\/x\.tar" \}$/,
        });
        assert.deepEqual([...bodies.keys()], []);
      });
    }
  }
});
