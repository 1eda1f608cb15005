import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { APIClient } from "../../mod.ts";
import { importBaseImage } from "../harness/base_image.ts";
import { startBareEngine } from "../harness/private_engine.ts";
import { baseImage, labels, skip, skipUnlessPrivate } from "./fixture.ts";
import { within } from "./sandbox.ts";

/** Writes a line, and nothing more. */
const QUIET = ["sh", "-c", "echo line; exec sleep 600"];

describe("output whose end is asked for", () => {
  it(
    "is whole when its container was removed with it",
    { skip },
    () =>
      within(async ({ client, container }) => {
        const options = { stdinOpen: true, hostConfig: { AutoRemove: true } };
        const id = await container("read line", options);
        const output = await client.attach(id, { stream: true });
        await client.start(id);
        const input = await client.attachSocket(id, { params: { stdin: true, stream: true } });
        const exec = await client.execCreate(id, ["sh", "-c", "echo last; exec cat"], {
          stdin: false,
        });
        const last = await client.execStart(exec, { stream: true });
        const reader = last.getReader();
        assert.equal(new TextDecoder().decode((await reader.read()).value!), "last\n");
        const writer = input.writable.getWriter();
        await writer.write("end\n");
        while (!(await reader.read()).done);
        for await (const _ of output);
        input.close();
      }),
  );

  it("is none when the Engine was killed and started again meanwhile", {
    skip: skipUnlessPrivate,
  }, async () => {
    const engine = await startBareEngine();
    try {
      await importBaseImage(engine.host, baseImage);
      await using client = new APIClient({ baseUrl: engine.host });
      const make = async (options: object): Promise<string> => {
        const { Id } = await client.createContainer(baseImage, {
          command: QUIET,
          stopSignal: "SIGKILL",
          labels: labels(),
          ...options,
        });
        return Id;
      };
      const started = async (options: object = {}): Promise<string> => {
        const id = await make(options);
        await client.start(id);
        return id;
      };
      const attached = (id: string) => client.attach(id, { stream: true });
      const waiting = await make({});
      const streams = {
        "a container": await attached(await started()),
        "a container that is removed": await attached(
          await started({ hostConfig: { AutoRemove: true } }),
        ),
        "a container that is started anew": await attached(
          await started({ hostConfig: { RestartPolicy: { Name: "always" } } }),
        ),
        "a container that was not started": await attached(waiting),
        "an exec": await client.execStart(
          await client.execCreate(await started(), QUIET),
          { stream: true },
        ),
      };
      await engine.kill();
      await engine.revive();
      for (const [what, stream] of Object.entries(streams)) {
        await assert.rejects(
          async () => {
            for await (const _ of stream);
          },
          { name: "ConnectionError", message: /cut short, for the engine was started anew$/ },
          what,
        );
      }
    } finally {
      await engine.stop();
    }
  });
});
