import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { PlainDrawing } from "../../src/progress/plain_drawing.ts";
import { findInstruction } from "../../src/build/instruction.ts";
import { renderProgress } from "../../src/progress/render.ts";
import { TerminalDrawing } from "../../src/progress/terminal_drawing.ts";
import type { Drawing, ProgressOutput } from "../../src/progress/types.ts";
import { BuildError } from "../../src/build/build_error.ts";
import type { BuildRecord } from "../../src/types/build_trace.ts";
import type { ProgressRecord } from "../../src/types/progress.ts";
import { withTrace } from "../../src/build/trace.ts";
import { type Field, time, traceRecord } from "../harness/protobuf_writer.ts";
import { Screen } from "../harness/screen.ts";

/** Draws records one after the other and returns the screen after each. */
function screens(records: ProgressRecord[], columns = 80, rows = 24, now = 0): string[] {
  const drawing = new TerminalDrawing(() => ({ columns, rows }));
  const screen = new Screen();
  const shown = records.map((record) => {
    drawing.take(withTrace(record));
    screen.write(drawing.flush(now));
    return screen.text;
  });
  screen.write(drawing.end(now));
  return [...shown, screen.text];
}

function plain(records: ProgressRecord[]): string {
  const drawing: Drawing = new PlainDrawing();
  let text = "";
  for (const record of records) {
    drawing.take(withTrace(record));
    text += drawing.flush(0);
  }
  return text + drawing.end(0);
}

const PULL: ProgressRecord[] = [
  { status: "Pulling from team/app", id: "latest" },
  { status: "Pulling fs layer", progressDetail: {}, id: "aaa" },
  { status: "Pulling fs layer", progressDetail: {}, id: "bbb" },
  { status: "Downloading", progressDetail: { current: 500_000, total: 1_000_000 }, id: "bbb" },
  { status: "Downloading", progressDetail: { current: 12_345 }, id: "aaa" },
  { status: "Extracting", progressDetail: { current: 3, units: "s" }, id: "aaa" },
  { status: "Pull complete", progressDetail: {}, id: "bbb" },
  { status: "Pull complete", progressDetail: {}, id: "aaa" },
  { status: "Digest: sha256:1" },
  { status: "Status: Downloaded newer image for team/app:latest" },
];

function vertex(digest: string, name: string, ...rest: Field[]): Field {
  return [1, [[1, digest], [3, name], ...rest]];
}

const BUILD: ProgressRecord[] = [
  traceRecord([
    vertex("a", "[internal] load", [5, time(100)]),
    vertex("b", "[1/2] FROM base"),
    vertex("c", "[2/2] RUN make"),
  ]),
  traceRecord([vertex("a", "[internal] load", [5, time(100)], [6, time(101, 500_000_000)])]),
  traceRecord([
    vertex("b", "[1/2] FROM base", [4, 1], [5, time(101)], [6, time(101)]),
    vertex("c", "[2/2] RUN make", [5, time(102)]),
  ]),
  traceRecord([
    [3, [[1, "c"], [2, time(103)], [3, 1], [4, "one\ntw"]]],
    [3, [[1, "c"], [2, time(103, 250_000_000)], [3, 1], [4, "o\n\x1b[31mred\x1b[0m\rover\n"]]],
    [2, [[1, "layer"], [2, "c"], [3, "pushing"], [4, 5_000_000], [5, 10_000_000], [6, time(103)], [
      7,
      time(102, 500_000_000),
    ]]],
  ]),
];
const BUILD_END: ProgressRecord[] = [
  traceRecord([
    [3, [[1, "c"], [2, time(104)], [3, 2], [4, "no end"]]],
    vertex("c", "[2/2] RUN make", [5, time(102)], [6, time(104)]),
    [2, [
      [1, "layer"],
      [2, "c"],
      [3, "pushing"],
      [4, 10_000_000],
      [5, 10_000_000],
      [
        6,
        time(103, 500_000_000),
      ],
      [7, time(102, 500_000_000)],
      [8, time(103, 500_000_000)],
    ]],
    [4, [[1, "c"], [3, "old syntax"], [5, "https://example.com"], [6, [[1, "Dockerfile"]]], [7, [[
      1,
      [[1, 4]],
    ]]]]],
  ]),
  { id: "moby.image.id", aux: { ID: "sha256:1" } },
  { stream: "Successfully tagged app\n" },
];

