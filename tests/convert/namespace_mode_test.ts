import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createHostConfig } from "../../src/api/containers/host_config.ts";

describe("a namespace's mode", () => {
  const taken: [option: "ipcMode" | "pidMode" | "utsMode", modes: string[]][] = [
    ["ipcMode", ["", "none", "private", "shareable", "host", "container:web"]],
    ["pidMode", ["", "host", "private", "container:web"]],
    ["utsMode", ["", "host", "private"]],
  ];
  for (const [option, modes] of taken) {
    for (const mode of modes) {
      it(`${option} may be ${JSON.stringify(mode)}`, () => {
        const field = { ipcMode: "IpcMode", pidMode: "PidMode", utsMode: "UTSMode" } as const;
        assert.equal(createHostConfig({ [option]: mode })[field[option]], mode);
      });
    }
    for (const mode of ["nope", "HOST", "container:", "container", " host", "service:web"]) {
      it(`${option} is not ${JSON.stringify(mode)}`, () => {
        assert.throws(() => createHostConfig({ [option]: mode }), {
          name: "TypeError",
          message: new RegExp(`^Cannot use ${option} "${mode}": expected one of "host", "private"`),
        });
      });
    }
  }

  it("utsMode is no other container's", () => {
    assert.throws(() => createHostConfig({ utsMode: "container:web" }), TypeError);
  });
});
