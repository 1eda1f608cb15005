import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { decodeBuildTrace, withTrace } from "../../src/build/trace.ts";
import { ProtocolError } from "../../src/errors.ts";
import { type Field, message, time, traceRecord } from "../harness/protobuf_writer.ts";

/** A record as BuildKit in Engine 20.10 sends it for a step that fails. */
const FAILED_STEP =
  "Co8CCkdzaGEyNTY6ZDNhMzk2ZDE0YWYwMzliYzg1YTk1OTllZTc2NjE1ZWU0NjdjYzEwNTViMDBmZGZhM2FjY2MxMDA3MTliMGFlMBJHc2hhMjU2OjFiNzEwZDdjMmIwNTgyMDVhNDg5MGNkNDhhNzJlODgxYjM5ZmFiODk2MzBiNGZkMDlmM2ZhMzc0NzAwN2RjMWUaGlsyLzJdIFJVTiBlY2hvIGJhZDsgZXhpdCAzKgwI6cGR2AYQ7/yUoAEyDAjpwZHYBhChk8L6ATpDZXhlY3V0b3IgZmFpbGVkIHJ1bm5pbmcgWy9iaW4vc2ggLWMgZWNobyBiYWQ7IGV4aXQgM106IGV4aXQgY29kZTogMw==";

const ALL: Field[] = [
  [1, [
    [1, "sha256:a"],
    [2, "sha256:b"],
    [2, "sha256:c"],
    [3, "[1/2] RUN größer"],
    [4, 1],
    [5, time(1_700_000_000, 500_000_000)],
    [6, time(1_700_000_002)],
    [7, "failed"],
    [8, [[1, "g"], [2, "group"], [3, 1]]],
    [99, "from the future"],
  ]],
  [1, [[1, "sha256:d"]]],
  [2, [
    [1, "layer"],
    [2, "sha256:a"],
    [3, "extracting"],
    [4, 5],
    [5, 5_000_000_000],
    [6, time(3)],
    [7, time(1)],
    [8, time(2, 250_000_000)],
  ]],
  [3, [[1, "sha256:a"], [2, time(4)], [3, 2], [4, new Uint8Array([0xc3])]]],
  [4, [
    [1, "sha256:a"],
    [2, 1],
    [3, "careful"],
    [4, "line one"],
    [4, "line two"],
    [5, "https://example.com/rule"],
    [6, [[1, "Dockerfile"], [2, "FROM x"]]],
    [7, [[1, [[1, 3], [2, 4]]], [2, [[1, 5], [2, 6]]]]],
  ]],
  [9, 1],
];

test("decodeBuildTrace() reads every part of a trace", () => {
  assert.deepEqual(decodeBuildTrace(message(ALL)), {
    vertexes: [{
      digest: "sha256:a",
      inputs: ["sha256:b", "sha256:c"],
      name: "[1/2] RUN größer",
      cached: true,
      started: 1_700_000_000.5,
      completed: 1_700_000_002,
      error: "failed",
      progressGroup: { id: "g", name: "group", weak: true },
    }, {
      digest: "sha256:d",
      inputs: [],
      name: "",
      cached: false,
      started: null,
      completed: null,
      error: "",
      progressGroup: null,
    }],
    statuses: [{
      id: "layer",
      vertex: "sha256:a",
      name: "extracting",
      current: 5,
      total: 5_000_000_000,
      timestamp: 3,
      started: 1,
      completed: 2.25,
    }],
    logs: [{ vertex: "sha256:a", timestamp: 4, stream: 2, data: new Uint8Array([0xc3]) }],
    warnings: [{
      vertex: "sha256:a",
      level: 1,
      short: "careful",
      detail: ["line one", "line two"],
      url: "https://example.com/rule",
      file: "Dockerfile",
      source: "FROM x",
      ranges: [{ startLine: 3, startCharacter: 4, endLine: 5, endCharacter: 6 }],
    }],
  });
});

test("decodeBuildTrace() refuses a trace cut anywhere, or reads what is whole of it", () => {
  const whole = message(ALL);
  let refusals = 0;
  for (let length = 0; length < whole.length; length++) {
    try {
      decodeBuildTrace(whole.subarray(0, length));
    } catch (error) {
      assert.ok(error instanceof ProtocolError, String(error));
      refusals++;
    }
  }
  // Only between the outermost fields is a cut no cut.
  assert.equal(refusals, whole.length - ALL.length);
});

describe("decodeBuildTrace() refuses fields of another type", () => {
  const refusals: [fields: Field[], problem: string][] = [
    [[[1, 5]], "Cannot read a message: a number is where bytes are due"],
    [[[1, [[1, 5]]]], "Cannot read a message: a number is where bytes are due"],
    [[[2, [[4, "x"]]]], "Cannot read a message: bytes are where a number is due"],
  ];

  for (const [fields, problem] of refusals) {
    it(`${JSON.stringify(fields)}: ${problem}`, () => {
      assert.throws(() => decodeBuildTrace(message(fields)), {
        name: "ProtocolError",
        message: problem,
      });
    });
  }
});

describe("withTrace() decodes the records that carry a trace and leaves all others alone", () => {
  for (
    const other of [{ stream: "x" }, { id: "moby.image.id", aux: { ID: "sha256:a" } }, {
      id: "moby.buildkit.trace",
      aux: { Digest: "x" },
    }]
  ) {
    it(`not ${JSON.stringify(other)}`, () => {
      assert.equal(withTrace(other), other);
    });
  }

  it("with their trace, and refuses what is not base64", () => {
    const record = { id: "moby.buildkit.trace", aux: FAILED_STEP };
    const { trace, ...rest } = withTrace(record);
    assert.deepEqual(rest, record);
    assert.ok(!("trace" in record));
    const [vertex] = trace!.vertexes;
    assert.equal(vertex!.name, "[2/2] RUN echo bad; exit 3");
    assert.equal(
      vertex!.error,
      "executor failed running [/bin/sh -c echo bad; exit 3]: exit code: 3",
    );
    assert.equal(Math.round((vertex!.completed! - vertex!.started!) * 1000), 189);
    assert.deepEqual(withTrace(traceRecord([])).trace, {
      vertexes: [],
      statuses: [],
      logs: [],
      warnings: [],
    });
    assert.throws(() => withTrace({ id: "moby.buildkit.trace", aux: "?" }), {
      name: "ProtocolError",
      message: "Cannot read a build trace: it is not base64",
    });
  });
});
