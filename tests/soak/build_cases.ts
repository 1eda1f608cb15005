/**
 * What BuildKit builds can do, as rows of a table: each is tried over every way to the engine, and what
 * it does is looked at in what was built.
 *
 * @module
 */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import process from "node:process";
import type { APIClient, BuildOptions, BuildRecord, BuildResult } from "../../mod.ts";
import { unpack } from "../../src/tar/mod.ts";
import { PASSWORD, startRegistry, USER } from "../harness/registry.ts";
import { copySshAdd, startSshAgent } from "../harness/ssh_agent.ts";
import type { Building } from "../live/building.ts";
import { here, type Refusal } from "../live/differences.ts";
import { baseImage, uniqueName } from "../live/fixture.ts";

/** What a row has to work with. */
export interface BuildTrial extends Building {
  /** Makes the path of a file in a directory of the row's own. */
  file(name: string): string;
}

/** A row of the table. */
export interface BuildCase {
  /** What is tried. */
  name: string;
  /** Whether it is tried over every way each time, and not in a soak alone. */
  smoke?: boolean;
  /** The words with which this engine refuses it, where it does. */
  refusal?: Refusal | undefined;
  /** Tries it; throws when what was built is not as it should be. */
  run(trial: BuildTrial): Promise<void>;
}

/** What an Engine says that has it with containerd's image store alone. */
const storeAlone: Refusal = {
  name: "BuildError",
  message: /; this Engine has it with the containerd image store alone/,
};

/** What the client says to an Engine that is too old. */
function tooOld(version: string): Refusal {
  return {
    name: "InvalidVersion",
    message: new RegExp(`version ${version.replace(".", "\\.")}`),
  };
}

const needsStore = here<Refusal | undefined>({ "1.24": storeAlone, containerd: undefined });

