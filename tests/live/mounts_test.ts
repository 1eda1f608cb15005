import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { APIClient, type APIError, DriverConfig, Mount } from "../../mod.ts";
import { exercised } from "./exercised.ts";
import { connection } from "./connection.ts";
import { baseImage, labels, skip, uniqueName } from "./fixture.ts";

/** What a container with some mounts printed, and what the engine says of its mounts. */
interface Seen {
  output: string;
  mounts: Awaited<ReturnType<APIClient["inspectContainer"]>>["Mounts"];
  asked: Awaited<ReturnType<APIClient["inspectContainer"]>>["HostConfig"]["Mounts"];
}

/** Runs a command in a container with some mounts, and looks at it. */
async function run(client: APIClient, mounts: Mount[], command: string): Promise<Seen> {
  const { Id } = await client.createContainer(baseImage, {
    command: ["sh", "-c", `exec 2>&1; ${command}`],
    labels: labels(),
    hostConfig: { NetworkMode: "none", Mounts: mounts },
  });
  try {
    await client.start(Id);
    await client.wait(Id);
    const { Mounts, HostConfig } = await client.inspectContainer(Id);
    return { output: await client.logs(Id), mounts: Mounts, asked: HostConfig.Mounts };
  } finally {
    await client.removeContainer(Id, { v: true, force: true });
  }
}

async function removeVolume(client: APIClient, name: string): Promise<void> {
  await client.removeVolume(name).catch((error: APIError) => assert.equal(error.status, 404));
}

describe("Mount", { skip }, () => {
  it("mounts a volume and makes it with labels and a driver's options", async () => {
    await using client = new APIClient({ ...connection });
    const name = uniqueName("mount");
    try {
      const { output, mounts } = await run(client, [
        new Mount("/data", name, {
          labels: { ...labels(), color: "blue" },
          driverConfig: new DriverConfig("local", {
            options: { type: "tmpfs", device: "tmpfs", o: "size=2m" },
          }),
        }),
      ], "grep ' /data ' /proc/mounts; echo kept > /data/file && cat /data/file");
      assert.match(output, /^tmpfs \/data tmpfs .*size=2048k.*\nkept\n$/);
      const { Type, Name, Destination, RW } = mounts[0]!;
      assert.deepEqual({ Type, Name, Destination, RW }, {
        Type: "volume",
        Name: name,
        Destination: "/data",
        RW: true,
      });
      const volume = await client.inspectVolume(name);
      assert.deepEqual(volume.Labels, { ...labels(), color: "blue" });
      assert.deepEqual(volume.Options, { type: "tmpfs", device: "tmpfs", o: "size=2m" });
      exercised("Mount", "target", "source", "labels", "driverConfig");
      exercised("DriverConfig", "name", "options");
    } finally {
      await removeVolume(client, name);
    }
  });

  it("fills a new volume from the image, unless noCopy is set", async () => {
    await using client = new APIClient({ ...connection });
    const names = [uniqueName("mount"), uniqueName("mount")];
    try {
      const list = "test -e /etc/passwd && echo there || echo missing";
      const filled = await run(client, [new Mount("/etc", names[0]!)], list);
      assert.equal(filled.output, "there\n");
      const empty = await run(client, [new Mount("/etc", names[1]!, { noCopy: true })], list);
      assert.equal(empty.output, "missing\n");
      exercised("Mount", "noCopy");
    } finally {
      for (const name of names) await removeVolume(client, name);
    }
  });

  it("mounts a directory of the host, for reading alone and with propagation", async () => {
    await using client = new APIClient({ ...connection });
    const { output, mounts, asked } = await run(client, [
      new Mount("/host", "/etc", {
        type: "bind",
        readOnly: true,
        propagation: "rprivate",
        consistency: "cached",
      }),
    ], "test -e /host/hosts && echo there; touch /host/longshore");
    assert.match(output, /^there\ntouch: \/host\/longshore: Read-only file system\n$/);
    const { Type, Source, RW, Propagation } = mounts[0]!;
    assert.deepEqual({ Type, Source, RW, Propagation }, {
      Type: "bind",
      Source: "/etc",
      RW: false,
      Propagation: "rprivate",
    });
    assert.equal(asked?.[0]?.Consistency, "cached");
    exercised("Mount", "type", "readOnly", "consistency", "propagation");
    await assert.rejects(
      run(client, [new Mount("/host", "/no/such/directory", { type: "bind" })], "true"),
      {
        name: "BadRequest",
        message: /bind source path does not exist: \/no\/such\/directory/,
      },
    );
  });

  it("mounts a directory in memory of a size and mode", async () => {
    await using client = new APIClient({ ...connection });
    const { output } = await run(client, [
      new Mount("/scratch", null, { type: "tmpfs", tmpfsSize: "3m", tmpfsMode: 0o1750 }),
    ], "grep ' /scratch ' /proc/mounts; stat -c %a /scratch");
    assert.match(output, /^tmpfs \/scratch tmpfs .*size=3072k.*\n1750\n$/);
    exercised("Mount", "tmpfsSize", "tmpfsMode");
  });
});
