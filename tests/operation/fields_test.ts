import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CONTAINER_FIELDS } from "../../src/api/containers/container_config.ts";
import {
  integerFrom,
  listOf,
  oneOf,
  toBoolean,
  toRecord,
  toText,
} from "../../src/convert/checks.ts";
import {
  engineField,
  type ExtraFields,
  type Fields,
  fieldsOf,
  inBody,
  RETURNED_FIELD,
} from "../../src/operation/fields.ts";
import { refuseMisspelt } from "../../src/operation/misspelt_fields.ts";
import { assertRefused, refuses } from "../convert/refusals.ts";

interface Options extends ExtraFields {
  name?: string | null;
  count?: number | null;
  color?: string | null;
  fresh?: boolean | null;
}

const DECLARED = {
  name: inBody("Name", toText),
  count: inBody("Inner.Count", integerFrom(1, 10)),
  color: inBody("Inner.Color", oneOf("red", "blue"), { words: { blue: { since: "1.30" } } }),
  fresh: inBody("Fresh", toBoolean, { since: "1.41", zeroAsks: true }),
  Other: engineField(toText),
  "Inner.More": engineField(integerFrom(0), { until: "1.40", instead: "count" }),
};
const FIELDS: Fields<Options> = fieldsOf<Options>(DECLARED);

function fields(options: unknown): object {
  const target = {};
  FIELDS.set(target, "Cannot make a thing", options as object);
  return target;
}

describe("Fields.set()", () => {
  const accepted: [does: string, options: unknown, body: object][] = [
    ["leaves out what is undefined or null", { name: undefined, count: null }, {}],
    ["takes null for no options", null, {}],
    ["converts and nests", { name: "x", count: 5 }, { Name: "x", Inner: { Count: 5 } }],
    ["takes the Engine's spelling", { Name: "x", Other: "y" }, { Name: "x", Other: "y" }],
    [
      "merges what lies beside each other",
      { count: 5, Inner: { More: 1 }, color: "red" },
      { Inner: { Count: 5, More: 1, Color: "red" } },
    ],
    [
      "passes the Engine's zeros and nulls without a check",
      { Name: "", Inner: { Count: 0, Color: "" }, Other: null },
      { Name: "", Inner: { Count: 0, Color: "" }, Other: null },
    ],
    ["adds what only the Engine knows", { extra: { Tomorrow: { A: 1 } } }, { Tomorrow: { A: 1 } }],
  ];
  for (const [does, options, body] of accepted) {
    it(does, () => assert.deepEqual(fields(options), body));
  }

  it("leaves the caller's objects as they are", () => {
    const options = { Inner: { More: 1 }, count: 5 };
    fields(options);
    assert.deepEqual(options, { Inner: { More: 1 }, count: 5 });
  });

  it("takes a name of Object's prototype for unknown, and sets no prototype", () => {
    const extra = JSON.parse('{"__proto__":{"Admin":true}}');
    const body = fields({ extra });
    assert.equal((body as { Admin?: boolean }).Admin, undefined);
    assert.deepEqual(Object.keys(body), ["__proto__"]);
  });

  const unknown = "Cannot make a thing: unknown option";
  const refused: [options: unknown, name: string, message: string][] = [
    [{ nmae: "x" }, "TypeError", `${unknown} "nmae"; did you mean "name"?`],
    [{ NAME: "x" }, "TypeError", `${unknown} "NAME"; did you mean "Name"?`],
    [
      { toString: 1 },
      "TypeError",
      `${unknown} "toString"; it takes name, count, color, fresh`,
    ],
    [
      { Inner: { Cuont: 1 } },
      "TypeError",
      `${unknown} "Inner.Cuont"; did you mean "Count"?`,
    ],
    ["x", "TypeError", "Cannot make a thing: expected an object of options, not a string"],
    [[], "TypeError", "Cannot make a thing: expected an object of options, not []"],
    [{ name: 5 }, "TypeError", "Cannot use name 5: expected a string"],
    [{ Name: 5 }, "TypeError", "Cannot use Name 5: expected a string"],
    [{ count: 11 }, "RangeError", "Cannot use count 11: expected a whole number from 1 to 10"],
    [
      { Inner: { Count: 11 } },
      "RangeError",
      "Cannot use Inner.Count 11: expected a whole number from 1 to 10",
    ],
    [{ count: 1.5 }, "TypeError", "Cannot use count 1.5: expected a whole number"],
    [{ color: "green" }, "RangeError", 'Cannot use color "green": expected one of "red", "blue"'],
    [
      { name: "x", Name: "y" },
      "TypeError",
      'Cannot make a thing: "name" and "Name" set the same field; give one of them',
    ],
    [
      { extra: [] },
      "TypeError",
      "Cannot make a thing: expected extra to be an object of the Engine's own fields",
    ],
    [
      { name: "x", extra: { Name: "y" } },
      "TypeError",
      'Cannot make a thing: "Name" is in extra and among the options; give one',
    ],
  ];
  for (const [options, name, message] of refused) {
    it(`refuses ${JSON.stringify(options)}`, () => {
      assertRefused(() => fields(options), name, message);
    });
  }

  describe("names the place within a list", () => {
    refuses([
      [
        () => listOf(toText)(["a", 5], "list"),
        "TypeError",
        "Cannot use list[1] 5: expected a string",
      ],
      [() => listOf(toText)("a", "list"), "TypeError", 'Cannot use list "a": expected a list'],
    ]);
  });
});

