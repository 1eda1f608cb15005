import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as errors from "../mod.ts";

const details = {
  status: 404,
  explanation: "No such container: web",
  method: "GET",
  path: "/v1.41/containers/web/json",
};

/** One of every class. */
function all(): Error[] {
  const classes = Object.values(errors).filter((value) =>
    value === errors.DockerError ||
    typeof value === "function" && value.prototype instanceof errors.DockerError
  );
  return classes.map((made) => {
    const Made = made as unknown as new (...args: unknown[]) => Error;
    if (made === errors.APIError || made.prototype instanceof errors.APIError) {
      return new Made("Cannot inspect", details);
    }
    if (made === errors.ConnectionError) return new Made("unix:///x", "gone");
    if (made === errors.TimeoutError) return new Made("Cannot inspect", "head", 5);
    if (made === errors.ContainerError) {
      return new Made("Cannot run", { container: "1a", exitCode: 1, stdout: "", stderr: "" });
    }
    if (made === errors.WaitError) return new Made("Cannot wait", "1a", null, "");
    return new Made("what is wrong");
  });
}

describe("the errors", () => {
  it("are DockerErrors with the names of their classes and a stack", () => {
    assert.ok(all().length >= 20);
    for (const error of all()) {
      assert.ok(error instanceof errors.DockerError);
      assert.ok(error instanceof Error);
      assert.equal(error.name, error.constructor.name);
      assert.match(String(error), new RegExp(`^${error.name}: `));
      assert.match(error.stack!, /errors_test/);
    }
  });

  it("have a code each, which no other class has", () => {
    const codes = all().map((error) => (error as errors.DockerError).code);
    for (const code of codes) assert.match(code, /^ERR(_[A-Z]+)+$/);
    assert.equal(new Set(codes).size, codes.length);
    assert.equal(new errors.NotFound("Cannot inspect", details).code, "ERR_NOT_FOUND");
  });

  it("of answers are APIErrors", () => {
    const kinds = all().filter((error) => error instanceof errors.APIError).map(({ name }) => name);
    assert.deepEqual(kinds.sort(), [
      "APIError",
      "BadRequest",
      "BuildError",
      "Conflict",
      "Forbidden",
      "ImageNotFound",
      "NotFound",
      "ServerError",
      "Unauthorized",
    ]);
    assert.ok(new errors.ImageNotFound("Cannot", details) instanceof errors.NotFound);
  });

  describe("of answers say what was attempted, why it failed and by which request", () => {
    for (
      const [status, client, server] of [
        [399, false, false],
        [400, true, false],
        [499, true, false],
        [500, false, true],
        [599, false, true],
      ] as const
    ) {
      it(`status ${status}`, () => {
        const other = new errors.APIError("Cannot", { ...details, status });
        assert.deepEqual([other.isClientError(), other.isServerError()], [client, server]);
      });
    }

    it("in the message and in fields", () => {
      const error = new errors.NotFound('Cannot inspect container "web"', {
        ...details,
        records: [1],
      });
      assert.equal(
        error.message,
        'Cannot inspect container "web": No such container: web (404, GET /v1.41/containers/web/json)',
      );
      assert.deepEqual([error.status, error.explanation, error.method, error.path, error.records], [
        404,
        "No such container: web",
        "GET",
        "/v1.41/containers/web/json",
        [1],
      ]);
      assert.deepEqual([error.isClientError(), error.isServerError()], [true, false]);
    });
  });

  it("of connections name the address and keep the cause", () => {
    const cause = new Error("ENOENT");
    const error = new errors.ConnectionError("unix:///x", "it does not exist", cause);
    assert.equal(error.message, "Cannot reach the engine at unix:///x: it does not exist");
    assert.equal(error.address, "unix:///x");
    assert.equal(error.cause, cause);
  });

  describe("of limits in time tell the phases apart", () => {
    const texts = {
      connect: "no connection was made",
      head: "no answer began",
      idle: "no more bytes arrived",
      total: "the call did not finish",
    };

    for (const [phase, text] of Object.entries(texts)) {
      it(phase, () => {
        const error = new errors.TimeoutError(
          "Cannot list containers",
          phase as errors.TimeoutPhase,
          0.5,
        );
        assert.equal(error.message, `Cannot list containers: ${text} within 0.5 seconds`);
        assert.equal(error.phase, phase);
        assert.equal(error.seconds, 0.5);
      });
    }
  });
});
