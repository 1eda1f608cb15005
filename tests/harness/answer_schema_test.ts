import assert from "node:assert/strict";
import { test } from "node:test";
import { AnswerSchema } from "./answer_schema.ts";

const schema = new AnswerSchema();

const ROWS: [type: string, value: unknown, faults: string[]][] = [
  ["IdResponse", { Id: "a" }, []],
  ["IdResponse", {}, ["IdResponse.Id is missing"]],
  ["IdResponse", { Id: 5 }, ["IdResponse.Id is 5"]],
  ["IdResponse", { Id: null }, ["IdResponse.Id is null"]],
  ["IdResponse", { Id: "a", New: 1 }, ["IdResponse.New is in no type: 1"]],
  ["IdResponse[]", [{ Id: "a" }, {}], ["IdResponse.Id is missing"]],
  ["FilesystemChange", { Path: "/a", Kind: 3 }, ["FilesystemChange.Kind is 3"]],
  ["DiskUsage", { Images: null, LayersSize: 1 }, []],
  ["DiskUsage", { Images: [{}].slice(1) }, []],
  ["DiskUsage", { Images: {} }, ["DiskUsage.Images is no list: {}"]],
  ["DiskUsage", { ImageUsage: { ActiveCount: "1" } }, ['DiskUsage.ImageUsage.ActiveCount is "1"']],
  ["Volume", { Labels: { a: 1 } }, ["Volume.Labels.a is 1"]],
  ["Nonsense", {}, ["there is no type Nonsense"]],
];

for (const [type, value, faults] of ROWS) {
  test(`AnswerSchema holds ${JSON.stringify(value)} against ${type}`, () => {
    const found = schema.check(type, value).filter((one) => {
      return type === "Volume" ? !one.endsWith(" is missing") : true;
    });
    assert.deepEqual(found, faults);
  });
}
