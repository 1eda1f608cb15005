import assert from "node:assert/strict";
import { test } from "node:test";
import {
  APIClient,
  type BatchStream,
  type CollectedOutput,
  type ContainerSocket,
  type ContainerStats,
  type ContainerSummary,
  type EngineEvent,
  type EngineResponse,
  type Frame,
} from "../mod.ts";
import * as api from "../src/api/mod.ts";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true
  : false;
type Expect<T extends true> = T;
/** Bytes that are in no shared memory, which compressors and Blobs are typed to refuse. */
type Bytes = Uint8Array<ArrayBuffer>;
type IsAny<T> = 0 extends 1 & T ? true : false;

type Api = typeof api;
/** What a type can tell only the last overload of; they are checked by hand, here or in tests of their groups. */
type Overloaded =
  | ("attach" | "attachSocket" | "build" | "containers" | "events" | "execStart" | "images")
  | ("logs" | "pull" | "push" | "request" | "serviceLogs" | "stats" | "taskLogs");
/** What takes no engine because it sends nothing. */
type Builder =
  | ("createContainerConfig" | "createEndpointConfig" | "createHostConfig")
  | ("createNetworkingConfig" | "createSwarmSpec");
/** What the entry has beside the methods. */
type Other = "createEngine" | "EngineResponse" | "exportContainer" | "TLSConfig";
type Method = Exclude<keyof Api, Overloaded | Builder | Other>;
type Forwarded<F> = F extends (engine: api.Engine, ...rest: infer A) => infer R ? (...rest: A) => R
  : never;

/** The methods that are not what their functions are, less the first parameter. */
type Different = {
  [Name in Method]: Name extends keyof APIClient
    ? Equal<Forwarded<Api[Name]>, APIClient[Name]> extends true ? never : Name
    : Name;
}[Method];
type DifferentBuilders = {
  [Name in Builder & keyof Api]: Name extends keyof APIClient
    ? Equal<Api[Name], APIClient[Name]> extends true ? never : Name
    : Name;
}[Builder & keyof Api];
type ResultOf<F> = F extends (...rest: never[]) => infer R ? Awaited<R> : never;
/** The methods whose results are `any`. */
type Loose = {
  [Name in keyof APIClient]: IsAny<ResultOf<APIClient[Name]>> extends true ? Name : never;
}[keyof APIClient];

// A name in one of these types makes its line fail to compile, with the name.
const different: Record<Different, never> = {};
const differentBuilders: Record<DifferentBuilders, never> = {};
const loose: Record<Loose, never> = {};