describe("a pull", () => {
  it("has a line for each layer, drawn again in place", () => {
    const shown = screens(PULL);
    assert.equal(
      shown[2],
      "latest: Pulling from team/app\naaa: Pulling fs layer\nbbb: Pulling fs layer",
    );
    assert.equal(
      shown[3],
      `latest: Pulling from team/app
aaa: Pulling fs layer
bbb: Downloading [=====================>                    ] 500kB/1MB`,
    );
    assert.equal(
      shown[4]!.split("\n")[1],
      "aaa: Downloading 12.35kB",
    );
    assert.equal(shown[5]!.split("\n")[1], "aaa: Extracting 3 s");
    assert.equal(
      shown.at(-1),
      `latest: Pulling from team/app
aaa: Pull complete
bbb: Pull complete
Digest: sha256:1
Status: Downloaded newer image for team/app:latest`,
    );
  });

  it("emits no more than what changed", () => {
    const drawing = new TerminalDrawing(() => ({ columns: 80, rows: 24 }));
    const emitted = PULL.map((record) => {
      drawing.take(record);
      return drawing.flush(0);
    });
    assert.deepEqual(emitted, [
      "latest: Pulling from team/app\n",
      "aaa: Pulling fs layer\n",
      "bbb: Pulling fs layer\n",
      "\x1b[1A\x1b[2Kbbb: Downloading [=====================>                    ] 500kB/1MB\r\x1b[1B",
      "\x1b[2A\x1b[2Kaaa: Downloading 12.35kB\r\x1b[2B",
      "\x1b[2A\x1b[2Kaaa: Extracting 3 s\r\x1b[2B",
      "\x1b[1A\x1b[2Kbbb: Pull complete\r\x1b[1B",
      "\x1b[2A\x1b[2Kaaa: Pull complete\r\x1b[2B",
      "Digest: sha256:1\n",
      "Status: Downloaded newer image for team/app:latest\n",
    ]);
    assert.equal(drawing.end(0), "");
  });

  it("is plain lines elsewhere, each status once and no numbers", () => {
    assert.equal(
      plain([...PULL.slice(0, 5), { ...PULL[1]! }, ...PULL.slice(5)]),
      `latest: Pulling from team/app
aaa: Pulling fs layer
bbb: Pulling fs layer
bbb: Pull complete
aaa: Pull complete
Digest: sha256:1
Status: Downloaded newer image for team/app:latest
`,
    );
  });

  it("fits into a small terminal while it goes on, and is whole at its end", () => {
    const records: ProgressRecord[] = [];
    for (let layer = 0; layer < 8; layer++) {
      records.push({
        status: "Waiting for a rather long time",
        progressDetail: {},
        id: `l${layer}`,
      });
    }
    records.push({ status: "Downloading", progressDetail: { current: 1, total: 2 }, id: "l6" });
    const shown = screens(records, 20, 5);
    assert.equal(
      shown.at(-2),
      "l4: Waiting for a...\nl5: Waiting for a...\nl6: Downloading 1...\nl7: Waiting for a...",
    );
    assert.equal(shown.at(-1)!.split("\n").length, 8);
    for (const line of shown.at(-1)!.split("\n")) assert.ok(line.length <= 20, line);
  });

  describe("takes numbers as they come", () => {
    const details: [detail: NonNullable<ProgressRecord["progressDetail"]>, text: string][] = [
      [{ current: 0, total: 0 }, "x: Loading"],
      [{ current: 5 }, "x: Loading 5B"],
      [{ current: 5, total: 4 }, `x: Loading [${"=".repeat(48)}] 5B`],
      [
        { current: 5, total: 10, units: "layers" },
        `x: Loading [${"=".repeat(24)}>${" ".repeat(23)}] 5/10 layers`,
      ],
      [
        { current: 5, total: 10, hidecounts: true },
        `x: Loading [${"=".repeat(24)}>${" ".repeat(23)}]`,
      ],
    ];

    for (const [progressDetail, text] of details) {
      it(JSON.stringify(progressDetail), () => {
        assert.equal(screens([{ id: "x", status: "Loading", progressDetail }])[0], text);
      });
    }

    it("without control characters", () => {
      assert.equal(
        screens([{ id: "x\x1b[2J", status: "Load\ning", progressDetail: {} }])[0],
        "x: Loading",
      );
    });
  });
});

describe("a build by the old builder", () => {
  const records: ProgressRecord[] = [
    { stream: "Step 1/2 : FROM base" },
    { id: "aaa", status: "Pulling fs layer", progressDetail: {} },
    { id: "aaa", status: "Pull complete", progressDetail: {} },
    { stream: "\n" },
    { stream: " ---> abc\n" },
    { aux: { ID: "sha256:1" } },
    { stream: "Successfully built" },
  ];

  it("is its own text, with the lines of a pull within", () => {
    const text = `Step 1/2 : FROM base
aaa: Pull complete

 ---> abc
Successfully built`;
    assert.equal(screens(records).at(-1), text);
    assert.equal(
      plain(records),
      `Step 1/2 : FROM base
aaa: Pulling fs layer
aaa: Pull complete

 ---> abc
Successfully built
`,
    );
  });
});

