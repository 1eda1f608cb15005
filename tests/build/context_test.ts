import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { before, describe, test } from "node:test";
import { packBuildContext } from "../../src/build/context.ts";
import { loadPlatform } from "../../src/platform/mod.ts";
import type { Platform } from "../../src/platform/types.ts";
import { unpack } from "../../src/tar/mod.ts";

let platform: Platform;
/** Stands for the absolute path of a Dockerfile, which only a test knows. */
const ABSOLUTE = "/an/absolute/path";
const skip = process.platform === "win32" && "needs a POSIX file system";

async function inDirectory(body: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "longshore-context-"));
  try {
    await body(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function make(directory: string, tree: Record<string, string>): Promise<void> {
  for (const [path, content] of Object.entries(tree)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), content);
  }
}

async function list(stream: ReadableStream<Uint8Array>): Promise<[string, string][]> {
  const found: [string, string][] = [];
  for await (const entry of unpack(stream)) {
    found.push([entry.path, entry.header.linkname || await entry.text()]);
  }
  return found;
}

async function paths(stream: ReadableStream<Uint8Array>): Promise<string[]> {
  return (await list(stream)).map(([path]) => path);
}

async function bytes(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream as BodyInit).arrayBuffer());
}

describe("the context of a build", () => {
  before(async () => {
    platform = await loadPlatform();
  });

  test(
    "packBuildContext() sends the directory as root's, without user names",
    { skip },
    () =>
      inDirectory(async (directory) => {
        await make(directory, { Dockerfile: "FROM scratch", "app/run.sh": "#!/bin/sh" });
        await chmod(join(directory, "app/run.sh"), 0o755);
        await symlink("app/run.sh", join(directory, "run"));
        const { stream, dockerfile } = await packBuildContext(platform, { path: directory });
        assert.equal(dockerfile, "Dockerfile");
        const found = [];
        for await (const { path, type, header } of unpack(stream)) {
          const { uid, gid, uname, gname, mode, linkname } = header;
          found.push([path, type, mode & 0o700, uid, gid, uname, gname, linkname]);
        }
        assert.deepEqual(found, [
          ["Dockerfile", "file", 0o600, 0, 0, "", "", ""],
          ["app/", "directory", 0o700, 0, 0, "", "", ""],
          ["app/run.sh", "file", 0o700, 0, 0, "", "", ""],
          ["run", "symlink", 0o700, 0, 0, "", "", "app/run.sh"],
        ]);
      }),
  );

  test(
    "packBuildContext() leaves out what .dockerignore says, but what the build needs",
    { skip },
    () =>
      inDirectory(async (directory) => {
        await make(directory, {
          "Dockerfile": "FROM scratch",
          ".dockerignore": "**\n!src/**/*.go\nsrc/vendor\n",
          "README.md": "",
          "src/main.go": "",
          "src/notes.txt": "",
          "src/deep/er/lib.go": "",
          "src/empty/notes.txt": "",
          "src/vendor/x.go": "",
          "node_modules/x.go": "",
        });
        const { stream } = await packBuildContext(platform, { path: directory });
        assert.deepEqual(await paths(stream), [
          ".dockerignore",
          "Dockerfile",
          "src/",
          "src/deep/",
          "src/deep/er/",
          "src/deep/er/lib.go",
          "src/main.go",
        ]);
      }),
  );

  test(
    "packBuildContext() does not look into directories that are left out",
    { skip },
    () =>
      inDirectory(async (directory) => {
        await make(directory, {
          "Dockerfile": "FROM scratch",
          ".dockerignore": "node_modules\n!src/keep\n",
          "node_modules/x/y": "",
          "src/keep": "",
        });
        const listed: string[] = [];
        const watching: Platform = {
          ...platform,
          files: {
            ...platform.files,
            list: (path) => {
              listed.push(path.slice(directory.length));
              return platform.files.list(path);
            },
          },
        };
        const { stream } = await packBuildContext(watching, { path: directory });
        await paths(stream);
        assert.deepEqual(listed, ["", "/src"]);
      }),
  );

  for (const given of ["build/app.Dockerfile", "./build/../build/app.Dockerfile", ABSOLUTE]) {
    test(
      `packBuildContext() finds the Dockerfile ${given} in a directory that is left out`,
      { skip },
      () =>
        inDirectory(async (directory) => {
          await make(directory, {
            ".dockerignore": "build\n",
            "build/app.Dockerfile": "FROM scratch",
            "build/other": "",
            "a": "",
          });
          const dockerfile = given === ABSOLUTE
            ? join(directory, "build", "app.Dockerfile")
            : given;
          const context = await packBuildContext(platform, { path: directory, dockerfile });
          assert.equal(context.dockerfile, "build/app.Dockerfile");
          assert.deepEqual(await paths(context.stream), [
            ".dockerignore",
            "a",
            "build/",
            "build/app.Dockerfile",
          ]);
        }),
    );
  }

  test(
    "packBuildContext() prefers the ignore file beside the Dockerfile",
    { skip },
    () =>
      inDirectory(async (directory) => {
        await make(directory, {
          "Dockerfile": "FROM scratch",
          ".dockerignore": "a",
          "docker/app": "FROM scratch",
          "docker/app.dockerignore": "b",
          "a": "",
          "b": "",
        });
        const plain = await packBuildContext(platform, { path: directory });
        assert.ok((await paths(plain.stream)).includes("b"));
        const own = await packBuildContext(platform, { path: directory, dockerfile: "docker/app" });
        const sent = await paths(own.stream);
        assert.deepEqual([sent.includes("a"), sent.includes("b")], [true, false]);
      }),
  );

  for (const given of ["../elsewhere", ABSOLUTE]) {
    test(
      `packBuildContext() sends a Dockerfile from ${given} under a name of its own`,
      { skip },
      () =>
        inDirectory(async (directory) => {
          await make(directory, {
            "context/.dockerignore": "a\n",
            "context/a": "",
            "context/b": "b",
            "elsewhere": "FROM scratch",
          });
          const path = join(directory, "context");
          const dockerfile = given === ABSOLUTE ? join(directory, "elsewhere") : given;
          const context = await packBuildContext(platform, { path, dockerfile });
          // The first ten bytes of the SHA-256 sum of "FROM scratch".
          assert.equal(context.dockerfile, ".dockerfile.67c4282c6928ae380489");
          assert.deepEqual(await list(context.stream), [
            ["b", "b"],
            [".dockerignore", `a\n\n${context.dockerfile}\n`],
            [context.dockerfile, "FROM scratch"],
          ]);
        }),
    );
  }

  test(
    "packBuildContext() heeds the ignore file beside a Dockerfile from elsewhere",
    { skip },
    () =>
      inDirectory(async (directory) => {
        await make(directory, {
          "context/a": "",
          "context/b": "b",
          "elsewhere": "FROM scratch",
          "elsewhere.dockerignore": "b",
        });
        const { stream, dockerfile } = await packBuildContext(platform, {
          path: join(directory, "context"),
          dockerfile: "../elsewhere",
        });
        assert.deepEqual(await list(stream), [
          ["a", ""],
          [".dockerignore", `.dockerignore\n${dockerfile}\n`],
          [dockerfile, "FROM scratch"],
        ]);
      }),
  );

  for (const gzip of [false, true]) {
    test(
      `packBuildContext() gives the same bytes for the same tree, gzip: ${gzip}`,
      { skip },
      () =>
        inDirectory(async (directory) => {
          await make(directory, { Dockerfile: "FROM scratch", a: "a".repeat(100_000) });
          const [one, two] = await Promise.all(
            [1, 2].map(async () =>
              bytes((await packBuildContext(platform, { path: directory, gzip })).stream)
            ),
          );
          assert.deepEqual(one, two);
          assert.equal(one!.length < 10_000, gzip);
          if (!gzip) return;
          const plain = new Blob([one as BlobPart]).stream().pipeThrough(
            new DecompressionStream("gzip") as TransformStream<Uint8Array, Uint8Array>,
          );
          assert.deepEqual(await paths(plain), ["Dockerfile", "a"]);
        }),
    );
  }

  for (const name of ["none", "file"]) {
    test(`packBuildContext() refuses what is no directory: ${name}`, () =>
      inDirectory(async (directory) => {
        await make(directory, { file: "" });
        const path = join(directory, name);
        await assert.rejects(packBuildContext(platform, { path }), {
          name: "TypeError",
          message: `Cannot build ${JSON.stringify(path)}: it is not a directory`,
        });
      }));
  }

  for (const dockerfile of [undefined, "x", "sub"]) {
    test(`packBuildContext() refuses a Dockerfile that is not there: ${dockerfile}`, () =>
      inDirectory(async (directory) => {
        await make(directory, { "sub/x": "" });
        const shown = JSON.stringify(join(directory, dockerfile ?? "Dockerfile"));
        await assert.rejects(packBuildContext(platform, { path: directory, dockerfile }), {
          name: "RangeError",
          message: `Cannot build ${JSON.stringify(directory)}: there is no Dockerfile ${shown}`,
        });
      }));
  }

  test(
    "packBuildContext() names the ignore file and line that it cannot use",
    { skip },
    () =>
      inDirectory(async (directory) => {
        await make(directory, { Dockerfile: "", "Dockerfile.dockerignore": "a\n[" });
        await assert.rejects(packBuildContext(platform, { path: directory }), {
          name: "RangeError",
          message: 'Cannot use line 2 of Dockerfile.dockerignore: pattern "[": ' +
            "its character class has no end",
        });
      }),
  );

  test(
    "packBuildContext() gives everything the right to run on Windows",
    { skip },
    () =>
      inDirectory(async (directory) => {
        await make(directory, { Dockerfile: "", "src/a.sh": "" });
        const windows: Platform = { ...platform, system: { ...platform.system, os: "windows" } };
        const { stream } = await packBuildContext(windows, { path: directory });
        for await (const { header } of unpack(stream)) assert.equal(header.mode, 0o755);
      }),
  );

  test("packBuildContext() sends what a Dockerfile that is a symlink leads to, though ignored", {
    skip,
  }, () =>
    inDirectory(async (directory) => {
      await make(directory, {
        ".dockerignore": "real*\n",
        "real/File": "FROM x",
        "real/other": "x",
      });
      await symlink("real/File", join(directory, "Dockerfile"));
      const context = await packBuildContext(platform, { path: directory });
      assert.equal(context.dockerfile, "real/File");
      assert.deepEqual(await list(context.stream), [
        [".dockerignore", "real*\n"],
        ["Dockerfile", "real/File"],
        ["real/", ""],
        ["real/File", "FROM x"],
      ]);
    }));

  test(
    "packBuildContext() refuses an ignore file that is a directory",
    { skip },
    () =>
      inDirectory(async (directory) => {
        await make(directory, { Dockerfile: "FROM x", ".dockerignore/file": "x" });
        await assert.rejects(packBuildContext(platform, { path: directory }), {
          name: "RangeError",
          message: `Cannot build ${JSON.stringify(directory)}: the ignore file ${
            JSON.stringify(join(directory, ".dockerignore"))
          } is a directory`,
        });
      }),
  );

  test("packBuildContext() leaves out what is removed while it looks, as the docker command does", {
    skip,
  }, () =>
    inDirectory(async (directory) => {
      await make(directory, { Dockerfile: "FROM x", gone: "x", "left/file": "y" });
      const files = Object.create(platform.files);
      files.lstat = async (path: string) => {
        if (path.endsWith("/gone")) await rm(path, { force: true });
        return await platform.files.lstat(path);
      };
      const context = await packBuildContext({ ...platform, files }, { path: directory });
      assert.deepEqual(await paths(context.stream), ["Dockerfile", "left/", "left/file"]);
    }));

  for (const [size, where] of [[3, "readBytes"], [100_000, "open"]] as const) {
    test(
      `packBuildContext() leaves out a file of ${size} bytes that is removed before ${where}()`,
      {
        skip,
      },
      () =>
        inDirectory(async (directory) => {
          await make(directory, { Dockerfile: "FROM x", gone: "x".repeat(size), later: "y" });
          const files = Object.create(platform.files);
          files[where] = async (path: string) => {
            if (path.endsWith("/gone")) await rm(path, { force: true });
            return await platform.files[where](path);
          };
          const context = await packBuildContext({ ...platform, files }, { path: directory });
          assert.deepEqual(await paths(context.stream), ["Dockerfile", "later"]);
        }),
    );
  }

  test(
    "packBuildContext() leaves out a symlink that is removed before it is read",
    { skip },
    () =>
      inDirectory(async (directory) => {
        await make(directory, { Dockerfile: "FROM x", later: "y" });
        await symlink("later", join(directory, "gone"));
        const files = Object.create(platform.files);
        files.readlink = async (path: string) => {
          await rm(path, { force: true });
          return await platform.files.readlink(path);
        };
        const context = await packBuildContext({ ...platform, files }, { path: directory });
        assert.deepEqual(await paths(context.stream), ["Dockerfile", "later"]);
      }),
  );

  test("packBuildContext() keeps a name that is no UTF-8 where the runtime can read it", {
    skip,
  }, () =>
    inDirectory(async (directory) => {
      await make(directory, { Dockerfile: "FROM x", ".dockerignore": "bad*\n" });
      const script =
        'cd "$1"; bad=$(printf "bad\\377"); mkdir "$bad"; printf content >"$bad/é$bad"; ' +
        'ln -s "$bad" bad-link';
      execFileSync("sh", ["-c", script, "sh", directory]);
      const context = await packBuildContext(platform, { path: directory });
      const kept = [".dockerignore", "Dockerfile"];
      assert.deepEqual(await paths(context.stream), kept);
      await writeFile(join(directory, ".dockerignore"), "");
      const whole = await packBuildContext(platform, { path: directory });
      if ("Deno" in globalThis) {
        return await assert.rejects(paths(whole.stream), {
          message: /^Cannot pack "bad\ufffd": .*its name is not valid Unicode/,
        });
      }
      const found: unknown[] = [];
      for await (const entry of unpack(whole.stream)) {
        // Names that are no UTF-8 are told byte by byte.
        const text = entry.type === "file" ? await entry.text() : entry.header.linkname;
        if (!kept.includes(entry.path)) found.push([entry.path, text]);
      }
      assert.deepEqual(found, [
        ["bad-link", "bad\xff"],
        ["bad\xff/", ""],
        ["bad\xff/\xc3\xa9bad\xff", "content"],
      ]);
    }));
});
