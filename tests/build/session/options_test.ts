import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseOptionText } from "../../../src/build/option_text.ts";
import { toSecrets } from "../../../src/build/session/secret_options.ts";
import { toSshAgents } from "../../../src/build/session/ssh_options.ts";

describe("parseOptionText()", () => {
  it("reads pairs between commas, quoted ones too", () => {
    assert.deepEqual(parseOptionText("type=local,dest=out", "x"), { type: "local", dest: "out" });
    assert.deepEqual(parseOptionText('Id=a,"src=b,c ""d""",e=f=g,h=', "x"), {
      id: "a",
      src: 'b,c "d"',
      e: "f=g",
      h: "",
    });
  });

  it("refuses what has no key, and a quote without end", () => {
    assert.throws(() => parseOptionText("a=b,c", "outputs[0]"), {
      message: "Cannot use outputs[0]: its part 2 is not key=value",
    });
    assert.throws(() => parseOptionText('a=b,"c=d', "x"), /a quote does not end/);
    assert.throws(() => parseOptionText("=x", "x"), /is not key=value/);
    assert.throws(() => parseOptionText("", "x"), /is not key=value/);
  });
});

describe("toSecrets()", () => {
  const of = (value: unknown): unknown[] => [...toSecrets(value, "secrets")];
  const make = (): string => "x";

  it("takes an object by id, and the command line's strings", () => {
    const bytes = new Uint8Array(3);
    assert.deepEqual(
      of({
        a: "text",
        b: bytes,
        c: { file: "~/x" },
        d: { env: "D" },
        e: make,
        f: {},
        g: undefined,
      }),
      [
        ["a", "text"],
        ["b", bytes],
        ["c", { file: "~/x", env: undefined }],
        ["d", { file: undefined, env: "D" }],
        ["e", make],
        ["f", { file: undefined, env: undefined }],
      ],
    );
    assert.deepEqual(of(["id=a,src=x", "id=b,source=y", "type=env,id=c", "id=d,env=E", "id=e"]), [
      ["a", { file: "x" }],
      ["b", { file: "y" }],
      ["c", { env: "c" }],
      ["d", { env: "E" }],
      ["e", { file: undefined }],
    ]);
    assert.deepEqual(of("type=env,id=t,src=TOKEN"), [["t", { env: "TOKEN" }]]);
  });

  describe("refuses other forms, without showing a secret", () => {
    const refusals: [unknown, RegExp][] = [
      [5, /^Cannot use secrets: expected an object of secrets by id/],
      [{ "": "x" }, /^Cannot use secrets: a secret has no id$/],
      [{ a: 5 }, /^Cannot use secrets\["a"\]: expected \{ file \}, \{ env \}, a string/],
      [{ a: { src: "hush" } }, /^Cannot use secrets\["a"\]: "src" is none of file, env$/],
      [{ a: { file: "" } }, /expected file to be a string that is not empty$/],
      [{ a: { file: "x", env: "y" } }, /names both a file and a variable$/],
      [["id=a", "id=a"], /^Cannot use secrets\[1\]: the id "a" is there twice$/],
      [["src=x"], /^Cannot use secrets\[0\]: it has no id$/],
      [["id=a,mode=1"], /"mode" is none of id, type, src, source, env$/],
      [["id=a,type=vault"], /type "vault" is neither file nor env$/],
      [["id=a,env=b,src=c"], /names both a file and a variable$/],
      [[5], /^Cannot use secrets\[0\]: expected a string$/],
    ];

    for (const [value, message] of refusals) {
      it(`${JSON.stringify(value)}: ${message.source}`, () => {
        assert.throws(() => toSecrets(value, "secrets"), { message });
      });
    }
  });
});

describe("toSshAgents()", () => {
  const of = (value: unknown): unknown[] => [...toSshAgents(value, "ssh")];

  it("takes the environment's agent, sockets, keys and the command line's strings", () => {
    assert.deepEqual(of("default"), [["default", { paths: [] }]]);
    assert.deepEqual(of(["default=/a", "git=b,c"]), [
      ["default", { paths: ["/a"] }],
      ["git", { paths: ["b", "c"] }],
    ]);
    assert.deepEqual(of({ a: true, b: "/x", c: ["y", "z"], d: { keys: ["PEM"] }, e: false }), [
      ["a", { paths: [] }],
      ["b", { paths: ["/x"] }],
      ["c", { paths: ["y", "z"] }],
      ["d", { keys: ["PEM"] }],
    ]);
  });

  describe("refuses other forms, without showing a key", () => {
    for (
      const value of [5, [5], [""], ["=x"], { "": true }, { a: 5 }, { a: { keys: [] } }, { a: [] }]
    ) {
      it(JSON.stringify(value), () => {
        assert.throws(() => toSshAgents(value, "ssh"), TypeError);
      });
    }

    it("with what is due instead", () => {
      assert.throws(() => toSshAgents({ a: { keys: ["hush"], x: 1 } }, "ssh"), {
        message:
          'Cannot use ssh["a"]: expected true, a path or paths, or { keys } with private keys as PEM text',
      });
      assert.throws(() => toSshAgents(["a", "a=b"], "ssh"), /"a" is there twice/);
    });
  });
});