describe("a BuildKit build", () => {
  it("has a line for each step, with what goes on in those that run", () => {
    const shown = screens(BUILD, 50, 24, 5);
    assert.equal(
      shown[0],
      `[+] Building 0.0s (0/3)
 => [internal] load                           0.0s`,
    );
    assert.equal(
      shown.at(-2),
      `[+] Building 3.3s (2/3)
 => [internal] load                           1.5s
 => CACHED [1/2] FROM base                    0.0s
 => [2/2] RUN make                            1.3s
 => => pushing layer 5MB / 10MB               0.8s
 => => # one
 => => # two
 => => # over`,
    );
  });

  it("counts time by the engine's clock, and on while nothing is told", () => {
    const drawing = new TerminalDrawing(() => ({ columns: 50, rows: 24 }));
    const screen = new Screen();
    for (const record of BUILD) drawing.take(withTrace(record));
    screen.write(drawing.flush(7000));
    screen.write(drawing.flush(7002));
    assert.match(screen.text, /^\[\+\] Building 5\.3s/);
    assert.match(screen.text, /RUN make {28}3\.3s$/m);
    assert.match(screen.text, /load {27}1\.5s$/m);
  });

  it("ends with all steps, and the warnings", () => {
    assert.equal(
      screens([...BUILD, ...BUILD_END], 60).at(-1),
      `[+] Building 4.0s (3/3) FINISHED
 => [internal] load                                     1.5s
 => CACHED [1/2] FROM base                              0.0s
 => [2/2] RUN make                                      2.0s
 => => pushing layer 10MB / 10MB                        1.0s
WARNING: old syntax (Dockerfile:4) https://example.com
Successfully tagged app`,
    );
  });

  it("is plain lines elsewhere", () => {
    assert.equal(
      plain([...BUILD, ...BUILD_END]),
      `#1 [internal] load
#1 DONE 1.5s
#2 [1/2] FROM base
#2 CACHED
#3 [2/2] RUN make
#3 1.000 one
#3 1.000 two
#3 1.250 over
#3 2.000 no end
#3 pushing layer 10MB / 10MB 1.0s done
#3 DONE 2.0s
Successfully tagged app
WARNING: old syntax (Dockerfile:4) https://example.com
`,
    );
  });

  it("shows what a step printed that failed, and not of those that were ended with it", () => {
    const failed = traceRecord([
      vertex("c", "[2/2] RUN make", [5, time(102)], [6, time(104)], [7, "exit code: 3"]),
      vertex("d", "[other] RUN wait", [5, time(102)], [6, time(104)], [7, "context canceled"]),
    ]);
    assert.equal(
      screens([...BUILD, failed], 60).at(-1),
      `[+] Building 4.0s (4/4) FINISHED
 => [internal] load                                     1.5s
 => CACHED [1/2] FROM base                              0.0s
 => ERROR [2/2] RUN make                                2.0s
 => => pushing layer 5MB / 10MB                         1.5s
 => CANCELED [other] RUN wait                           2.0s
------
 > [2/2] RUN make:
1.000 one
1.000 two
1.250 over
------`,
    );
    assert.match(
      plain([...BUILD, failed]),
      /\n#4 CANCELED\n#3 ERROR: exit code: 3\n------\n > \[2\/2\] RUN make:\n1\.000 one\n1\.000 two\n1\.250 over\n------\n$/,
    );
  });

  it("shows the Dockerfile's lines of a warning, and of the step that failed", async () => {
    const text = "FROM base\nRUN one\nRUN two \\\n  three\nRUN four\n";
    const record: BuildRecord = {
      trace: {
        vertexes: [],
        statuses: [],
        logs: [],
        warnings: [{
          vertex: "a",
          level: 1,
          short: "careful",
          detail: [],
          url: "",
          file: "Dockerfile",
          source: text,
          ranges: [{ startLine: 2, startCharacter: 0, endLine: 2, endCharacter: 0 }],
        }],
      },
    };
    const step = {
      name: "[3/4] RUN two three",
      logTail: [],
      file: "Dockerfile",
      ...findInstruction(text, "[3/4] RUN two   three")!,
    };
    const details = { status: 500, explanation: "x", method: "POST", path: "/build" };
    const failure = new BuildError("Cannot build", details, 1, step);
    const output = new Kept(false);
    await assert.rejects(renderProgress(streamOf([record], failure), { output }), failure);
    assert.equal(
      output.text,
      `WARNING: careful (Dockerfile:2)
Dockerfile:2
--------------------
   1 |     FROM base
   2 | >>> RUN one
   3 |     RUN two \\
   4 |       three
   5 |     RUN four
--------------------
Dockerfile:3
--------------------
   1 |     FROM base
   2 |     RUN one
   3 | >>> RUN two \\
   4 | >>>   three
   5 |     RUN four
--------------------
`,
    );
  });

  it("fits into a small terminal: steps that have ended go first", () => {
    const small = screens(BUILD, 50, 6).at(-2)!.split("\n");
    assert.deepEqual(small, [
      "[+] Building 3.3s (2/3)",
      " => => pushing layer 5MB / 10MB               0.8s",
      " => => # one",
      " => => # two",
      " => => # over",
    ]);
    const middle = screens(BUILD, 50, 8).at(-2)!.split("\n");
    assert.equal(middle.length, 7);
    assert.match(middle[1]!, /CACHED \[1\/2\] FROM base/);
  });
});

