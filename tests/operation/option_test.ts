import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { integerFrom } from "../../src/convert/checks.ts";
import { inQueries, inQuery } from "../../src/operation/option.ts";

describe("inQueries()", () => {
  const { convert } = inQueries({
    cpus: inQuery("c", integerFrom(0)),
    nodes: inQuery("n", Number),
  });

  it("makes parameters of fields, and leaves out what is not given", () => {
    assert.deepEqual(convert({ cpus: 3, nodes: null }, "limits"), { c: 3 });
    assert.deepEqual(convert({ cpus: undefined, nodes: 0 }, "limits"), { n: 0 });
  });

  it("refuses what is no object, unknown fields and wrong values, by their path", () => {
    assert.throws(() => convert([3], "limits"), {
      name: "TypeError",
      message: "Cannot use limits [3]: expected an object",
    });
    assert.throws(() => convert({ node: null }, "limits"), {
      name: "TypeError",
      message: 'Cannot use limits: unknown option "node"; did you mean "nodes"?',
    });
    assert.throws(() => convert({ cpus: -1 }, "limits"), {
      name: "RangeError",
      message: "Cannot use limits.cpus -1: expected a whole number of at least 0",
    });
  });
});
