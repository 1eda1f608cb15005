import assert from "node:assert/strict";
import { it } from "node:test";
import { commitContainer } from "../../src/objects/commit.ts";
import { recorded } from "../api/recorded.ts";

it("a scope's labels reach a committed image as they are, for a dollar sign is a variable's", async () => {
  const labels = { "app.$name": '$HOME ${X:-y} "quoted" back\\slash' };
  const { sent } = await recorded(
    (engine) =>
      commitContainer(engine, "web", "app", { changes: "CMD a" }, () => Promise.resolve(labels)),
    "1.41",
    [{ Id: "1a" }, { Id: "1a" }],
  );
  const query = new URL(sent[0]!.request.target, "http://engine").searchParams;
  assert.deepEqual(query.getAll("changes"), [
    "CMD a",
    'LABEL "app.\\$name"="\\$HOME \\${X:-y} \\"quoted\\" back\\\\slash"',
  ]);
});
