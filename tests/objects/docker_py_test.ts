import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as objects from "../../src/objects/mod.ts";
import * as everything from "../../mod.ts";
import {
  camelCase,
  DOCKER_PY,
  DOCKER_PY_ERROR_MEMBERS,
  DOCKER_PY_ERRORS,
  type MemberKind,
  RENAMED,
} from "./docker_py.ts";

const CLASSES = everything as unknown as Record<string, { prototype: object }>;
/** The class of docker-py's name. */
const classOf = (name: string): { prototype: object } => CLASSES[RENAMED[name] ?? name]!;
/** What DockerClient makes in its constructor. */
const OWN = new objects.DockerClient({ baseUrl: "tcp://127.0.0.1:1" });

function kindOf(name: string, member: string): MemberKind | "missing" {
  const made = classOf(name);
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
    it(`${name} is a class`, () => assert.equal(typeof classOf(name), "function"));
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

  for (const [member, kind] of Object.entries(DOCKER_PY_ERROR_MEMBERS)) {
    it(`APIError.${camelCase(member)} is a ${kind}`, () =>
      assert.equal(kindOf("APIError", camelCase(member)), kind));
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
    assert.deepEqual([of(500).isError(), of(404).isError(), of(200).isError()], [
      true,
      true,
      false,
    ]);
    assert.equal(of(404).statusCode, 404);
  });
});
