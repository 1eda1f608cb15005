import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { containers, type ContainersOptions } from "../../../src/api/containers/list.ts";
import { recorded } from "../recorded.ts";

const ID = "0123456789abcdef";

describe("containers()", () => {
  const rows: [options: ContainersOptions, listed: object[]][] = [
    [{ trunc: true }, [{ Id: "0123456789ab", State: "running" }, { State: "exited" }]],
    [{ trunc: true, quiet: true }, [{ Id: "0123456789ab" }, { Id: undefined }]],
    [{}, [{ Id: ID, State: "running" }, { State: "exited" }]],
  ];
  for (const [options, listed] of rows) {
    it(`gives what has no id as it is: ${JSON.stringify(options)}`, async () => {
      const { result } = await recorded((engine) => containers(engine, options), "1.41", [[
        { Id: ID, State: "running" },
        { State: "exited" },
      ]]);
      assert.deepEqual(result, listed);
    });
  }
});
