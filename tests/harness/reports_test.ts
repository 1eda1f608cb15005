import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  readBunReport,
  readDenoReport,
  readNodeReport,
  type Report,
  type Result,
} from "./reports.ts";
import { buildTable } from "./build_report.ts";
import { findFaults } from "./runtimes.ts";
import { Totals } from "./totals.ts";

function brief(report: Report): string[] {
  return report.results.map((result) => `${result.status}: ${result.name}`);
}

describe("readDenoReport()", () => {
  const report = readDenoReport(`<?xml version="1.0"?>
<testsuites><testsuite name="./a_test.ts">
  <testcase name="top" classname="./a_test.ts" time="1.5">
  </testcase>
  <testcase name="later" classname="./a_test.ts">
    <skipped/>
  </testcase>
  <testcase name="suite" classname="./a_test.ts" time="0.25">
    <failure message="1 test step failed">1 test step failed.</failure>
  </testcase>
  <testcase name="hooked" classname="./b_test.ts">
    <failure message="Uncaught Error: hook">Error: hook</failure>
  </testcase>
</testsuite><testsuite name="ext:deno_node/testing.ts">
  <testcase name="suite &gt; inner" classname="ext:deno_node/testing.ts" time="0.125">
  </testcase>
  <testcase name="suite &gt; bad" classname="ext:deno_node/testing.ts">
    <failure message="Uncaught Error: 1 &lt; 2">Error: 1 &lt; 2
at x</failure>
  </testcase>
  <testcase name="suite &gt; nested" classname="ext:deno_node/testing.ts"></testcase>
  <testcase name="suite &gt; nested &gt; deep" classname="ext:deno_node/testing.ts"></testcase>
</testsuite></testsuites>`);

  it("counts tests, not suites, and a suite whose hook failed", () => {
    assert.deepEqual(brief(report), [
      "passed: top",
      "skipped: later",
      "failed: hooked",
      "passed: suite > inner",
      "failed: suite > bad",
      "passed: suite > nested > deep",
    ]);
    assert.equal(report.results[4]?.message, "Error: 1 < 2\nat x");
  });

  it("knows the files of suites too", () => {
    assert.deepEqual([...new Set(report.files)], [
      "./a_test.ts",
      "./b_test.ts",
      "ext:deno_node/testing.ts",
    ]);
    assert.deepEqual([...report.seconds], [["./a_test.ts", 1.75], ["./b_test.ts", 0]]);
  });
});

describe("readBunReport()", () => {
  it("counts tests and names their suites from the outside", () => {
    const report = readBunReport(
      `<testsuites><testsuite name="a_test.ts" file="a_test.ts" tests="3" time="1.5">
  <testcase name="top" classname="" file="a_test.ts" />
  <testcase name="todo" classname="" file="a_test.ts"><skipped message="TODO" /></testcase>
  <testsuite name="suite" file="a_test.ts" time="0.5"><testsuite name="nested">
    <testcase name="deep" classname="nested &gt; suite" file="a_test.ts">
      <failure type="Error" message="boo">Error: boo&#10;at y</failure>
    </testcase></testsuite></testsuite></testsuite></testsuites>`,
    );
    assert.deepEqual(brief(report), [
      "passed: top",
      "skipped: todo",
      "failed: suite > nested > deep",
    ]);
    assert.equal(report.results[2]?.message, "Error: boo\nat y");
    assert.deepEqual([...report.seconds], [["a_test.ts", 1.5]]);
  });
});