/** An output that keeps what is written. */
class Kept implements ProgressOutput {
  readonly isTerminal: boolean;
  text = "";
  constructor(isTerminal: boolean) {
    this.isTerminal = isTerminal;
  }
  columns(): number {
    return 60;
  }
  rows(): number {
    return 24;
  }
  write(text: string): void {
    this.text += text;
  }
}

function streamOf<T>(items: T[], failure?: Error): ReadableStream<T> {
  return new ReadableStream({
    pull(controller): void {
      if (items.length > 0) controller.enqueue(items.shift()!);
      else if (failure !== undefined) controller.error(failure);
      else controller.close();
    },
  }, { highWaterMark: 0 });
}

describe("renderProgress()", () => {
  const all = [...BUILD, ...BUILD_END];
  const bytes = new TextEncoder().encode(all.map((one) => `${JSON.stringify(one)}\r\n`).join(""));
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += 100) chunks.push(bytes.subarray(at, at + 100));
  for (const [kind, items] of [["records", all], ["bytes", chunks]] as const) {
    it(`reads ${kind} to their end and resolves with what came of them`, async () => {
      const output = new Kept(false);
      const source = streamOf<unknown>([...items]) as ReadableStream<ProgressRecord>;
      assert.deepEqual(await renderProgress(source, { output }), {
        aux: [{ ID: "sha256:1" }],
      });
      assert.equal(output.text, plain(all));
    });
  }

  it("reads records onto a terminal", async () => {
    const output = new Kept(true);
    await renderProgress(streamOf(all), { output });
    const screen = new Screen();
    screen.write(output.text);
    assert.match(screen.text, /^\[\+\] Building 4\.0s \(3\/3\) FINISHED\n/);
  });

  describe("draws what came before a failure, and rejects with it", () => {
    for (const isTerminal of [true, false]) {
      it(isTerminal ? "on a terminal" : "in a file", async () => {
        const failure = new BuildError("Cannot build", {
          status: 3,
          explanation: "no",
          method: "POST",
          path: "/build",
        });
        const output = new Kept(isTerminal);
        const stream = streamOf<ProgressRecord>([{ stream: "Step 1" }], failure);
        await assert.rejects(
          () => renderProgress(stream, { output }),
          (error) => error === failure,
        );
        assert.equal(output.text, "Step 1\n");
      });
    }

    it("that is a record", async () => {
      const output = new Kept(false);
      await renderProgress(streamOf<ProgressRecord>([{ errorDetail: { message: "full" } }]), {
        output,
      });
      assert.equal(output.text, "ERROR: full\n");
    });
  });

  it("gives the stream up when it cannot be drawn", async () => {
    let cancelled = false;
    const stream = new ReadableStream<ProgressRecord>({
      pull(controller): void {
        controller.enqueue({ stream: "x\n" });
      },
      cancel(): void {
        cancelled = true;
      },
    });
    const output = Object.assign(new Kept(false), {
      write: () => Promise.reject(new Error("broken pipe")),
    });
    await assert.rejects(() => renderProgress(stream, { output }), { message: "broken pipe" });
    assert.ok(cancelled);
  });

  it("draws running times again while nothing is told", async () => {
    const output = new Kept(true);
    let enough = (): void => {};
    const waited = new Promise<void>((resolve) => enough = resolve);
    const write = output.write.bind(output);
    let writes = 0;
    output.write = (text) => {
      write(text);
      if (++writes === 3) enough();
    };
    async function* records(): AsyncGenerator<ProgressRecord> {
      yield* BUILD;
      await waited;
    }
    await renderProgress(records(), { output });
    assert.ok(writes >= 3);
  });

  it("draws on the process's own outputs", async () => {
    await renderProgress(streamOf<ProgressRecord>([{ stream: "" }]), { output: "stdout" });
    await renderProgress(streamOf<ProgressRecord>([]));
  });
});