/** A thing as an inspection returns it. */
const RETURNED: Fields<Options> = fieldsOf<Options>({
  ...DECLARED,
  // The specification's name for it.
  Title: inBody("Name", toText),
  Id: RETURNED_FIELD,
  Address: engineField(toText, {
    since: "1.44",
    isReturned: (holder) => Object.hasOwn(holder, "Place"),
  }),
  Place: engineField(toText),
  Parts: engineField(listOf(toRecord), { each: fieldsOf<object>({ Kind: engineField(toText) }) }),
  Job: engineField(toRecord, { since: "1.41", zeroAsks: true }),
  Safety: engineField(toRecord, { since: "1.29" }),
});

describe("what an inspection returned", () => {
  it("leaves out what only answers have, and puts other names for a field in its place", () => {
    const target = {};
    RETURNED.set(target, "Cannot make a thing", { Id: "x", Title: "y", Other: "z" });
    assert.deepEqual(target, { Name: "y", Other: "z" });
  });

  it("asks for nothing where the object around it says so", () => {
    RETURNED.require("Cannot do it", "1.41", { Address: "a", Place: "" });
    assert.throws(() => RETURNED.require("Cannot do it", "1.41", { Address: "a" }), {
      name: "InvalidVersion",
      message: 'Cannot do it: field "Address" needs API version 1.44, and 1.41 is in use',
    });
  });

  describe("asks for nothing by an object of zeros, but by an empty one where that is a choice", () => {
    for (const body of [{ Safety: { A: null, B: { C: "x" } } }, { Job: {} }]) {
      it(`not by ${JSON.stringify(body)}`, () => {
        assert.throws(() => RETURNED.require("Cannot do it", "1.28", body), /needs API version/);
      });
    }

    it("by an object of zeros", () => {
      RETURNED.require("Cannot do it", "1.28", { Safety: { A: null, B: { C: "" } } });
    });
  });

  const misspelt: [value: object, message: string | null][] = [
    [{ Name: "x", Inner: { Count: 1 }, Parts: [{ Kind: "a" }] }, null],
    [{ Name: "x", Later: 1, Inner: { Newer: 1 }, Parts: [{ Newest: "a" }] }, null],
    [{ Nmae: "x" }, 'Cannot do it: unknown field "Nmae"; did you mean "Name"?'],
    [{ Inner: { count: 1 } }, 'Cannot do it: unknown field "Inner.count"; did you mean "Count"?'],
    [
      { Parts: [{ Kind: "a" }, { Knid: "b" }] },
      'Cannot do it: Parts: unknown field "Knid"; did you mean "Kind"?',
    ],
  ];
  for (const [value, message] of misspelt) {
    it(`${message === null ? "passes" : "refuses"} ${JSON.stringify(value)} as a whole`, () => {
      const check = (): void => refuseMisspelt(RETURNED, "Cannot do it", value);
      if (message === null) check();
      else assert.throws(check, { name: "TypeError", message });
    });
  }
});

