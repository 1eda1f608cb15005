import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { parseImageName, selectTag } from "../../src/convert/image_name.ts";
import { toPlatformJSON } from "../../src/convert/platform.ts";
import { refuses } from "./refusals.ts";

const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;

describe("parseImageName()", () => {
  const names: [
    name: string,
    registry: string,
    repository: string,
    tag?: string | undefined,
    digest?: string,
  ][] = [
    ["busybox", "docker.io", "busybox"],
    ["busybox:1.36", "docker.io", "busybox", "1.36"],
    ["team/app", "docker.io", "team/app"],
    ["team/app:x", "docker.io", "team/app", "x"],
    ["a/b/c", "docker.io", "a/b/c"],
    ["docker.io/library/busybox", "docker.io", "docker.io/library/busybox"],
    ["index.docker.io/busybox:1", "docker.io", "index.docker.io/busybox", "1"],
    ["localhost/app", "localhost", "localhost/app"],
    ["localhost:5000/app", "localhost:5000", "localhost:5000/app"],
    ["registry.example/app", "registry.example", "registry.example/app"],
    [
      "registry.example:5000/team/app:1.2",
      "registry.example:5000",
      "registry.example:5000/team/app",
      "1.2",
    ],
    ["127.0.0.1:5000/a-b_c.d__e", "127.0.0.1:5000", "127.0.0.1:5000/a-b_c.d__e"],
    ["[::1]:5000/app:y", "[::1]:5000", "[::1]:5000/app", "y"],
    ["Registry/app", "Registry", "Registry/app"],
    [`app@${DIGEST}`, "docker.io", "app", undefined, DIGEST],
    [`host:1/app:2@${DIGEST}`, "host:1", "host:1/app", "2", DIGEST],
    ["app:_under.Score-1", "docker.io", "app", "_under.Score-1"],
  ];
  for (const [name, registry, repository, tag = null, digest = null] of names) {
    it(`tells registry, repository, tag and digest of ${name} apart`, () => {
      assert.deepEqual(
        parseImageName(name, "repository"),
        { registry, repository, tag, digest },
        name,
      );
    });
  }
});

describe("parseImageName() refuses what is no name", () => {
  const wrongPart = (part: string): string =>
    `the part "${part}" is not allowed: parts are lower-case letters and digits, with ".", "_", "__" or "-" between them`;
  const wrongTag = (tag: string): string =>
    `"${tag}" is no tag: a tag is at most 128 letters, digits, "_", "." and "-", and begins with neither "." nor "-"`;
  const refusals: [name: string, problem: string][] = [
    ["", "it is empty"],
    [" ", "it is empty"],
    ["https://host/app", "a name has no scheme; leave out what is before the host"],
    ["App", wrongPart("App")],
    ["app_", wrongPart("app_")],
    ["a b", wrongPart("a b")],
    ["a..b", wrongPart("a..b")],
    ["a//b", "a part between slashes is empty"],
    ["host.example/", "a part between slashes is empty"],
    ["/app", "a part between slashes is empty"],
    ["-host.example/app", '"-host.example" is no host, such as "registry.example:5000"'],
    ["host.example-/app", '"host.example-" is no host, such as "registry.example:5000"'],
    ["host:port/app", '"host:port" is no host, such as "registry.example:5000"'],
    ["app:", wrongTag("")],
    ["app:-x", wrongTag("-x")],
    ["app:a b", wrongTag("a b")],
    ["app@sha256:12", '"sha256:12" is no digest, such as "sha256:..."'],
    ["app@latest", '"latest" is no digest, such as "sha256:..."'],
  ];
  for (const [name, problem] of refusals) {
    refuses([[
      () => parseImageName(name, "repository"),
      "InvalidRepository",
      `Cannot use repository ${JSON.stringify(name)}: ${problem}`,
    ]]);
  }
  refuses([
    [
      () => parseImageName(5, "image"),
      "TypeError",
      'Cannot use image 5: expected a name such as "busybox" or "registry:5000/team/app:1.2"',
    ],
    [
      () => parseImageName("a".repeat(256), "image"),
      "InvalidRepository",
      `Cannot use image "${"a".repeat(79)}...: it has more than 255 characters`,
    ],
  ]);
});

function select(name: string, tag?: unknown): string | null {
  return selectTag(parseImageName(name, "repository"), tag, "repository");
}

test("selectTag() takes the tag beside a name or the one in it", () => {
  assert.equal(select("app"), null);
  assert.equal(select("app", ""), null);
  assert.equal(select("app", "1"), "1");
  assert.equal(select("app:1"), "1");
  assert.equal(select("app:1", "1"), "1");
  assert.equal(select("app", DIGEST), DIGEST);
  assert.equal(select(`app:1@${DIGEST}`), DIGEST);
});

describe("selectTag() refuses two that differ, and what is no tag", () => {
  refuses([
    [
      () => select("app:1", "2"),
      "InvalidRepository",
      'Cannot use tag "2": repository names "1" already',
    ],
    [
      () => select("app", "a/b"),
      "InvalidRepository",
      'Cannot use tag "a/b": "a/b" is no tag: a tag is at most 128 letters, digits, "_", "." and "-", and begins with neither "." nor "-"',
    ],
    [() => select("app", 1), "TypeError", 'Cannot use tag 1: expected a string such as "latest"'],
  ]);
});

test("toPlatformJSON() writes platforms as JSON", () => {
  assert.throws(() => toPlatformJSON(undefined, "platform"), {
    name: "TypeError",
    message:
      'Cannot use platform undefined: expected a string such as "linux/arm64/v8", or { os, architecture, variant }',
  });
  assert.equal(toPlatformJSON("linux/amd64", "platform"), '{"os":"linux","architecture":"amd64"}');
  assert.equal(
    toPlatformJSON("linux/arm/v7", "platform"),
    '{"os":"linux","architecture":"arm","variant":"v7"}',
  );
  assert.equal(
    toPlatformJSON({ os: "linux", architecture: "arm64" }, "platform"),
    '{"os":"linux","architecture":"arm64"}',
  );
  assert.equal(toPlatformJSON('{"os":"linux"}', "platform"), '{"os":"linux"}');
});

describe("toPlatformJSON() refuses what is no platform", () => {
  const accepted = 'expected a string such as "linux/arm64/v8", or { os, architecture, variant }';
  for (const wrong of ["linux", "linux/", "a/b/c/d", "a/b/", 5]) {
    refuses([[
      () => toPlatformJSON(wrong, "platform"),
      "TypeError",
      `Cannot use platform ${JSON.stringify(wrong)}: ${accepted}`,
    ]]);
  }
});
