import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as objects from "../../src/objects/mod.ts";
import * as everything from "../../mod.ts";
import { DOCKER_PY, DOCKER_PY_ERRORS, type MemberKind } from "./docker_py.ts";

/** `exec_run` is `execRun` here. */
function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

const CLASSES = objects as unknown as Record<string, { prototype: object }>;
/** What DockerClient makes in its constructor. */
const OWN = new objects.DockerClient({ baseUrl: "tcp://127.0.0.1:1" });

function kindOf(name: string, member: string): MemberKind | "missing" {
  const made = CLASSES[name]!;
  if (typeof Object.getOwnPropertyDescriptor(made, member)?.value === "function") return "static";
  if (name === "DockerClient" && Object.hasOwn(OWN, member)) return "property";
  for (let one = made.prototype; one !== null; one = Object.getPrototypeOf(one)) {
    const found = Object.getOwnPropertyDescriptor(one, member);
    if (found !== undefined) return found.get ? "property" : "method";
  }
  return "missing";
}

describe("the names of docker-py", () => {
  for (const [name, members] of Object.entries(DOCKER_PY)) {
    it(`${name} is a class`, () => assert.equal(typeof CLASSES[name], "function"));
    for (const [member, kind] of Object.entries(members)) {
      const ours = camelCase(member);
      // A property that asks the Engine is a method that does: see the documentation.
      const expected = kind === "I/O" ? "method" : kind;
      // What every kind of object does in its own way has no body in the base class.
      const isAbstract = ["Model", "Collection"].includes(name) &&
        ["id", "reload", "list", "get", "create", "prepareModel"].includes(ours);
      if (isAbstract) continue;
      it(`${name}.${ours} is a ${expected}`, () => assert.equal(kindOf(name, ours), expected));
    }
  }
});

describe("the errors of docker-py", () => {
  for (const [theirs, ours] of Object.entries(DOCKER_PY_ERRORS)) {
    it(`${theirs} is ${ours}`, () => {
      const found = { ...everything, TypeError } as unknown as Record<string, typeof Error>;
      assert.equal(typeof found[ours], "function");
      assert.ok(found[ours]!.prototype instanceof Error);
    });
  }

  it("an APIError tells whose fault it is", () => {
    const of = (status: number): everything.APIError =>
      new everything.APIError("Cannot x", { status, explanation: "y", method: "GET", path: "/" });
    assert.deepEqual([of(404).status, of(404).isClientError(), of(404).isServerError()], [
      404,
      true,
      false,
    ]);
    assert.deepEqual([of(500).isClientError(), of(500).isServerError()], [false, true]);
  });
});