describe("Fields.require()", () => {
  const action = "Cannot do it";
  const cases: [does: string, fields: Fields, version: string, body: object, message?: string][] = [
    [
      "refuses what is too new, by option and field",
      FIELDS,
      "1.40",
      { Fresh: true },
      'option "fresh" (Fresh) needs API version 1.41, and 1.40 is in use',
    ],
    [
      "refuses false where it asks for something",
      FIELDS,
      "1.40",
      { Fresh: false },
      'option "fresh" (Fresh) needs API version 1.41, and 1.40 is in use',
    ],
    ["lets it pass from its version on", FIELDS, "1.41", { Fresh: true }],
    ["compares versions as numbers", FIELDS, "1.100", { Fresh: true }],
    [
      "refuses what is gone, with the way out",
      FIELDS,
      "1.41",
      { Inner: { More: 1 } },
      'field "Inner.More" is known up to API version 1.40 only, and 1.41 is in use; use count',
    ],
    ["lets the zero of what is gone pass", FIELDS, "1.41", { Inner: { More: 0 } }],
    [
      "refuses a word that is too new",
      FIELDS,
      "1.29",
      { Inner: { Color: "blue" } },
      'option "color" (Inner.Color=blue) needs API version 1.30, and 1.29 is in use',
    ],
    ["lets older words pass", FIELDS, "1.29", { Inner: { Color: "red" } }],
    ["lets unknown fields pass", FIELDS, "1.24", { Tomorrow: 1 }],
    [
      "looks into nested fields",
      CONTAINER_FIELDS,
      "1.24",
      { HostConfig: { Init: true } },
      'option "init" (HostConfig.Init) needs API version 1.25, and 1.24 is in use',
    ],
    [
      "looks into lists",
      CONTAINER_FIELDS,
      "1.41",
      { HostConfig: { Mounts: [{ Type: "volume" }, { Type: "image", Source: "busybox" }] } },
      "(HostConfig.Mounts[1].Type=image) needs API version 1.48, and 1.41 is in use",
    ],
    [
      "looks into maps",
      CONTAINER_FIELDS,
      "1.43",
      {
        NetworkingConfig: {
          EndpointsConfig: { front: {}, back: { MacAddress: "02:42:ac:11:00:02" } },
        },
      },
      'option "macAddress" (NetworkingConfig.EndpointsConfig.back.MacAddress) needs API version 1.44, and 1.43 is in use',
    ],
    [
      "lets zeros pass that an inspection returned",
      CONTAINER_FIELDS,
      "1.56",
      { MacAddress: "", HostConfig: { KernelMemory: 0, Capabilities: [], LxcConf: [] } },
    ],
    [
      "says what takes the place of what is gone",
      CONTAINER_FIELDS,
      "1.52",
      { MacAddress: "02:42:ac:11:00:02" },
      'option "macAddress" (MacAddress) is known up to API version 1.51 only, and 1.52 is in use; use the macAddress of an endpoint in networkingConfig',
    ],
  ];
  for (const [does, declared, version, body, message] of cases) {
    it(does, () => {
      const check = (): void => declared.require(action, version, body);
      if (message === undefined) return check();
      assert.throws(check, (error: unknown) => {
        assert.ok(error instanceof Error && error.name === "InvalidVersion");
        assert.ok(error.message.startsWith(`${action}: `), error.message);
        assert.ok(error.message.endsWith(message), error.message);
        return true;
      });
    });
  }

  for (const wrong of [null, "x", 5, [null], { a: null }]) {
    it(`bears ${JSON.stringify(wrong)} where an object or a list is expected`, () => {
      const bodies = [
        { HostConfig: wrong },
        { HostConfig: { Mounts: wrong }, NetworkingConfig: { EndpointsConfig: wrong } },
      ];
      for (const body of bodies) CONTAINER_FIELDS.require(action, "1.41", body);
    });
  }
});
