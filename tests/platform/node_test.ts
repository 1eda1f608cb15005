import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { before, describe, test } from "node:test";
import { loadPlatform } from "../../src/platform/mod.ts";
import type { Platform } from "../../src/platform/types.ts";
import { collect } from "../harness/collect.ts";

let { files, paths, processes, system, terminal } = {} as Platform;
const onWindows = process.platform === "win32" && "needs a POSIX system";

async function inDirectory(body: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "longshore-platform-"));
  try {
    await body(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function codeOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(() => "no failure", (problem) => problem.code);
}

describe("the platform of Node's modules", () => {
  before(async () => {
    ({ files, paths, processes, system, terminal } = await loadPlatform());
  });

  test(
    "files.stat() and lstat() describe files, directories and symlinks",
    { skip: onWindows },
    () =>
      inDirectory(async (directory) => {
        const file = join(directory, "a");
        await files.write(file, "hello", { mode: 0o640 });
        await files.chmod(file, 0o4751);
        await files.utimes(file, 1234567890.25);
        await files.symlink("a", join(directory, "b"));
        const info = await files.lstat(file);
        assert.deepEqual(info, {
          kind: "file",
          size: 5,
          mode: 0o4751,
          uid: system.uid(),
          gid: system.gid(),
          mtime: 1234567890.25,
        });
        assert.deepEqual(await files.stat(join(directory, "b")), info);
        assert.equal((await files.lstat(join(directory, "b")))?.kind, "symlink");
        assert.equal(await files.readlink(join(directory, "b")), "a");
        assert.equal((await files.stat(directory))?.kind, "directory");
        assert.deepEqual((await files.list(directory)).sort(), ["a", "b"]);
        assert.equal(await files.realpath(join(directory, "b")), await files.realpath(file));
      }),
  );

  for (const name of ["none", join("none", "deeper")]) {
    test(`files.stat() and the readers give null where there is nothing: ${name}`, () =>
      inDirectory(async (directory) => {
        const path = join(directory, name);
        assert.equal(await files.stat(path), null);
        assert.equal(await files.lstat(path), null);
        assert.equal(await files.readText(path), null);
        assert.equal(await files.readBytes(path), null);
      }));
  }

  test("files.stat() gives null below a file, and other faults are told", () =>
    inDirectory(async (directory) => {
      await files.write(join(directory, "file"), "");
      assert.equal(await files.stat(join(directory, "file", "below")), null);
      assert.equal(await codeOf(files.open(join(directory, "none"))), "ENOENT");
      assert.equal(await codeOf(files.readText(directory)), "EISDIR");
    }));

  test(
    "files.lstat() gives two names of one file one identity",
    { skip: onWindows },
    () =>
      inDirectory(async (directory) => {
        const [a, b, c] = ["a", "b", "c"].map((name) => join(directory, name)) as [
          string,
          string,
          string,
        ];
        await files.write(a, "x");
        assert.equal((await files.lstat(a))?.identity, undefined);
        await files.link(a, b);
        await files.write(c, "x");
        const identity = (await files.lstat(a))?.identity;
        assert.match(identity ?? "", /^\d+:\d+$/);
        assert.equal((await files.lstat(b))?.identity, identity);
        const source = await files.open(b);
        assert.equal((await source.info()).identity, identity);
        await source.close();
      }),
  );

  test(
    "files.lstat() tells a device's numbers",
    { skip: process.platform !== "linux" && "needs Linux" },
    async () => {
      const info = await files.lstat("/dev/null");
      assert.equal(info?.kind, "character-device");
      assert.deepEqual([info?.deviceMajor, info?.deviceMinor], [1, 3]);
    },
  );

  test("files.create() and open() write and read in parts", () =>
    inDirectory(async (directory) => {
      const path = join(directory, "a");
      const sink = await files.create(path, { exclusive: true });
      await sink.write(new Uint8Array([1, 2, 3]));
      await sink.write(new Uint8Array(0));
      await sink.write(new Uint8Array([4]));
      await sink.close();
      await sink.close();
      assert.equal(await codeOf(files.create(path, { exclusive: true })), "EEXIST");
      const source = await files.open(path);
      const first = await source.read(3);
      const second = await source.read(3);
      assert.deepEqual(first, new Uint8Array([1, 2, 3]));
      assert.deepEqual(second, new Uint8Array([4]));
      assert.equal(await source.read(3), null);
      await source.close();
      await source.close();
      assert.deepEqual(await files.readBytes(path), new Uint8Array([1, 2, 3, 4]));
    }));

  test(
    "files.create() does not write through a symlink when exclusive",
    { skip: onWindows },
    () =>
      inDirectory(async (directory) => {
        await files.symlink("target", join(directory, "link"));
        assert.equal(
          await codeOf(files.create(join(directory, "link"), { exclusive: true })),
          "EEXIST",
        );
        assert.equal(await files.stat(join(directory, "target")), null);
      }),
  );

  test(
    "files.create() sets mode and time of the open file",
    { skip: onWindows },
    () =>
      inDirectory(async (directory) => {
        const path = join(directory, "a");
        const sink = await files.create(path, { exclusive: true, mode: 0o600 });
        await sink.chown(system.uid()!, system.gid()!);
        await sink.chmod(0o4711);
        await sink.utimes(1234567890.5);
        await sink.close();
        const info = await files.lstat(path);
        assert.deepEqual([info?.mode, info?.mtime], [0o4711, 1234567890.5]);
      }),
  );

  test("files.stream() reads a whole file and stops when cancelled", () =>
    inDirectory(async (directory) => {
      const path = join(directory, "a");
      await files.write(path, new Uint8Array(300_000));
      assert.equal((await collect(files.stream(path))).length, 300_000);
      const reader = files.stream(path).getReader();
      assert.ok((await reader.read()).value!.length > 0);
      await reader.cancel();
      assert.equal((await reader.read()).done, true);
      assert.equal(await codeOf(collect(files.stream(join(directory, "none")))), "ENOENT");
    }));

  test("files.remove() takes files, links, empty directories and, when told, whole ones", () =>
    inDirectory(async (directory) => {
      const deep = join(directory, "x", "y");
      await files.mkdir(deep, { recursive: true });
      await files.mkdir(deep, { recursive: true });
      await files.write(join(deep, "z"), "z");
      assert.match(
        String(await codeOf(files.remove(join(directory, "x")))),
        /^(ENOTEMPTY|EEXIST)$/,
      );
      await files.rename(join(deep, "z"), join(directory, "z"));
      await files.remove(join(directory, "z"));
      await files.remove(deep);
      await files.remove(join(directory, "x"), { recursive: true });
      assert.deepEqual(await files.list(directory), []);
      assert.equal(await codeOf(files.remove(join(directory, "x"))), "ENOENT");
    }));

  test("processes.run() passes arguments and input as they are", { skip: onWindows }, async () => {
    const args = [
      "-c",
      'printf "%s|" "$@"; cat; echo problem >&2; exit 3',
      "sh",
      "a b",
      "$(id)",
      "",
    ];
    const result = await processes.run("sh", args, { stdin: "in\n", env: { LONGSHORE_X: "1" } });
    assert.deepEqual(
      { ...result, stdout: text(result.stdout), stderr: text(result.stderr) },
      {
        code: 3,
        signal: null,
        stdout: "a b|$(id)||in\n",
        stderr: "problem\n",
        killed: null,
      },
    );
  });

  test("processes.run() adds variables to the process's own", { skip: onWindows }, async () => {
    const args = ["-c", 'echo "$LONGSHORE_X" "${PATH:+path}"'];
    const { stdout } = await processes.run("sh", args, { env: { LONGSHORE_X: "1" }, cwd: "/" });
    assert.equal(text(stdout), "1 path\n");
  });

  test("processes.run() rejects when there is no such program", async () => {
    assert.equal(await codeOf(processes.run("longshore-no-such-program", [])), "ENOENT");
    assert.equal(await codeOf(processes.spawn("longshore-no-such-program", [])), "ENOENT");
  });

  test(
    "processes.run() kills after the timeout, pipes held by a child or not",
    { skip: onWindows },
    async () => {
      // It says what it has to before the time is over, on a busy machine in a later attempt.
      let result = await processes.run("true", []);
      let begin = 0;
      for (let timeout = 0.3; text(result.stdout) === "" && timeout < 10; timeout *= 2) {
        begin = performance.now();
        const command = "echo one; sleep 300 & sleep 300";
        result = await processes.run("sh", ["-c", command], { timeout });
      }
      assert.equal(result.killed, "timeout");
      assert.equal(result.signal, "SIGKILL");
      assert.equal(text(result.stdout), "one\n");
      assert.ok(performance.now() - begin < 60_000);
    },
  );

  test("processes.run() kills a program that writes too much", { skip: onWindows }, async () => {
    const result = await processes.run("sh", ["-c", "yes"], { maxOutput: 1000 });
    assert.equal(result.killed, "output");
    assert.equal(result.stdout.length, 1000);
  });

  test("processes.run() rejects with the signal's reason", { skip: onWindows }, async () => {
    const controller = new AbortController();
    const running = processes.run("sleep", ["30"], { signal: controller.signal });
    controller.abort(new Error("enough"));
    await assert.rejects(running, { message: "enough" });
    await assert.rejects(processes.run("true", [], { signal: controller.signal }), {
      message: "enough",
    });
  });

  test("processes.run() survives a program that reads no input", { skip: onWindows }, async () => {
    const result = await processes.run("true", [], { stdin: new Uint8Array(1_000_000) });
    assert.equal(result.code, 0);
  });

  test(
    "processes.spawn() gives a two-way connection with a half-close",
    { skip: onWindows },
    async () => {
      const child = await processes.spawn("sh", ["-c", "cat; echo end; echo oops >&2"]);
      await child.write(new TextEncoder().encode("ping"));
      assert.equal(text(await child.read() ?? new Uint8Array()), "ping");
      await child.closeStdin();
      let rest = "";
      for (let chunk = await child.read(); chunk !== null; chunk = await child.read()) {
        rest += text(chunk);
      }
      assert.equal(rest, "end\n");
      assert.deepEqual(await child.exit, { code: 0, signal: null });
      assert.equal(child.stderr(), "oops\n");
    },
  );

  test("processes.spawn() can be killed", { skip: onWindows }, async () => {
    const child = await processes.spawn("sleep", ["30"]);
    child.unref();
    child.ref();
    child.kill();
    assert.deepEqual(await child.exit, { code: null, signal: "SIGTERM" });
    assert.equal(await child.read(), null);
  });

  test("system and terminal describe the surroundings", () => {
    process.env.LONGSHORE_TEST = "yes";
    assert.equal(system.env("LONGSHORE_TEST"), "yes");
    assert.equal(system.env("LONGSHORE_NOT_SET"), undefined);
    assert.equal(system.cwd(), process.cwd());
    assert.ok(paths.isAbsolute(system.home()));
    assert.equal(typeof terminal.isTerminal("stdout"), "boolean");
    assert.ok(terminal.columns("stderr") > 0);
    assert.equal(paths.basename(paths.join("a", "..", "b", "c")), "c");
  });

  function text(bytes: Uint8Array): string {
    return new TextDecoder().decode(bytes);
  }

  test("files.lstatAtOnce() and readAtOnce() wait for what the others promise", async () => {
    await inDirectory(async (directory) => {
      const file = join(directory, "a");
      await files.write(file, "hello");
      assert.deepEqual(files.lstatAtOnce(file), await files.lstatExact(file));
      for (const path of [join(directory, "no"), join(file, "below")]) {
        assert.equal(files.lstatAtOnce(path), null);
        assert.equal(await files.lstatExact(path), null);
        assert.throws(() => files.readAtOnce(path, new Uint8Array(1)), /ENOENT|ENOTDIR/);
      }
      const room = new Uint8Array(9);
      assert.equal(files.readAtOnce(file, room), 5);
      assert.equal(new TextDecoder().decode(room.subarray(0, 5)), "hello");
      assert.equal(files.readAtOnce(file, room.subarray(0, 2)), 2);
    });
  });

  test(
    "files.readAtOnce() does not wait for the writer of a pipe",
    { skip: onWindows },
    async () => {
      await inDirectory(async (directory) => {
        const pipe = join(directory, "pipe");
        await processes.run("mkfifo", [pipe]);
        assert.equal(files.readAtOnce(pipe, new Uint8Array(4)), 0);
      });
    },
  );

  test("system.turn() lets what is ready go first", async () => {
    let isReady = false;
    setTimeout(() => isReady = true, 0);
    for (let turns = 0; !isReady; turns++) {
      assert.ok(turns < 100_000);
      await system.turn();
    }
  });
});
