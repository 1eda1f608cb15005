import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { parseConfigFile } from "../../src/auth/config_file.ts";
import { withNames } from "../../src/auth/names.ts";
import type { AuthConfig } from "../../src/types/registry.ts";

const HUB = "https://index.docker.io/v1/";
const base64 = (text: string): string => Buffer.from(text, "utf8").toString("base64");

/** The credentials of a file, as an object. */
function auths(text: string): Record<string, AuthConfig> {
  return Object.fromEntries(parseConfigFile(text, "config.json").auths);
}

describe("parseConfigFile()", () => {
  test("reads what matters and leaves the rest", () => {
    const config = parseConfigFile(
      JSON.stringify({
        auths: { "registry.example:5000": { auth: base64("me:p:a/ss") } },
        credHelpers: { "gcr.io": "gcloud", "https://index.docker.io/v1/": "pass" },
        credsStore: "secretservice",
        HttpHeaders: { "X-Team": "blue" },
        currentContext: "remote",
        detachKeys: "ctrl-e,e",
        plugins: { a: { b: "c" } },
      }),
      "config.json",
    );
    assert.deepEqual(Object.fromEntries(config.auths), {
      "registry.example:5000": {
        username: "me",
        password: "p:a/ss",
        serveraddress: "registry.example:5000",
      },
    });
    assert.deepEqual(Object.fromEntries(config.credHelpers), { "gcr.io": "gcloud", [HUB]: "pass" });
    assert.equal(config.credsStore, "secretservice");
    assert.deepEqual(config.httpHeaders, { "X-Team": "blue" });
    assert.equal(config.currentContext, "remote");
  });

  describe("takes an empty file and empty settings for none", () => {
    for (
      const text of ["", " \n", "{}", "null", '{"auths":null,"credsStore":"","currentContext":""}']
    ) {
      it(JSON.stringify(text), () => {
        const config = parseConfigFile(text, "config.json");
        assert.equal(config.auths.size + config.credHelpers.size, 0);
        assert.deepEqual(
          [config.credsStore, config.currentContext, config.httpHeaders],
          [undefined, undefined, {}],
        );
      });
    }
  });

  test("reads names and passwords beyond ASCII, and cuts the zeros that some programs add", () => {
    const text = JSON.stringify({ auths: { a: { auth: base64("jürgen:pass€\0\0") } } });
    assert.deepEqual(auths(text).a, { username: "jürgen", password: "pass€", serveraddress: "a" });
  });

  test("reads identity and registry tokens, which stand for the password", () => {
    const entry = { auth: base64("me:"), identitytoken: "itoken", email: "me@example" };
    assert.deepEqual(auths(JSON.stringify({ auths: { a: entry, b: { registrytoken: "rt" } } })), {
      a: { identitytoken: "itoken", serveraddress: "a", email: "me@example" },
      b: { registrytoken: "rt", serveraddress: "b" },
    });
  });

  test("reads names and passwords that are written out", () => {
    const text = JSON.stringify({ auths: { a: { username: "me", password: "p" } } });
    assert.deepEqual(auths(text).a, { username: "me", password: "p", serveraddress: "a" });
  });

  test("leaves out entries without credentials, as they stand where a helper has them", () => {
    assert.deepEqual(auths('{"auths":{"a":{},"b":{"auth":""},"c":{"email":"x"}}}'), {});
  });

  test("knows one registry by all its names, and prefers the entry that is spelt as the key", () => {
    const entry = (name: string) => ({ auth: base64(`${name}:x`) });
    const names = (file: unknown) => {
      const found = Object.entries(auths(JSON.stringify({ auths: file })));
      return found.map(([key, { username }]) => [key, username]);
    };
    assert.deepEqual(names({ "docker.io": entry("a"), [HUB]: entry("b") }), [[HUB, "b"]]);
    assert.deepEqual(names({ [HUB]: entry("b"), "docker.io": entry("a") }), [[HUB, "b"]]);
    assert.deepEqual(
      names({ "https://reg/v1/": entry("a"), "reg": entry("b"), "http://reg": entry("c") }),
      [["reg", "b"]],
    );
    assert.deepEqual(names({ "https://reg/v1/": entry("a"), "http://reg": entry("c") }), [
      ["reg", "a"],
    ]);
  });

  test("reads the file of old: credentials alone, as JSON or as lines", () => {
    const auth = base64("me:p");
    assert.deepEqual(auths(JSON.stringify({ "https://reg/v1/": { auth, email: "me@x" } })), {
      reg: { username: "me", password: "p", serveraddress: "reg", email: "me@x" },
    });
    assert.deepEqual(auths(`auth = ${auth}\nemail = me@x\n`), {
      [HUB]: { username: "me", password: "p", serveraddress: HUB, email: "me@x" },
    });
  });

  const wrong: [text: string, problem: string][] = [
    ["{", "it is not JSON"],
    ["auth = !\n", "it is not JSON"],
    ["auth = eDp5\nother = 1\n", "it is not JSON"],
    ["[]", "expected an object"],
    ["3", "expected an object"],
  ];
  for (const [text, problem] of wrong) {
    test(`refuses ${text.trim()}`, () => {
      assert.throws(() => parseConfigFile(text, "/x/config.json"), {
        name: "InvalidConfigFile",
        message: `Cannot read the configuration file "/x/config.json": ${problem}`,
      });
    });
  }
});

