import assert from "node:assert/strict";
import { test } from "node:test";
import { DriverConfig } from "../../src/specs/driver_config.ts";
import { Mount, toMounts } from "../../src/specs/mount.ts";
import { assertRefused } from "../convert/refusals.ts";
import { assertWire } from "./wire.ts";

test("Mount is a volume that can be written unless told otherwise", () => {
  const wire = { Target: "/data", Source: "database", Type: "volume", ReadOnly: false };
  assertWire(new Mount("/data", "database"), wire);
  assertWire(new Mount("/data", "database", { noCopy: false }), wire);
  assertWire(new Mount("/data", null), { Target: "/data", Type: "volume", ReadOnly: false });
});

test("Mount puts options where their type has them", () => {
  const driverConfig = new DriverConfig("local", { options: { type: "tmpfs" } });
  assertWire(
    new Mount("/data", "v", {
      noCopy: true,
      labels: { a: "1" },
      driverConfig,
      subpath: "below",
      readOnly: true,
      consistency: "cached",
    }),
    {
      Target: "/data",
      Source: "v",
      Type: "volume",
      ReadOnly: true,
      Consistency: "cached",
      VolumeOptions: {
        NoCopy: true,
        Labels: { a: "1" },
        DriverConfig: { Name: "local", Options: { type: "tmpfs" } },
        Subpath: "below",
      },
    },
  );
  assertWire(
    new Mount("/b", "/a", {
      type: "bind",
      propagation: "rslave",
      noCopy: false,
      BindOptions: { NonRecursive: true },
    }),
    {
      Target: "/b",
      Source: "/a",
      Type: "bind",
      ReadOnly: false,
      BindOptions: { Propagation: "rslave", NonRecursive: true },
    },
  );
  assertWire(new Mount("/t", null, { type: "tmpfs", tmpfsSize: "64m", tmpfsMode: 0o1770 }), {
    Target: "/t",
    Type: "tmpfs",
    ReadOnly: false,
    TmpfsOptions: { SizeBytes: 67108864, Mode: 0o1770 },
  });
  assertWire(new Mount("/i", "busybox", { type: "image", subpath: "bin" }), {
    Target: "/i",
    Source: "busybox",
    Type: "image",
    ReadOnly: false,
    ImageOptions: { Subpath: "bin" },
  });
});

test("Mount refuses options of other types and a wrong source", () => {
  function refused(options: Record<string, unknown>, source: string | null = "x"): () => unknown {
    return () => new Mount("/t", source, options);
  }
  assertRefused([
    [
      refused({ propagation: "shared" }),
      "TypeError",
      'Cannot create a mount: propagation is for mounts of type "bind", not "volume"',
    ],
    [
      refused({ type: "bind", labels: ["a"] }),
      "TypeError",
      'Cannot create a mount: labels is for mounts of type "volume", not "bind"',
    ],
    [
      refused({ type: "bind", subpath: "a" }),
      "TypeError",
      'Cannot create a mount: subpath is for mounts of type "volume" or "image", not "bind"',
    ],
    [
      refused({ tmpfsSize: 5 }),
      "TypeError",
      'Cannot create a mount: tmpfsSize is for mounts of type "tmpfs", not "volume"',
    ],
    [
      refused({ type: "bind" }, null),
      "TypeError",
      'Cannot create a mount: a mount of type "bind" needs a source',
    ],
    [
      refused({ type: "tmpfs" }),
      "TypeError",
      'Cannot create a mount: a mount of type "tmpfs" has no source; give null',
    ],
    [
      refused({ type: "disk" }),
      "RangeError",
      'Cannot use type "disk": expected one of "bind", "volume", "tmpfs", "npipe", "cluster", "image"',
    ],
    [
      () => new Mount("", "x"),
      "TypeError",
      'Cannot use target "": expected a string that is not empty',
    ],
    [
      () => new Mount("/t", 5 as unknown as string),
      "TypeError",
      "Cannot use source 5: expected a string that is not empty",
    ],
  ]);
});

test("toMounts() reads strings, instances and the Engine's objects", () => {
  const mount = new Mount("/data", "v");
  const mounts = toMounts(
    [mount, { Target: "/x", Type: "tmpfs" }, "/a:/b:ro", "v:/c", "/d", "C:\\a:C:\\b:rw"],
    "mounts",
  );
  assert.equal(mounts[0], mount);
  assert.deepEqual(JSON.parse(JSON.stringify(mounts.slice(1))), [
    { Target: "/x", Type: "tmpfs" },
    { Target: "/b", Source: "/a", Type: "bind", ReadOnly: true },
    { Target: "/c", Source: "v", Type: "volume", ReadOnly: false },
    { Target: "/d", Type: "volume", ReadOnly: false },
    { Target: "C:\\b", Source: "C:\\a", Type: "bind", ReadOnly: false },
  ]);
  const accepted = 'expected a Mount, { Target, Source, Type }, or "source:target:ro"';
  assertRefused([
    [
      () => toMounts("/a:/b", "mounts"),
      "TypeError",
      'Cannot use mounts "/a:/b": expected a list of mounts',
    ],
    [
      () => toMounts(["/a:/b:x"], "mounts"),
      "TypeError",
      `Cannot use mounts[0] "/a:/b:x": ${accepted}`,
    ],
    [() => toMounts([""], "mounts"), "TypeError", `Cannot use mounts[0] "": ${accepted}`],
    [() => toMounts([{}], "mounts"), "TypeError", `Cannot use mounts[0] {}: ${accepted}`],
  ]);
});