describe("readNodeReport()", () => {
  it("counts tests, skipped suites, failed hooks and files that do not load", () => {
    const lines = [
      { kind: "start", name: "suite", nesting: 0, file: "a.ts" },
      { kind: "start", name: "inner", nesting: 1, file: "a.ts" },
      { kind: "pass", name: "inner", nesting: 1, file: "shared.mjs", duration: 40 },
      { kind: "start", name: "bad", nesting: 1, file: "a.ts" },
      { kind: "fail", name: "bad", nesting: 1, file: "a.ts", message: "Error: no" },
      { kind: "fail", name: "suite", nesting: 0, file: "a.ts", failureType: "subtestsFailed" },
      { kind: "pass", name: "good suite", nesting: 0, file: "a.ts", suite: true, duration: 250 },
      { kind: "pass", name: "left out", nesting: 0, file: "a.ts", suite: true, skipped: true },
      { kind: "fail", name: "hooked", nesting: 0, file: "a.ts", failureType: "hookFailed" },
      { kind: "fail", name: "b.mjs", nesting: 0, file: "b.mjs", message: "x", stderr: "why" },
      { kind: "pass", name: "c.mjs", nesting: 0, file: "c.mjs", duration: 500 },
    ].map((event) => JSON.stringify(event) + "\n").join("");
    const report = readNodeReport(lines);
    assert.deepEqual(brief(report), [
      "passed: suite > inner",
      "failed: suite > bad",
      "skipped: left out",
      "failed: hooked",
      "failed: the file as a whole",
    ]);
    assert.equal(report.results[4]?.message, "x\nwhy");
    assert.deepEqual([...new Set(report.files)], ["a.ts", "b.mjs"]);
    assert.deepEqual([...report.seconds], [["a.ts", 0.25], ["b.mjs", 0], ["c.mjs", 0.5]]);
  });
});

describe("findFaults()", () => {
  const passed: Result = { name: "x", file: "./tests/a_test.ts", status: "passed", message: "" };
  const report: Report = { results: [passed], files: ["./tests/a_test.ts"], seconds: new Map() };
  const output = (code: number, text = ""): { code: number; text: string; stdout: string } => {
    return { code, text, stdout: text };
  };

  it("finds nothing where every file reported and the runtime ended well", () => {
    assert.deepEqual(findFaults("deno", ["tests/a_test.ts"], report, output(0)), []);
  });

  it("fails a file without a test, with the end of the output", () => {
    const files = ["tests/a_test.ts", "tests/b_test.ts"];
    assert.deepEqual(findFaults("deno", files, report, output(0, "boom\n")), [
      {
        name: "the file reported no test",
        file: "tests/b_test.ts",
        status: "failed",
        message: "boom",
      },
    ]);
  });

  it("fails an exit code that no failed test explains", () => {
    const [fault] = findFaults("node", ["tests/a_test.ts"], report, output(-1, "killed"));
    assert.equal(fault?.name, "exit code -1 without a failed test");
    assert.equal(fault?.status, "failed");
  });

  it("fails once when the runtime was killed before its report", () => {
    const files = ["tests/a_test.ts", "tests/b_test.ts"];
    const faults = findFaults(
      "deno",
      files,
      { results: [], files: [], seconds: new Map() },
      output(-1, "hangs ..."),
    );
    assert.deepEqual(faults.map(({ name, message }) => [name, message]), [
      ["the runtime was killed before it reported anything", "hangs ..."],
    ]);
  });

  it("takes a file that Bun does not mention as skipped, unless something is unexplained", () => {
    const files = ["tests/a_test.ts", "tests/b_test.ts"];
    const failed: Report = { ...report, results: [{ ...passed, status: "failed" }] };
    const status = (code: number, of: Report, text = ""): (string | undefined)[] => {
      return findFaults("bun", files, of, output(code, text)).map((fault) => fault.status);
    };
    assert.deepEqual(status(0, report), ["skipped"]);
    assert.deepEqual(status(1, failed), ["skipped"]);
    assert.deepEqual(status(1, report), ["failed"]);
    assert.deepEqual(status(1, failed, "# Unhandled error between tests\n"), ["failed"]);
  });

  it("fails Bun's errors outside of tests", () => {
    const text = "# Unhandled error between tests\n";
    const [fault] = findFaults("bun", ["tests/a_test.ts"], report, output(1, text));
    assert.equal(fault?.name, "1 unhandled errors between tests");
  });
});

