import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import * as entry from "../mod.ts";
import * as objects from "../src/objects/mod.ts";

const FILES = [
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "CHANGELOG.md",
  ...readdirSync("docs").filter((name) => name.endsWith(".md")).map((name) => `docs/${name}`),
];

/** What the words before a point stand for in the documents. */
const CLASSES: Record<string, { prototype: object }> = {
  "client": entry.APIClient,
  "docker.api": entry.APIClient,
  "docker": entry.DockerClient,
  "container": objects.Container,
  "image": objects.Image,
  "network": objects.Network,
  "node": objects.Node,
  "plugin": objects.Plugin,
  "secret": objects.Secret,
  "config": objects.Config,
  "service": objects.Service,
  "volume": objects.Volume,
  "data": objects.RegistryData,
  "docker.configs": objects.ConfigCollection,
  "docker.containers": objects.ContainerCollection,
  "docker.images": objects.ImageCollection,
  "docker.networks": objects.NetworkCollection,
  "docker.nodes": objects.NodeCollection,
  "docker.plugins": objects.PluginCollection,
  "docker.secrets": objects.SecretCollection,
  "docker.services": objects.ServiceCollection,
  "docker.swarm": objects.Swarm,
  "docker.volumes": objects.VolumeCollection,
};
/** Fields, which no prototype has, and the ends of files. */
const FIELDS =
  /^(ts|attrs|engine|api|baseUrl|apiVersion|configs|containers|images|networks|nodes|plugins|secrets|services|swarm|volumes)$/;

/** The cells of tables that say what something is called here: all but the first of a row. */
function* ownNames(text: string): Generator<[owner: string, name: string]> {
  for (const line of text.split("\n").filter((line) => line.startsWith("|"))) {
    const cells = line.split(/(?<!\\)\|/).slice(2).join("|");
    for (
      const [, owner, name] of cells.matchAll(/(?<![\w.])((?:docker\.)?[a-z]+)\.([a-zA-Z]+)\b/g)
    ) {
      yield [owner!, name!];
    }
  }
}

for (const file of FILES) {
  describe(file, () => {
    const text = readFileSync(file, "utf8");

    it("names what there is", () => {
      const missing = new Set<string>();
      for (const [owner, name] of ownNames(text)) {
        const found = CLASSES[owner];
        if (found === undefined || FIELDS.test(name)) continue;
        if (!(name in found.prototype)) missing.add(`${owner}.${name}`);
      }
      assert.deepEqual([...missing], []);
    });

    it("links to what there is", () => {
      const missing: string[] = [];
      for (const [, target] of text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)) {
        if (/^https?:/.test(target!)) continue;
        if (!existsSync(path.join(path.dirname(file), target!))) missing.push(target!);
      }
      assert.deepEqual(missing, []);
    });
  });
}

describe("from_docker_py.md", () => {
  it("lists each method of the low-level client", () => {
    const text = readFileSync("docs/from_docker_py.md", "utf8");
    const listed = new Set([...text.matchAll(/\| `client\.(\w+)` +\|/g)].map((match) => match[1]));
    assert.ok(listed.size >= 108, `${listed.size} are listed`);
  });
});
