/** Values of the language and the runtime where fields are meant: none may pass for an empty object. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as api from "../../src/api/mod.ts";
import { findDeclarations, optionsByFunction } from "../operation/declarations.ts";
import { refuses } from "./recorded.ts";
import { CALLS } from "./every_call.ts";
import { recordingEngine } from "./recording_engine.ts";

const ODD: [name: string, value: unknown][] = [
  ["a Map", new Map([["a", "b"]])],
  ["a Set", new Set(["a"])],
  ["URLSearchParams", new URLSearchParams("a=b")],
  ["Headers", new Headers({ a: "b" })],
  ["a boxed string", Object("ab")],
  ["a boxed boolean", Object(true)],
  ["a boxed number", Object(5)],
  ["a RegExp", /x/],
  ["an Error", new Error("x")],
  ["a WeakMap", new WeakMap()],
  ["an iterator", [].values()],
  // deno-lint-ignore no-sparse-arrays
  ["a list with a gap", [, "a"]],
  ["NaN", NaN],
];
/** What takes bytes in pieces, where a generator is refused only as it is read. */
const DATA = ["build.fileobj", "importImage.src"];
const declared = optionsByFunction(await findDeclarations());

describe("an option refuses what is no object of fields", () => {
  for (const name of Object.keys(CALLS)) {
    const { options = new Map(), fields = new Map() } = declared.get(name) ?? {};
    for (const [option, { convert }] of [...options, ...fields]) {
      if (DATA.includes(`${name}.${option}`) || option === "extra" || convert.length < 2) continue;
      it(`${name}'s ${option}`, () => {
        for (const [odd, value] of ODD) {
          assert.throws(() => convert(value, option), Error, odd);
        }
      });
    }
    // Spelt as the Engine spells it, what holds nothing is one of the zeros of an inspection.
    const spelt = [...fields].find(([field, { details }]) =>
      /^[A-Z]/.test(field) && details.isAnswer !== true
    )?.[0];
    if (spelt === undefined) continue;
    it(`${name}'s ${spelt}, as the Engine spells it`, async () => {
      for (const [odd, value] of ODD) {
        const { engine, requests } = recordingEngine("1.51");
        await assert.rejects(
          async () => await CALLS[name]!(engine, { [spelt]: value } as never),
          Error,
          odd,
        );
        engine.close();
        assert.deepEqual(requests, [], odd);
      }
    });
  }
});

describe("a body holds nothing that JSON would lose", () => {
  const named = 'Cannot create a container of image "app"';
  refuses([
    [
      "TypeError",
      `${named}: "StopTimeout" is NaN, which JSON cannot hold`,
      (e) => api.createContainerFromConfig(e, { Image: "app", StopTimeout: NaN }),
    ],
    [
      "TypeError",
      `${named}: "a" is a bigint, which JSON cannot hold`,
      (e) => api.createContainerFromConfig(e, { Image: "app", Labels: { a: 5n as never } }),
    ],
    [
      "TypeError",
      `${named}: "New" is a Map, which JSON cannot hold`,
      (e) => api.createContainer(e, "app", { extra: { New: new Map() } }),
    ],
    [
      "TypeError",
      `${named}: "a" has half a surrogate pair, which JSON cannot hold`,
      (e) => api.createContainer(e, "app", { labels: { a: "\ud800" }, useConfigProxy: false }),
    ],
    [
      "TypeError",
      'Cannot use filters: "0" has half a surrogate pair, which JSON cannot hold',
      (e) => api.pruneContainers(e, { filters: { label: "\udfff" } }),
    ],
    [
      "TypeError",
      'Cannot use buildargs: "A" has half a surrogate pair, which JSON cannot hold',
      (e) => api.build(e, { path: "https://host/x.tar", buildargs: { A: "\ud800" } }),
    ],
  ]);
});