/** The rows. */
export const BUILD_CASES: readonly BuildCase[] = [
  {
    name: "secret",
    smoke: true,
    async run({ file, dockerfile, build, read }): Promise<void> {
      writeFileSync(file("token"), "from a file\n");
      process.env.LONGSHORE_TEST_SECRET = "from a variable\n";
      const ids = ["file", "env", "text", "made"];
      const { id } = await build({
        fileobj: dockerfile(
          `RUN ${ids.map((id) => `--mount=type=secret,id=${id},required`).join(" ")} ${
            ids.map((id) => `cat /run/secrets/${id} >>/seen`).join("; ")
          }`,
          "RUN ls -A /run/secrets >>/seen 2>/dev/null || true",
        ),
        version: "2",
        nocache: true,
        secrets: {
          file: { file: file("token") },
          env: { env: "LONGSHORE_TEST_SECRET" },
          text: "from a text\n",
          made: () => Promise.resolve("from a function\n"),
        },
      });
      assert.equal(
        await read(id, "/seen"),
        "from a file\nfrom a variable\nfrom a text\nfrom a function\n",
      );
    },
  },
  { name: "ssh agent", run: (trial) => forwardsAgent(trial, "ed25519") },
  { name: "ssh agent, RSA", run: (trial) => forwardsAgent(trial, "rsa") },
  {
    name: "private base image",
    async run({ client, dockerfile, build, read }): Promise<void> {
      const registry = await startRegistry(true);
      const base = `${registry.address}/${uniqueName("base")}:v1`;
      try {
        const authConfig = { username: USER, password: PASSWORD };
        await client.tag(baseImage, base);
        await client.push(base, { authConfig });
        await client.removeImage(base);
        const options: BuildOptions = {
          fileobj: dockerfile("RUN echo of $(ls -d /bin) >/seen").replace(baseImage, base),
          version: "2",
          nocache: true,
          pull: true,
        };
        await assert.rejects(build({ ...options, authConfigs: {} }), { name: "BuildError" });
        const { id } = await build({ ...options, authConfigs: { [registry.address]: authConfig } });
        assert.equal(await read(id, "/seen"), "of /bin\n");
      } finally {
        await registry.stop();
      }
    },
  },
  {
    name: "disk context",
    smoke: true,
    async run({ file, dockerfile, build, read }): Promise<void> {
      mkdirSync(file("data/deep"), { recursive: true });
      writeFileSync(file("data/deep/large"), new Uint8Array(3_000_000).fill(7));
      writeFileSync(file("data/note"), "first\n");
      writeFileSync(file("data/left out"), "");
      symlinkSync("note", file("data/link"));
      writeFileSync(file(".dockerignore"), "data/left*\n");
      writeFileSync(
        file("Dockerfile"),
        dockerfile(
          "COPY data /data",
          "RUN cd /data; cat link >/seen; find . | sort >>/seen; wc -c <deep/large >>/seen",
        ),
      );
      const context = { path: file("."), version: "2" } as const;
      const seen = (note: string): string =>
        `${note}\n.\n./deep\n./deep/large\n./link\n./note\n3000000\n`;
      assert.equal(await read((await build(context)).id, "/seen"), seen("first"));
      writeFileSync(file("data/note"), "second\n");
      const again = await build(context);
      assert.equal(await read(again.id, "/seen"), seen("second"));
      const sent = again.records.flatMap(({ trace }) => trace?.statuses ?? [])
        .filter(({ id }) => id.startsWith("transferring")).map(({ current }) => current);
      assert.ok(Math.max(...sent) < 500_000, `${Math.max(...sent)} bytes were sent again`);
    },
  },
  {
    name: "named contexts",
    refusal: here<Refusal | undefined>({ "1.24": tooOld("1.42"), "1.42": undefined }),
    async run({ file, dockerfile, build, read }): Promise<void> {
      mkdirSync(file("data"));
      writeFileSync(file("data/word"), "from a directory\n");
      const { id } = await build({
        fileobj: [
          dockerfile("COPY --from=data word /word", "COPY --from=image /bin/busybox /copy"),
          "RUN cmp /copy /bin/busybox && echo same >>/word",
        ].join(""),
        version: "2",
        nocache: true,
        contexts: { data: file("data"), image: `docker-image://${baseImage}` },
      });
      assert.equal(await read(id, "/word"), "from a directory\nsame\n");
    },
  },
  {
    name: "output local",
    smoke: true,
    async run({ client, file, dockerfile }): Promise<void> {
      await result(client, { fileobj: tree(dockerfile), outputs: [file("out")] });
      assert.equal(readFileSync(file("out/deep/file"), "utf8"), "hello\n");
      assert.equal(readFileSync(file("out/link"), "utf8"), "hello\n");
      assert.equal(readFileSync(file("out/large")).length, 3_000_000);
    },
  },
  {
    name: "output tar",
    async run({ client, file, dockerfile }): Promise<void> {
      const outputs = [`type=tar,dest=${file("out.tar")}`];
      await result(client, { fileobj: tree(dockerfile), outputs });
      const files = await entries(file("out.tar"));
      assert.deepEqual([...files.keys()].sort(), ["deep/", "deep/file", "large", "link"]);
      assert.equal(files.get("deep/file"), "hello\n");
    },
  },
  {
    name: "output oci",
    refusal: needsStore,
    async run({ client, file, dockerfile }): Promise<void> {
      const outputs = [{ type: "oci", dest: file("image.tar") }];
      const { digest } = await result(client, { fileobj: tree(dockerfile), outputs });
      const files = await entries(file("image.tar"));
      const { manifests } = JSON.parse(files.get("index.json")!);
      assert.equal(manifests[0].digest, digest);
      assert.ok(files.has(`blobs/sha256/${digest!.slice(7)}`), [...files.keys()].join());
    },
  },
  {
    name: "output docker, a file",
    refusal: needsStore,
    async run({ client, file, dockerfile, read }): Promise<void> {
      const tag = `${uniqueName("docker")}:v1`;
      const fileobj = dockerfile("RUN echo carried >/word");
      await result(client, { fileobj, tag, outputs: [`type=docker,dest=${file("image.tar")}`] });
      await assert.rejects(client.inspectImage(tag), { name: "ImageNotFound" });
      for await (const _ of await client.loadImage(readFileSync(file("image.tar"))));
      assert.equal(await read(tag, "/word"), "carried\n");
      await client.removeImage(tag);
    },
  },
  {
    name: "output docker, the Engine",
    async run({ client, dockerfile, read }): Promise<void> {
      const tag = `${uniqueName("docker")}:v1`;
      const fileobj = dockerfile("RUN echo kept >/word");
      const { imageId } = await result(client, { fileobj, tag, outputs: ["type=docker"] });
      assert.equal((await client.inspectImage(tag)).Id, imageId);
      assert.equal(await read(tag, "/word"), "kept\n");
      await client.removeImage(tag);
    },
  },
  {
    name: "output image, pushed",
    async run(trial): Promise<void> {
      await pushed(trial, (tag) => [{ type: "image", name: tag, push: true }]);
    },
  },
  {
    name: "output registry",
    async run(trial): Promise<void> {
      await pushed(trial, (tag) => [`type=registry,name=${tag}`]);
    },
  },
  {
    name: "several outputs",
    refusal: here<Refusal | undefined>({ "1.24": tooOld("1.45"), "1.45": undefined }),
    async run({ client, file, dockerfile }): Promise<void> {
      const outputs = [file("out"), { type: "tar", dest: file("out.tar") }];
      await result(client, { fileobj: tree(dockerfile), outputs });
      assert.equal(readFileSync(file("out/deep/file"), "utf8"), "hello\n");
      assert.equal((await entries(file("out.tar"))).get("deep/file"), "hello\n");
    },
  },
  {
    name: "cache inline",
    async run(trial): Promise<void> {
      await withRegistry(async (address, authConfigs) => {
        const tag = `${address}/${uniqueName("inline")}:v1`;
        await takesCacheFrom(trial, {
          first: { tag, cacheTo: ["type=inline"], outputs: ["type=registry"], authConfigs },
          second: { cacheFrom: [tag], authConfigs },
        });
      });
    },
  },
  {
    name: "cache registry",
    refusal: needsStore,
    async run(trial): Promise<void> {
      await withRegistry(async (address, authConfigs) => {
        const ref = `${address}/${uniqueName("cache")}:v1`;
        await takesCacheFrom(trial, {
          first: { cacheTo: [`type=registry,ref=${ref},mode=max`], authConfigs },
          second: { cacheFrom: [{ type: "registry", ref }], authConfigs },
        });
      });
    },
  },
  {
    name: "cache local",
    refusal: needsStore,
    async run(trial): Promise<void> {
      const cache = trial.file("cache é");
      await takesCacheFrom(trial, {
        first: { cacheTo: [{ type: "local", dest: cache, mode: "max" }] },
        second: { cacheFrom: [`type=local,"src=${cache}"`] },
      });
      assert.ok(existsSync(`${cache}/index.json`));
    },
  },
  {
    name: "attestations",
    refusal: here<Refusal | undefined>({
      "1.24": tooOld("1.42"),
      "1.42": storeAlone,
      containerd: undefined,
    }),
    async run({ client, file, dockerfile }): Promise<void> {
      const outputs = [{ type: "oci", dest: file("image.tar") }];
      const attestations = { provenance: "mode=max" };
      await result(client, { fileobj: tree(dockerfile), outputs, attestations });
      const all = [...(await entries(file("image.tar"))).values()];
      assert.ok(all.some((text) => text.includes("https://slsa.dev/provenance")));
    },
  },
  {
    name: "call check",
    refusal: here<Refusal | undefined>({ "1.24": tooOld("1.46"), "1.46": undefined }),
    async run(trial): Promise<void> {
      const { text, json } = await ask(trial, "check");
      assert.match(text, /WARNING: FromAsCasing/);
      assert.equal((json as { warnings: { ruleName: string }[] }).warnings[0]!.ruleName, RULE);
    },
  },
  {
    name: "call outline",
    refusal: here<Refusal | undefined>({ "1.24": tooOld("1.42"), "1.42": undefined }),
    async run(trial): Promise<void> {
      const { text, json } = await ask(trial, "outline");
      assert.match(text, /WORD/);
      assert.equal((json as { args: { name: string }[] }).args[0]!.name, "WORD");
    },
  },
  {
    name: "call targets",
    refusal: here<Refusal | undefined>({ "1.24": tooOld("1.42"), "1.42": undefined }),
    async run(trial): Promise<void> {
      const { json } = await ask(trial, "targets");
      assert.equal((json as { targets: { name: string }[] }).targets[0]!.name, "one");
    },
  },
];