describe("Totals", () => {
  it("ends with 1 when nothing ran, something failed or the run stopped", () => {
    const log = console.log;
    const lines: string[] = [];
    console.log = (line: string) => void lines.push(line);
    try {
      assert.equal(new Totals().finish(), 1);
      const totals = new Totals();
      const result = { name: "x", file: "", message: "" };
      totals.add("deno", [{ ...result, status: "passed" }], 1);
      assert.equal(totals.finish(), 0);
      totals.add("bun", [{ ...result, status: "skipped" }, { ...result, status: "failed" }], 1);
      totals.addFailure("the run stopped", new Error("no"));
      assert.equal(totals.finish(), 1);
    } finally {
      console.log = log;
    }
    assert.equal(lines[0], "0 passed, 0 failed");
    assert.equal(lines[2], "1 passed, 0 failed");
    assert.equal(lines.at(-1), "1 passed, 2 failed, 1 skipped");
  });

  it("names the ten slowest files of all parts", () => {
    const log = console.log;
    const lines: string[] = [];
    const apart = new Totals();
    const totals = new Totals();
    console.log = (line: string) => void lines.push(line);
    try {
      const seconds = (name: string): [string, number][] =>
        [1, 2, 3, 4, 5, 6, 7, 8].map((number) => [`/x/tests/${name}${number}_test.mjs`, number]);
      apart.add("node, live", [], 36, new Map(seconds("live/b")));
      totals.add("node, unit", [], 36, new Map(seconds("a")));
      totals.merge(apart.report());
      totals.finish();
    } finally {
      console.log = log;
    }
    const rows = lines.slice(lines.indexOf("Slowest files:") + 1, -1);
    assert.deepEqual(rows.map((row) => Number(row.slice(0, 7))), [8, 8, 7, 7, 6, 6, 5, 5, 4, 4]);
    assert.equal(rows[0], "    8.0 s  tests/a8_test.ts (node, unit)");
    assert.equal(rows[1], "    8.0 s  tests/live/b8_test.ts (node, live)");
  });

  it("has one row for the shares of the same tests on the same engine", () => {
    const log = console.log;
    const lines: string[] = [];
    const totals = new Totals();
    const result = { name: "x", file: "", message: "" };
    console.log = (line: string) => void lines.push(line);
    try {
      for (const part of ["node, live 1/2", "bun, live", "node, soak", "node, live 2/2"]) {
        const apart = new Totals();
        apart.add(`${part} on Engine 20.10.24 (API 1.41)`, [
          { ...result, status: "passed" },
          { ...result, status: "skipped" },
        ], 1);
        totals.merge(apart.report());
      }
      totals.finish();
    } finally {
      console.log = log;
    }
    assert.deepEqual(lines.filter((line) => line.startsWith("| Engine")), [
      "| Engine 20.10.24 (API 1.41) | node | live | 2 | 0 | 2 |",
      "| Engine 20.10.24 (API 1.41) | bun | live | 1 | 0 | 1 |",
      "| Engine 20.10.24 (API 1.41) | node | soak | 1 | 0 | 1 |",
    ]);
    assert.equal(lines.at(-1), "4 passed, 0 failed, 4 skipped");
  });
});

describe("buildTable()", () => {
  it("has a line for each case and a column for each way; the last note counts", () => {
    const notes = [
      "secret\tunix\tfails",
      "secret\tunix\tworks",
      "output\tunix\trefused",
      "secret\ttcp\tfails",
    ];
    assert.deepEqual(buildTable(`${notes.join("\n")}\n`).map((line) => line.split(/ {2,}/)), [
      ["", "unix", "tcp"],
      ["secret", "works", "fails"],
      ["output", "refused", "-"],
    ]);
  });
});
