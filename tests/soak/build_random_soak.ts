import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { after, before, it } from "node:test";
import { unpack } from "../../src/tar/mod.ts";
import { Buildx } from "../harness/buildx.ts";
import { collect } from "../harness/collect.ts";
import { type Building, withBuilding, withDirectory } from "../live/building.ts";
import { host, rounds, skipUnlessPrivate, uniqueName } from "../live/fixture.ts";
import { randomNumbers } from "../splits.ts";
import { TreeMaker } from "./build_trees.ts";

/** What names of files and pieces of patterns are made of: what patterns, shells and tar read in their way. */
const NAMES = [
  ...["a", "b", "ab", "c.txt", "d.go", "x y", "node_modules", "src", ".git", ".hidden", "A", "é"],
  ...["[z]", "-dash", "#h", "!bang", "a.b.c", "Dockerfile.x", "back\\slash", "star*", "q?", "tmp"],
];
const PIECES = [
  ...["*", "**", "?", "a*", "*.txt", "[a-c]", "[^a]", "[a-c]*", "*o*", "\\*", "\\!bang"],
  ...["", ".", " ", "..", "*.*", "b?", ...NAMES],
];

const skip = skipUnlessPrivate ||
  (host!.startsWith("unix://") ? false : "The engine is not on a unix socket");

/** Makes directories, ignore files and Dockerfiles that nobody thought of. */
class RandomContext {
  readonly #random: (limit: number) => number;
  readonly #tree: TreeMaker;
  readonly #paths: string[] = [];