const RULE = "FromAsCasing";

/** Lists the keys of an agent, and of keys that are served here. */
async function forwardsAgent(
  { file, dockerfile, build, read }: BuildTrial,
  kind: "ed25519" | "rsa",
): Promise<void> {
  const agent = await startSshAgent(file("."), kind);
  try {
    await copySshAdd(file("context/root"));
    writeFileSync(
      file("context/Dockerfile"),
      dockerfile(
        "COPY root /",
        "RUN --mount=type=ssh,required ssh-add -l >/default",
        "RUN --mount=type=ssh,id=keys,required ssh-add -l >/keys",
      ),
    );
    const { id } = await build({
      path: file("context"),
      version: "2",
      nocache: true,
      ssh: { default: agent.socket, keys: { keys: [readFileSync(agent.key, "utf8")] } },
    });
    for (const name of ["/default", "/keys"]) {
      assert.ok((await read(id, name)).includes(agent.fingerprint), name);
    }
  } finally {
    await agent.stop();
  }
}

/** A Dockerfile of a small tree that is made anew each time. */
function tree(dockerfile: Building["dockerfile"]): string {
  const made = dockerfile(
    `RUN echo ${Math.random()} >/word; mkdir -p /tree/deep; echo hello >/tree/deep/file; ` +
      "ln -s deep/file /tree/link; head -c 3000000 /dev/zero >/tree/large",
  );
  return `${made.replace("\n", " AS made\n")}FROM scratch\nCOPY --from=made /tree /\n`;
}

