import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findFailedStep } from "../../src/build/failed_step.ts";
import { findInstruction } from "../../src/build/instruction.ts";
import { type Field, traceRecord } from "../harness/protobuf_writer.ts";

describe("findInstruction()", () => {
  const text = [
    "# syntax",
    "from base AS one",
    "",
    "RUN  first   \\",
    "  # a remark",
    "  && second \\",
    "",
    "  && third",
    "COPY . /x",
    "RUN last",
  ].join("\n");
  const cases: [step: string, lines: [number, number] | null][] = [
    ["[one 1/3] FROM base AS one", [2, 2]],
    ["[2/3] RUN first   && second   && third", [4, 8]],
    ["COPY . /x", [9, 9]],
    ["[3/3] RUN last", [10, 10]],
    ["[3/3] RUN other", null],
    ["exporting to image", null],
  ];
  for (const [step, lines] of cases) {
    it(`finds ${step}`, () => {
      const found = findInstruction(text, step);
      assert.deepEqual(found && [found.startLine, found.endLine], lines);
    });
  }
});

describe("findFailedStep()", () => {
  const vertex = (digest: string, name: string, error: string): Field => [
    1,
    [[1, digest], [3, name], [7, error]],
  ];
  const log = (digest: string, text: string): Field => [3, [[1, digest], [4, text]]];

  it("finds the step of BuildKit, what it printed last, and its lines", () => {
    const many = Array.from({ length: 30 }, (_, index) => `line ${index}\n`).join("");
    const records = [
      traceRecord([log("a", "of another\n"), log("b", many)]),
      traceRecord([
        vertex("a", "RUN a", "process: context canceled"),
        vertex("b", "[2/2] RUN make", "exit code: 3"),
      ]),
    ];
    const step = findFailedStep(records, { name: "Dockerfile", text: "FROM x\nRUN make\n" })!;
    assert.deepEqual([step.name, step.file, step.startLine], ["[2/2] RUN make", "Dockerfile", 2]);
    assert.equal(step.logTail.length, 20);
    assert.equal(step.logTail.at(-1), "line 29");
    assert.deepEqual(step.source.map(({ number, isMeant }) => [number, isMeant]), [[1, false], [
      2,
      true,
    ]]);
    assert.deepEqual(findFailedStep(records, null)!.startLine, null);
  });

  it("finds the step of the old builder", () => {
    const stream = (text: string): object => ({ stream: text });
    const records = [
      stream("Step 1/2 : FROM x\n"),
      stream(" ---> 0123\n"),
      stream("Step 2/2 : RUN make\n"),
      stream(" ---> Running in 0123\n"),
      stream("oops\n"),
    ];
    const step = findFailedStep(records, { name: "Dockerfile", text: "FROM x\nRUN make\n" })!;
    assert.deepEqual([step.name, step.logTail, step.startLine], ["RUN make", ["oops"], 2]);
    assert.equal(findFailedStep([{ error: "x" }], null), null);
  });
});