describe("what of a configuration cannot be used", () => {
  const rows: [text: string, problem: string][] = [
    ['{"auths":[]}', "expected auths to be an object"],
    ['{"auths":{"a":"secret"}}', 'expected auths["a"] to be an object'],
    [
      '{"auths":{"a":{"auth":"s e c r e t"}}}',
      'the auth of auths["a"] is not base64 of name:password',
    ],
    [
      `{"auths":{"a":{"auth":"${base64("nocolon")}"}}}`,
      'the auth of auths["a"] is not base64 of name:password',
    ],
    [
      `{"auths":{"a":{"auth":"${base64(":nouser")}"}}}`,
      'the auth of auths["a"] is not base64 of name:password',
    ],
    [
      '{"auths":{"a":{"auth":"/////w=="}}}',
      'the auth of auths["a"] is not base64 of name:password',
    ],
    ['{"credHelpers":{"a":1}}', 'expected credHelpers["a"] to be a string'],
    ['{"credsStore":1}', "expected credsStore to be a string"],
    ['{"HttpHeaders":{"a":["b"]}}', 'expected HttpHeaders["a"] to be a string'],
    ['{"currentContext":{}}', "expected currentContext to be a string"],
  ];
  for (const [text, problem] of rows) {
    test(`costs nothing else: ${text}`, () => {
      const good = { auths: { good: { auth: base64("me:p") } }, HttpHeaders: { X: "1" } };
      const bad = JSON.parse(text);
      const both = { ...good, ...bad };
      if (!Array.isArray(bad.auths)) both.auths = { ...bad.auths, ...good.auths };
      if (bad.HttpHeaders) both.HttpHeaders = { ...bad.HttpHeaders, ...good.HttpHeaders };
      const config = parseConfigFile(JSON.stringify(both), "/x/config.json");
      assert.deepEqual(config.faults, [
        `Cannot read the configuration file "/x/config.json": ${problem}`,
      ]);
      assert.deepEqual(config.httpHeaders, { X: "1" });
      assert.deepEqual([...config.auths.keys()], Array.isArray(bad.auths) ? [] : ["good"]);
      assert.equal(config.credsStore, undefined);
      assert.equal(config.currentContext, undefined);
      assert.equal(config.credHelpers.size, 0);
    });
  }

  test("a null entry is an empty one", () => {
    const text = JSON.stringify({ auths: { a: null, b: { auth: base64("me:p") } } });
    const { auths, faults } = parseConfigFile(text, "x");
    assert.deepEqual([[...auths.keys()], faults], [["b"], []]);
  });
});

test("withNames() takes base64 of both apart where the name is not given", () => {
  const auth = base64("me:p");
  assert.deepEqual(withNames({ auth, email: "x" }), { email: "x", username: "me", password: "p" });
  assert.deepEqual(withNames({ auth, username: "other" }), { auth, username: "other" });
  assert.deepEqual(withNames({ auth: "!" }), { auth: "!" });
  assert.deepEqual(withNames({}), {});
});
