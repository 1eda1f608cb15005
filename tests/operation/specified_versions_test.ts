import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compareVersions, NEWEST_VERSION } from "../../src/engine/version.ts";
import { Operation } from "../../src/operation/operation.ts";
import type { VersionRange } from "../../src/operation/versions.ts";
import { type Declaration, findDeclarations } from "./declarations.ts";

/**
 * What the specifications from 1.25 to 1.56 say: the operation, an option or a field of the body
 * (empty for the operation itself), first version, last version.
 */
const SPECIFIED: [operation: string, name: string, first: string, last?: string][] = [
  ["POST /build", "extraHosts", "1.28"],
  ["POST /build", "outputs", "1.40"],
  ["POST /build", "platform", "1.34"],
  ["POST /build", "target", "1.37"],
  ["POST /build", "version", "1.38"],
];

const declarations = await findDeclarations();

/** The ranges of an operation, by option and by the field of the body. */
function rangesOf(declared: Operation<object>): Map<string, VersionRange> {
  const ranges = new Map<string, VersionRange>([["", declared.details]]);
  for (const [name, { versions }] of Object.entries(declared.options)) ranges.set(name, versions);
  for (const [name, { path, details }] of Object.entries(declared.details.fields?.declared ?? {})) {
    ranges.set(name, details);
    if (path !== "") ranges.set(path, details);
  }
  return ranges;
}

function isOperation(one: Declaration): one is Declaration & { declared: Operation<object> } {
  return one.declared instanceof Operation;
}

const operations = declarations.filter(isOperation);

describe("declared versions", () => {
  for (const [operation, name, first, last] of SPECIFIED) {
    it(`of ${operation} ${name} agree with the Engine's specifications`, () => {
      const ranges = operations.filter(({ declared }) => declared.name === operation)
        .map(({ declared }) => rangesOf(declared).get(name))
        .filter((range) => range !== undefined);
      assert.ok(ranges.length > 0, `${operation} declares no ${name}`);
      for (const { since, until } of ranges) {
        // The Engine may have known it before its specification did, and never after.
        if (first !== "") assert.ok(since !== undefined && compareVersions(since, first) <= 0);
        assert.equal(until, last);
      }
    });
  }

  for (const { place, declared } of operations) {
    it(`of ${place} are well formed`, () => {
      for (const [name, { since = "1.0", until = NEWEST_VERSION }] of rangesOf(declared)) {
        assert.ok(compareVersions(since, until) <= 0, name);
        assert.ok(compareVersions(until, NEWEST_VERSION) <= 0, name);
      }
    });
  }
});
