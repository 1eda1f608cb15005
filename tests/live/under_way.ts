import type { APIClient } from "../../mod.ts";
import { baseImage, labels } from "./fixture.ts";

/** A call that waits for the Engine. */
export interface UnderWay {
  /** What it is. */
  name: string;
  /** How it ends: with the error's name, or with `end` when it says nothing of a failure. */
  ended: Promise<string>;
  /** When it ended, on the clock of `performance.now()`. */
  at: number;
}

/** What {@linkcode startAll} works with. */
export interface Ground {
  client: APIClient;
  /** A container that writes a line ten times a second and ignores its end. */
  talker: string;
  /** A container that reads its input, and waits. */
  reader: string;
  /** Containers with a large file: the Engine locks one while it packs or unpacks. */
  large: readonly [getArchive: string, putArchive: string, exported: string];
}

/** Makes both containers of {@linkcode Ground}. */
export async function prepare(client: APIClient): Promise<Ground> {
  const make = async (command: string, options: object): Promise<string> => {
    const { Id } = await client.createContainer(baseImage, {
      command: ["sh", "-c", command],
      labels: labels(),
      ...options,
    });
    await client.start(Id);
    return Id;
  };
  const talker = await make("trap '' TERM; while :; do echo line; sleep 0.1; done", {});
  const reader = await make("cat", { stdinOpen: true, tty: false });
  const fill = "head -c 33554432 /dev/zero > /large; echo full; sleep 600";
  const large = [await make(fill, {}), await make(fill, {}), await make(fill, {})] as const;
  for (const id of large) {
    for await (const _ of await client.logs(id, { stream: true, follow: true })) break;
  }
  return { client, talker, reader, large };
}

/**
 * Begins one call of each kind that takes time, and resolves when the Engine works on all of them.
 *
 * @param ground What they work with.
 * @param death When it resolves, what is downloaded is read on: until then it stands in the way of more.
 */
export async function startAll(
  { client, talker, reader, large }: Ground,
  death: Promise<void>,
): Promise<UnderWay[]> {
  const calls: UnderWay[] = [];
  const begin = (name: string, work: Promise<unknown>): void => {
    const call: UnderWay = { name, at: 0, ended: Promise.resolve("") };
    call.ended = work.then(() => "end", (error: Error) => error.name)
      .finally(() => call.at = performance.now());
    calls.push(call);
  };
  /** Reads a stream of which something is there. */
  const follow = async (
    name: string,
    stream: ReadableStream<unknown>,
    paused: Promise<void> | null = null,
  ): Promise<void> => {
    const reading = stream.getReader();
    await reading.read();
    begin(
      name,
      (async (): Promise<void> => {
        await paused;
        while (!(await reading.read()).done);
      })(),
    );
  };
  const exec = async (command: string, tty = false): Promise<string> => {
    return (await client.execCreate(talker, ["sh", "-c", command], { tty, stdin: true })).Id;
  };
  const talk = "while :; do echo line; sleep 0.1; done";

  await follow("logs", await client.logs(talker, { stream: true, follow: true }));
  await follow("logs, demux", await client.logs(talker, { stream: true, demux: true }));
  await follow("stats", await client.stats(talker, { decode: true }));
  const events = await client.events({ decode: true, filters: { container: talker } });
  const eventReader = events.getReader();
  begin(
    "events",
    (async (): Promise<void> => {
      while (!(await eventReader.read()).done);
    })(),
  );
  await follow("attach", await client.attach(talker, { stream: true }));
  await follow("attach, demux", await client.attach(talker, { stream: true, demux: true }));
  begin("attach, collected", client.attach(talker));
  await follow("exec", await client.execStart(await exec(talk), { stream: true }));
  const frames = await client.execStart(await exec(talk), { stream: true, demux: true });
  await follow("exec, demux", frames);
  const screen = await client.execStart(await exec(talk, true), { stream: true, tty: true });
  await follow("exec, tty", screen);
  begin("exec, collected", client.execStart(await exec(talk)));
  begin("exec, collected, demux", client.execStart(await exec(talk), { demux: true }));
  const execSocket = await client.execStart(await exec(talk), { socket: true, demux: true });
  await follow("exec socket", execSocket.readable);
  const socket = await client.attachSocket(talker, { demux: true });
  await follow("attach socket", socket.readable);
  const webSocket = await client.attachSocket(talker, { ws: true });
  await follow("websocket", webSocket.readable);
  const input = await client.attachSocket(reader, {
    params: { stdin: true, stdout: true, stream: true },
  });
  begin(
    "attach socket, input",
    (async (): Promise<void> => {
      const writer = input.writable.getWriter();
      const piece = new Uint8Array(65536);
      // Nobody reads what cat writes: in the end it takes no more.
      for (;;) await writer.write(piece);
    })(),
  );

  begin("upload of an archive", client.putArchive(large[1], "/", unending()));
  begin(
    "upload of a build context",
    drain(client.build({ fileobj: unending(), customContext: true })),
  );
  begin("upload of an image", drain(client.loadImage(unending())));
  begin("import", client.importImageFromData(unending()));
  const [archive] = await client.getArchive(large[0], "/large");
  await follow("download of an archive", archive, death);
  await follow("download of a container", await client.export(large[2]), death);
  begin("stop", client.stop(talker, { timeout: 600 }));
  const build = await client.build({
    version: "2",
    decode: true,
    nocache: true,
    secrets: { token: "text" },
    fileobj: `FROM ${baseImage}\nRUN --mount=type=secret,id=token sleep 600\n`,
  });
  await follow("build with a session", build);
  for (let index = 0; index < 50; index++) begin("wait", client.wait(reader));
  return calls;
}

async function drain(stream: Promise<AsyncIterable<unknown>>): Promise<void> {
  for await (const _ of await stream);
}

/** Bytes that never end, and of which no more come than the first. */
function unending(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => controller.enqueue(new Uint8Array(512)),
  });
}
