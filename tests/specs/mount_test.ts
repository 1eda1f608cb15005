import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { DriverConfig } from "../../src/specs/driver_config.ts";
import { Mount, toMounts } from "../../src/specs/mount.ts";
import { refuses } from "../convert/refusals.ts";
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

describe("Mount refuses options of other types and a wrong source", () => {
  function refused(options: Record<string, unknown>, source: string | null = "x"): () => unknown {
    return () => new Mount("/t", source, options);
  }
  refuses([
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
      refused({ type: "bind", readOnlyNonRecursive: true }),
      "TypeError",
      "Cannot create a mount: readOnlyNonRecursive needs readOnly",
    ],
    [
      refused({ type: "bind", BindOptions: { ReadOnlyForceRecursive: true } }),
      "TypeError",
      "Cannot create a mount: readOnlyForceRecursive needs readOnly",
    ],
    [
      refused({
        type: "bind",
        readOnly: true,
        readOnlyNonRecursive: true,
        readOnlyForceRecursive: true,
      }),
      "TypeError",
      "Cannot create a mount: readOnlyNonRecursive and readOnlyForceRecursive exclude each other",
    ],
    [
      refused({ nonRecursive: true }),
      "TypeError",
      'Cannot create a mount: nonRecursive is for mounts of type "bind", not "volume"',
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
});

describe("toMounts() refuses", () => {
  const accepted = 'expected a Mount, { Target, Source, Type }, or "source:target:ro"';
  refuses([
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

const BIND = { Target: "/b", Source: "/a", Type: "bind", ReadOnly: false };
const TMPFS = { Target: "/t", Type: "tmpfs", ReadOnly: false };
for (
  const [options, wire] of [
    [{ type: "bind", nonRecursive: true }, { ...BIND, BindOptions: { NonRecursive: true } }],
    [
      { type: "bind", createMountpoint: true },
      { ...BIND, BindOptions: { CreateMountpoint: true } },
    ],
    [
      { type: "bind", readOnly: true, readOnlyNonRecursive: true },
      { ...BIND, ReadOnly: true, BindOptions: { ReadOnlyNonRecursive: true } },
    ],
    [
      { type: "bind", readOnly: true, readOnlyForceRecursive: true },
      { ...BIND, ReadOnly: true, BindOptions: { ReadOnlyForceRecursive: true } },
    ],
    [
      { type: "tmpfs", tmpfsOptions: { uid: 1000, noexec: true, exec: false } },
      { ...TMPFS, TmpfsOptions: { Options: [["uid", "1000"], ["noexec"]] } },
    ],
    [
      { type: "tmpfs", tmpfsOptions: "uid=1000,noexec" },
      { ...TMPFS, TmpfsOptions: { Options: [["uid", "1000"], ["noexec"]] } },
    ],
    [
      { type: "tmpfs", tmpfsOptions: [["noexec"], ["uid", "1000"]] },
      { ...TMPFS, TmpfsOptions: { Options: [["noexec"], ["uid", "1000"]] } },
    ],
    [{ type: "bind", extra: { Later: 1 } }, { ...BIND, Later: 1 }],
    [{ type: "bind", labels: null, noCopy: undefined, nonRecursive: false }, BIND],
  ] as const
) {
  test(`Mount makes of ${JSON.stringify(options)} what the Engine takes`, () => {
    const [target, source] = options.type === "bind" ? ["/b", "/a"] : ["/t", null];
    assertWire(new Mount(target!, source!, options), wire);
  });
}

for (
  const [given, message] of [
    [
      { Target: "/x", Sorce: "v" },
      /^Cannot use mounts\[0\]: unknown option "Sorce"; did you mean "Source"\?$/,
    ],
    [
      { Target: "/x", BindOptions: { Propagatoin: "shared" } },
      /unknown option "BindOptions.Propagatoin"/,
    ],
    [
      { Target: "/x", BindOptions: "shared" },
      /^Cannot use BindOptions "\*\*\*": expected an object$/,
    ],
    [{ Target: "/x", ReadOnly: "false" }, /^Cannot use ReadOnly "false": expected true or false$/],
    [
      { Target: "/x", VolumeOptions: { DriverConfig: { Nam: "local" } } },
      /^Cannot use VolumeOptions.DriverConfig: unknown option "Nam"; did you mean "Name"\?$/,
    ],
  ] as const
) {
  test(`toMounts() refuses ${JSON.stringify(given)}`, () => {
    assert.throws(() => toMounts([given], "mounts"), { name: "TypeError", message });
  });
}

test("toMounts() takes the mounts of an inspection, whose zeros ask for nothing", () => {
  const returned = {
    Type: "volume",
    Source: "",
    Target: "/data",
    ReadOnly: false,
    BindOptions: null,
    VolumeOptions: { NoCopy: false, Labels: {}, DriverConfig: { Name: "", Options: null } },
  };
  assert.deepEqual(toMounts([returned], "mounts"), [returned]);
});