/** Never runs: the compiler is the test. */
async function results(client: APIClient, flag: boolean): Promise<unknown> {
  const response = await client.request("GET", "/info");
  type _Response = Expect<Equal<typeof response, EngineResponse>>;
  const upgraded = await client.request("POST", "/x", { upgrade: true });
  type _Upgraded = Expect<Equal<typeof upgraded, ContainerSocket<Bytes>>>;
  const text = await client.attach("web");
  type _Text = Expect<Equal<typeof text, string>>;
  const parts = await client.attach("web", { demux: true });
  type _Parts = Expect<Equal<typeof parts, CollectedOutput>>;
  const bytes = await client.attach("web", { stream: true });
  type _Bytes = Expect<Equal<typeof bytes, BatchStream<Bytes>>>;
  const frames = await client.attach("web", { stream: true, demux: true, logs: true });
  type _Frames = Expect<Equal<typeof frames, BatchStream<Frame>>>;
  const open = await client.attach("web", { stream: flag });
  type _Open = Expect<
    Equal<
      typeof open,
      string | CollectedOutput | BatchStream<Bytes> | BatchStream<Frame>
    >
  >;

  const log = await client.logs("web", { tail: 10 });
  type _Log = Expect<Equal<typeof log, string>>;
  const logFrames = await client.logs({ Id: "web" }, { stream: true, demux: true });
  type _LogFrames = Expect<Equal<typeof logFrames, BatchStream<Frame>>>;

  const events = await client.events();
  type _Events = Expect<Equal<typeof events, BatchStream<Bytes>>>;
  const decoded = await client.events({ decode: true, since: "10m" });
  type _Decoded = Expect<Equal<typeof decoded, BatchStream<EngineEvent>>>;
  const serviceLog = await client.serviceLogs("web", { stdout: true });
  type _ServiceLog = Expect<Equal<typeof serviceLog, BatchStream<Bytes>>>;
  const serviceFrames = await client.serviceLogs("web", { stderr: true, demux: true });
  type _ServiceFrames = Expect<Equal<typeof serviceFrames, BatchStream<Frame>>>;

  const raw = await client.attachSocket("web", { params: { stdin: true } });
  type _Raw = Expect<Equal<typeof raw, ContainerSocket<Bytes>>>;
  const framed = await client.attachSocket("web", { demux: true });
  type _Framed = Expect<Equal<typeof framed, ContainerSocket<Frame>>>;

  const output = await client.execStart("exec");
  type _Output = Expect<Equal<typeof output, string>>;
  const detached = await client.execStart("exec", { detach: true });
  type _Detached = Expect<Equal<typeof detached, string>>;
  const collected = await client.execStart("exec", { demux: true });
  type _Collected = Expect<Equal<typeof collected, CollectedOutput>>;
  const streamed = await client.execStart("exec", { stream: true });
  type _Streamed = Expect<Equal<typeof streamed, BatchStream<Bytes>>>;
  const streamedFrames = await client.execStart("exec", { stream: true, demux: true });
  type _StreamedFrames = Expect<Equal<typeof streamedFrames, BatchStream<Frame>>>;
  const socket = await client.execStart("exec", { socket: true, tty: true });
  type _Socket = Expect<Equal<typeof socket, ContainerSocket<Bytes>>>;
  const frameSocket = await client.execStart("exec", { socket: true, demux: true });
  type _FrameSocket = Expect<Equal<typeof frameSocket, ContainerSocket<Frame>>>;

  const sample = await client.stats("web", { stream: false });
  type _Sample = Expect<Equal<typeof sample, ContainerStats>>;
  const samples = await client.stats("web", { decode: true });
  type _Samples = Expect<Equal<typeof samples, BatchStream<ContainerStats>>>;
  const sampleBytes = await client.stats("web");
  type _SampleBytes = Expect<Equal<typeof sampleBytes, BatchStream<Bytes>>>;

  const list = await client.containers({ all: true });
  type _List = Expect<Equal<typeof list, ContainerSummary[]>>;
  const ids = await client.containers({ quiet: true });
  type _Ids = Expect<Equal<typeof ids, Pick<ContainerSummary, "Id">[]>>;
  const [archive, stat] = await client.getArchive("web", "/etc");
  type _Archive = Expect<Equal<typeof archive, BatchStream<Bytes>>>;
  const code = await client.wait("web");
  type _Code = Expect<Equal<typeof code, number>>;

  // What comes as a stream goes through a compressor and into a Blob, and comes back in.
  const zipped = archive.pipeThrough(new CompressionStream("gzip"));
  await client.putArchive("web", "/", zipped.pipeThrough(new DecompressionStream("gzip")));
  for await (const piece of bytes) new Blob([piece]);
  for await (const { data } of frames) await crypto.subtle.digest("SHA-256", data);
  new Blob([await response.bytes()]);

  // What is returned by one call is taken by the next.
  await client.start(await client.createContainer("busybox"));
  await client.execStart(await client.execCreate(list[0]!, ["true"]));
  await client.removeImage(await client.commit("web"));

  // @ts-expect-error An option that does not exist.
  await client.logs("web", { steam: true });
  // @ts-expect-error A number is no id.
  await client.start(5);
  // @ts-expect-error Both sizes are needed.
  await client.execResize("exec", { height: 5 });
  // @ts-expect-error A condition that the Engine does not know.
  await client.wait("web", { condition: "paused" });
  // @ts-expect-error A size is a number or a string.
  client.createHostConfig({ memLimit: true });
  // @ts-expect-error An option that does not exist.
  client.createHostConfig({ memlimit: 5 });
  // @ts-expect-error A field that the Engine does not know.
  client.createHostConfig({ Memlimit: 5 });
  client.createHostConfig({ memLimit: "5m", extra: { FieldOfTomorrow: 5 } });
  client.createHostConfig({ memLimit: null, Memory: undefined });
  const { State } = await client.inspectContainer("web");
  // @ts-expect-error Answers are closed: a misspelt field is none.
  console.log(State.Runing);
  return stat;
}

test("every function of the api entry is a method of APIClient, and the compiler knows their types", () => {
  const others = ["createEngine", "exportContainer", "TLSConfig", "EngineResponse"];
  const names = Object.keys(api).filter((name) => !others.includes(name));
  const methods = APIClient.prototype as unknown as Record<string, unknown>;
  assert.deepEqual(names.filter((name) => typeof methods[name] !== "function"), []);
  assert.ok(names.length > 60, `${names.length} functions`);
  assert.deepEqual([different, differentBuilders, loose], [{}, {}, {}]);
  assert.equal(typeof results, "function");
});