  constructor(random: (limit: number) => number, directory: string) {
    this.#random = random;
    this.#tree = new TreeMaker(directory);
    this.#fill("", 3);
    if (random(6) > 0) {
      const patterns = Array.from({ length: 1 + random(5) }, () => this.#pattern());
      this.#tree.file(".dockerignore", patterns.join(this.#pick(["\n", "\r\n"])));
    }
  }

  /** A Dockerfile that copies some of it. */
  dockerfile(): string {
    const copies = Array.from({ length: 1 + this.#random(2) }, (_, index) => {
      const sources = Array.from({ length: 1 + this.#random(2) }, () => this.#source());
      return `COPY ${JSON.stringify([...sources, `/out${index}/`])}`;
    });
    return ["FROM scratch", ...copies, ""].join("\n");
  }

  #pick<T>(items: readonly T[]): T {
    return items[this.#random(items.length)]!;
  }

  #fill(above: string, depth: number): void {
    for (let count = 1 + this.#random(4); count > 0; count--) {
      const name = `${above}${this.#pick(NAMES)}`;
      if (lstatSync(this.#tree.at(name), { throwIfNoEntry: false }) !== undefined) continue;
      const kind = this.#random(10);
      if (kind < 4 && depth > 0) {
        mkdirSync(this.#tree.at(name));
        this.#fill(`${name}/`, depth - 1);
      } else if (kind === 4 && this.#paths.length > 0) {
        const known = this.#pick(this.#paths);
        const targets = [known, `../${this.#pick(NAMES)}`, `/${known}`, "nowhere", "."];
        this.#tree.link(name, this.#pick(targets));
      } else this.#tree.file(name);
      this.#paths.push(name);
    }
  }

  #pattern(): string {
    const length = 1 + this.#random(3);
    const pattern = Array.from({ length }, () => this.#pick(PIECES)).join("/");
    return this.#pick(["", "", "", "!", "!", "/", "./", "  "]) + pattern +
      this.#pick(["", "", "/"]);
  }

  #source(): string {
    if (this.#random(3) === 0) return ".";
    const known = this.#pick(this.#paths);
    if (this.#random(2) === 0) return known;
    return known.split("/").map((name) => this.#pick([name, name, "*", "?*", `[${name[0]}]*`]))
      .join("/");
  }
}

/** A line for each file that a build put into a directory. */
function filesIn(directory: string, above: string = ""): string[] {
  return readdirSync(directory).flatMap((name) => {
    const file = path.join(directory, name);
    const stat = lstatSync(file);
    const mode = (stat.mode & 0o7777).toString(8);
    if (stat.isDirectory()) {
      return [`${above}${name}/ ${mode}`, ...filesIn(file, `${above}${name}/`)];
    }
    if (stat.isSymbolicLink()) return [`${above}${name} -> ${readlinkSync(file)}`];
    return [`${above}${name} ${mode} ${readFileSync(file, "utf8")}`];
  }).sort();
}

/** A line for each file of an image, which is removed. */
async function filesOf({ client }: Building, tag: string): Promise<string[]> {
  const { Id } = await client.createContainer(tag, { command: "none" });
  const files: string[] = [];
  for await (const { path, type, header, readable } of unpack(await client.export(Id))) {
    const content = readable === undefined ? "" : new TextDecoder().decode(await collect(readable));
    if (/^(\.dockerenv|dev|proc|sys|etc)\b/.test(path)) continue;
    // A Dockerfile from elsewhere is sent under a random name, which the ignore file then has too.
    const lines = content.split("\n").filter((line) => !line.startsWith(".dockerfile."));
    files.push(`${path} ${type} ${header.mode.toString(8)} ${header.linkname} ${lines.join("\n")}`);
  }
  await client.removeContainer(Id);
  await client.removeImage(tag);
  return files.sort();
}

let buildx: Buildx;
before(async () => {
  if (skip === false) buildx = await Buildx.open();
});
after(() => buildx?.close());

const seed = Date.now() % 1_000_000;
for (let round = 0; round < rounds(100); round++) {
  const title = `a random directory, seed ${seed + round}`;

  it(
    `${title}, gives the files that docker buildx build gives`,
    { skip },
    () =>
      withDirectory((file) =>
        withBuilding(async ({ client }) => {
          mkdirSync(file("context"));
          const context = new RandomContext(randomNumbers(seed + round), file("context"));
          new TreeMaker(file(".")).file("Dockerfile", context.dockerfile());
          const theirs = await buildx.run(host!, [
            ...["build", "--no-cache", "--provenance=false", "--progress=plain"],
            ...["--file", file("Dockerfile"), "--output", `type=local,dest=${file("theirs")}`],
            file("context"),
          ]);
          const building = await client.build({
            path: file("context"),
            dockerfile: file("Dockerfile"),
            version: "2",
            nocache: true,
            outputs: [{ type: "local", dest: file("ours") }],
          });
          const failure = await building.result().then(() => "", (error: Error) => error.message);
          assert.equal(failure === "", theirs.code === 0, `${failure}\n${theirs.text}`);
          if (failure === "") assert.deepEqual(filesIn(file("ours")), filesIn(file("theirs")));
        })
      ),
  );

  it(
    `${title}, is packed as the docker command packs it`,
    { skip },
    () =>
      withDirectory((file) =>
        withBuilding(async (building) => {
          mkdirSync(file("context"));
          new RandomContext(randomNumbers(seed + round), file("context"));
          new TreeMaker(file(".")).file("Dockerfile", "FROM scratch\nCOPY . /\n");
          const [ours, theirs] = [`${uniqueName("ours")}:v1`, `${uniqueName("theirs")}:v1`];
          const command = ["build", "--no-cache", "--tag", theirs, "--file", file("Dockerfile")];
          const { status, stderr } = spawnSync("docker", [...command, file("context")], {
            env: { ...process.env, DOCKER_HOST: host!, DOCKER_BUILDKIT: "0" },
            encoding: "utf8",
          });
          const failure = await building.build({
            path: file("context"),
            dockerfile: file("Dockerfile"),
            nocache: true,
            tag: ours,
          }).then(() => "", (error: Error) => error.message);
          assert.equal(failure === "", status === 0, `${failure}\n${stderr}`);
          if (failure !== "") return;
          assert.deepEqual(await filesOf(building, ours), await filesOf(building, theirs));
        })
      ),
  );
}
