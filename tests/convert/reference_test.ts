import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { toPosixSignal } from "../../src/convert/posix_signal.ts";
import { toContainerId, toId, toVolumeName } from "../../src/convert/reference.ts";
import { assertRefused, type Refusal, refuses } from "./refusals.ts";

test("toId() reads ids, names and objects that have one", () => {
  assert.equal(toId("web", "container"), "web");
  assert.equal(toId(" web\n", "container"), "web");
  assert.equal(toId({ Id: "abc", Name: "/web" }, "container"), "abc");
  assert.equal(toId({ ID: "abc" }, "id"), "abc");
  assert.equal(
    toContainerId("/web", "container"),
    "web",
    "as lists and inspections name containers",
  );
  assert.equal(toContainerId({ Id: "abc" }, "container"), "abc");
  assert.equal(toVolumeName({ Name: "data" }, "name"), "data");
  assert.equal(toVolumeName("data", "name"), "data");
});

describe("toId() refuses nothing and blanks as NullResource, other types as TypeError", () => {
  const accepted = "expected an id or name, or an object with Id or ID";
  for (
    const [empty, problem, hint = ""] of [
      ["", ": it is empty; "],
      ["  ", ": it is empty; "],
      ["\t\n", ": it is empty; "],
      [{ Id: "" }, ": it is empty; "],
      [undefined, ": it is undefined; "],
      [null, ": it is null; "],
      [{}, " {}: ", "; options are the last argument, not the first"],
      [
        { Name: "web" },
        ' {"Name":"***"}: ',
        "; options are the last argument, not the first",
      ],
    ] as [unknown, string, string?][]
  ) {
    it(`refuses ${JSON.stringify(empty)}`, () => {
      assertRefused(
        () => toId(empty, "container"),
        "NullResource",
        `Cannot use container${problem}${accepted}${hint}`,
      );
    });
  }
  refuses([
    [
      () => toContainerId(" / ", "container"),
      "NullResource",
      `Cannot use container: it is empty; ${accepted}`,
    ],
    ...["a\0b", "a\r\nHost: x", "a\nb", "\x1b[31m", "a\x7f"].map((name): Refusal => [
      () => toContainerId({ Id: name }, "container"),
      "TypeError",
      `Cannot use container {"Id":"***"}: ${accepted}, without control characters`,
    ]),
    [
      () => toVolumeName("a\nb", "name"),
      "TypeError",
      'Cannot use name "a\\nb": expected a name, or an object with Name, without control characters',
    ],
    [() => toId(5, "container"), "TypeError", `Cannot use container 5: ${accepted}`],
    [() => toId({ Id: 5 }, "image"), "TypeError", `Cannot use image {"Id":5}: ${accepted}`],
    [() => toId(["a"], "image"), "TypeError", `Cannot use image ["***"]: ${accepted}`],
    [
      () => toVolumeName({ Id: "x" }, "name"),
      "NullResource",
      'Cannot use name {"Id":"***"}: expected a name, or an object with Name; ' +
      "options are the last argument, not the first",
    ],
  ]);
});

describe("toPosixSignal() reads names and numbers", () => {
  const signals: [unknown, string][] = [
    ["SIGTERM", "SIGTERM"],
    ["term", "term"],
    ["SIGRTMIN+3", "SIGRTMIN+3"],
    ["9", "9"],
    [15, "15"],
    [64, "64"],
  ];
  for (const [signal, text] of signals) {
    it(`reads ${JSON.stringify(signal)}`, () => {
      assert.equal(toPosixSignal(signal, "s"), text);
    });
  }
});

describe("toPosixSignal() refuses", () => {
  const accepted = 'expected a name such as "SIGTERM" or "term", or a number such as 15';
  refuses([
    [() => toPosixSignal("", "posixSignal"), "TypeError", `Cannot use posixSignal "": ${accepted}`],
    [
      () => toPosixSignal("a b", "posixSignal"),
      "TypeError",
      `Cannot use posixSignal "a b": ${accepted}`,
    ],
    [
      () => toPosixSignal(1.5, "posixSignal"),
      "TypeError",
      `Cannot use posixSignal 1.5: ${accepted}`,
    ],
    [() => toPosixSignal({}, "posixSignal"), "TypeError", `Cannot use posixSignal {}: ${accepted}`],
    [() => toPosixSignal(0, "s"), "RangeError", "Cannot use s 0: expected a signal from 1 to 64"],
    [() => toPosixSignal(-9, "s"), "RangeError", "Cannot use s -9: expected a signal from 1 to 64"],
    [
      () => toPosixSignal("65", "s"),
      "RangeError",
      'Cannot use s "65": expected a signal from 1 to 64',
    ],
  ]);
});
