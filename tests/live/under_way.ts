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
  const forever = "trap '' TERM; while :; do echo line; sleep 0.1; done";
  const talker = await make(`head -c 67108864 /dev/zero > /large; ${forever}`, {});
  const reader = await make("cat", { stdinOpen: true, tty: false });
  return { client, talker, reader };
}

/** Begins one call of each kind that takes time, and resolves when the Engine works on all of them. */
export async function startAll({ client, talker, reader }: Ground): Promise<UnderWay[]> {
  const calls: UnderWay[] = [];
  const begin = (name: string, work: Promise<unknown>): void => {
    const call: UnderWay = { name, at: 0, ended: Promise.resolve("") };
    call.ended = work.then(() => "end", (error: Error) => error.name)
      .finally(() => call.at = performance.now());
    calls.push(call);
  };
  /** Reads a stream of which something is there. */
  const follow = async (name: string, stream: ReadableStream<unknown>): Promise<void> => {
    const reading = stream.getReader();
    await reading.read();
    begin(
      name,
      (async (): Promise<void> => {
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

  begin("upload of an archive", client.putArchive(talker, "/", unending()));
  begin(
    "upload of a build context",
    drain(client.build({ fileobj: unending(), customContext: true })),
  );
  begin("upload of an image", drain(client.loadImage(unending())));
  begin("import", client.importImageFromData(unending()));
  const [archive] = await client.getArchive(talker, "/large");
  await follow("download of an archive", slow(archive));
  await follow("download of a container", slow(await client.export(talker)));
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

/** Reads little, so that what is sent stands in the way of more. */
function slow(stream: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const reader = stream.getReader();
  return new ReadableStream({
    async pull(controller): Promise<void> {
      await new Promise((resolve) => setTimeout(resolve, 20));
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  }, { highWaterMark: 0 });
}
