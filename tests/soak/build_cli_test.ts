import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import type { APIClient } from "../../mod.ts";
import { unpack } from "../../src/tar/mod.ts";
import { compareVersions } from "../../src/engine/version.ts";
import { Buildx } from "../harness/buildx.ts";
import { type Building, withBuilding, withDirectory } from "../live/building.ts";
import { host, isSoak, skipUnlessPrivate, uniqueName } from "../live/fixture.ts";
import { BUILD_TREES, type BuildTree, TreeMaker } from "./build_trees.ts";

const skip = skipUnlessPrivate ||
  (host!.startsWith("unix://") ? false : "The engine is not on a unix socket");

/**
 * Engines before it find in their cache what another client built of the first directory with exceptions
 * in its ignore file, and not of the next ones, though both clients tell them the same paths, modes and
 * sizes in the same order, and send the same bytes.
 */
const SHARES_LAYERS = "1.42";

describe("a directory that is built as docker buildx build does it", { skip }, () => {
  let buildx: Buildx;
  before(async () => void (buildx = await Buildx.open()));
  after(() => buildx?.close());

  for (const tree of BUILD_TREES.filter(({ large }) => isSoak || !large)) {
    it(`${tree.name}: the same files and contents`, async () => {
      await withDirectory((file) =>
        withBuilding(async (building) => {
          const directory = file("context");
          mkdirSync(directory);
          tree.make(new TreeMaker(directory));
          const theirs = await buildTheirs(buildx, building.client, tree, directory);
          const ours = await buildOurs(building, tree, directory);
          assert.deepEqual(ours.files, theirs.files);
          if (compareVersions(building.client.apiVersion!, SHARES_LAYERS) >= 0) {
            assert.deepEqual(ours.layers, theirs.layers);
          }
          assert.ok(ours.files.length > 1, ours.files.join("\n"));
        })
      );
    });
  }
});

/** What an engine puts into each container. */
const MADE_BY_ENGINE =
  /^(\.dockerenv|(dev|proc|sys)\/.*|etc\/(hostname|hosts|mtab|resolv\.conf)?)$/;

/** What is in an image. */
interface Content {
  /** A line for each path: what it is, its mode, owner and time, and the digest of its content. */
  files: string[];
  /** The digests of its layers. */
  layers: readonly string[];
}

async function buildTheirs(
  buildx: Buildx,
  client: APIClient,
  { dockerfile, target, buildargs = {} }: BuildTree,
  directory: string,
): Promise<Content> {
  const tag = `${uniqueName("theirs")}:v1`;
  const output = await buildx.run(host!, [
    ...["build", "--no-cache", "--provenance=false", "--progress=plain", "--tag", tag],
    ...dockerfile === undefined ? [] : ["--file", `${directory}/${dockerfile}`],
    ...target === undefined ? [] : ["--target", target],
    ...Object.entries(buildargs).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]),
    directory,
  ]);
  assert.equal(output.code, 0, output.text);
  return await contentOf(client, tag);
}

/** Builds with the cache of what buildx built: where the context is the same, the layers are. */
async function buildOurs(
  { client }: Building,
  { dockerfile, target, buildargs }: BuildTree,
  directory: string,
): Promise<Content> {
  const options = { path: directory, dockerfile, target, buildargs, version: "2" } as const;
  const cached = `${uniqueName("cached")}:v1`;
  await (await client.build({ ...options, tag: cached })).result();
  const { RootFS } = await client.inspectImage(cached);
  await client.removeImage(cached);
  const tag = `${uniqueName("ours")}:v1`;
  await (await client.build({ ...options, tag, nocache: true })).result();
  return { files: (await contentOf(client, tag)).files, layers: RootFS.Layers ?? [] };
}

async function contentOf(client: APIClient, tag: string): Promise<Content> {
  const { Id } = await client.createContainer(tag, { command: "none" });
  try {
    const files: string[] = [];
    for await (const entry of unpack(await client.export(Id))) {
      if (MADE_BY_ENGINE.test(entry.path)) continue;
      const { mode, uid, gid, mtime, linkname } = entry.header;
      const digest = createHash("sha256");
      for await (const bytes of entry.readable ?? []) digest.update(bytes);
      files.push([
        ...[JSON.stringify(entry.path), entry.type, mode.toString(8), `${uid}:${gid}`],
        // A directory's time is that of its making, where the context has none of it.
        ...[entry.type === "directory" ? "" : mtime, linkname, entry.size, digest.digest("hex")],
      ].join(" "));
    }
    const { RootFS } = await client.inspectImage(tag);
    return { files: files.sort(), layers: RootFS.Layers ?? [] };
  } finally {
    await client.removeContainer(Id);
    await client.removeImage(tag);
  }
}