/** Builds to the end, and tells what was made. */
async function result(client: APIClient, options: BuildOptions): Promise<BuildResult> {
  return await (await client.build({ ...options, version: "2" })).result();
}

/** Reads an archive: the content of each file by its path. */
async function entries(file: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for await (const entry of unpack(readFileSync(file))) {
    found.set(entry.path, entry.type === "file" ? await entry.text() : "");
  }
  return found;
}

async function withRegistry(
  body: (address: string, authConfigs: BuildOptions["authConfigs"]) => Promise<void>,
): Promise<void> {
  const registry = await startRegistry(true);
  try {
    await body(registry.address, {
      [registry.address]: { username: USER, password: PASSWORD },
    });
  } finally {
    await registry.stop();
  }
}

/** Pushes what is built, and finds it in the registry. */
async function pushed(
  { client, dockerfile, read }: BuildTrial,
  outputs: (tag: string) => BuildOptions["outputs"],
): Promise<void> {
  await withRegistry(async (address, authConfigs) => {
    const tag = `${address}/${uniqueName("pushed")}:v1`;
    const fileobj = dockerfile("RUN echo far away >/word");
    await assert.rejects(result(client, { fileobj, tag, outputs: outputs(tag), authConfigs: {} }), {
      name: "BuildError",
    });
    await result(client, { fileobj, tag, outputs: outputs(tag), authConfigs });
    // On containerd's store a push leaves nothing in the Engine.
    await client.removeImage(tag).catch((error) => assert.equal(error.name, "ImageNotFound"));
    await client.pull(tag, { authConfig: { username: USER, password: PASSWORD } });
    assert.equal(await read(tag, "/word"), "far away\n");
    await client.removeImage(tag);
  });
}

/** Builds twice, without the Engine's own cache in between: the step must not run again. */
async function takesCacheFrom(
  { client, dockerfile, build, read }: BuildTrial,
  { first, second }: { first: Partial<BuildOptions>; second: Partial<BuildOptions> },
): Promise<void> {
  const fileobj = dockerfile("RUN cat /proc/sys/kernel/random/uuid >/made");
  const one = await build({ fileobj, version: "2", ...first });
  const made = one.id === "" ? undefined : await read(one.id, "/made");
  if (one.id !== "") await client.removeImage(one.id, { force: true });
  await client.pruneBuilds({ all: true });
  const two = await build({ fileobj, version: "2", ...second });
  assert.ok(wasCached(two.records, "RUN cat"), "the step ran again");
  if (made !== undefined) assert.equal(await read(two.id, "/made"), made);
}

/** Whether a build took a step from a cache. */
function wasCached(records: readonly BuildRecord[], word: string): boolean {
  return records.flatMap(({ trace }) => trace?.vertexes ?? [])
    .some(({ name, cached }) => cached && name.includes(word));
}

async function ask(
  { client }: BuildTrial,
  call: "check" | "outline" | "targets",
): Promise<{ text: string; json: unknown }> {
  const fileobj = `FROM ${baseImage} as one\nARG WORD=x\nRUN exit 1\n`;
  let text = "";
  const stream = await client.build({ fileobj, version: "2", call, decode: true });
  for await (const { stream: words } of stream) text += words ?? "";
  const { metadata } = await stream.result();
  return { text, json: JSON.parse(metadata["result.json"]!) };
}
