import assert from "node:assert/strict";
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, it } from "node:test";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { loadPlatform } from "../../src/platform/mod.ts";

/** The variable that makes this file read its terminal, in place of its tests. */
const TASK = "LONGSHORE_RAW_TASK";

if (process.env[TASK]) {
  const { terminal } = await loadPlatform();
  const say = (text: string): Promise<void> => terminal.write("stdout", `${text}\n`);
  const input = terminal.openInput();
  const stop = terminal.onResize(() =>
    void say(`resized ${terminal.rows("stdout")} ${terminal.columns("stdout")}`)
  );
  await say(`pid ${process.pid} ${terminal.isTerminal("stdin")}`);
  await say(`size ${terminal.rows("stdout")} ${terminal.columns("stdout")}`);
  for (let bytes = await input.read(); bytes !== null; bytes = await input.read()) {
    const text = new TextDecoder().decode(bytes);
    await say(`read ${JSON.stringify(text)}`);
    if (text.includes("!")) throw new Error("on purpose");
    if (text.includes("q")) input.close();
  }
  stop();
  await say("done");
}

const hasScript = spawnSync("script", ["--version"]).status === 0;
const skip = process.env[TASK]
  ? "This process is a task of the tests"
  : (hasScript ? false : "No script command to make a terminal with");

/** This file on a terminal of its own. */
class Session {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly directory: string = fs.mkdtempSync(path.join(os.tmpdir(), "longshore-raw-"));
  #output = "";
  #wake: (() => void) | null = null;

  constructor() {
    const file = fileURLToPath(import.meta.url);
    const runtime = "Deno" in globalThis
      ? [process.execPath, "run", "-A", "-q", "--no-check", file]
      : [process.execPath, file];
    const script = path.join(this.directory, "session.sh");
    fs.writeFileSync(
      script,
      [
        "stty rows 31 cols 101; stty -g > before; exec 3<&0",
        "(while [ ! -e resize ]; do sleep 0.1; done; stty rows 40 cols 120 <&3) &",
        runtime.map((word) => `'${word}'`).join(" "),
        "echo $? > code; touch resize; stty -g > after; echo finished",
      ].join("\n"),
    );
    this.#child = spawn("script", ["-qec", `sh ${script}`, "/dev/null"], {
      cwd: this.directory,
      env: { ...process.env, [TASK]: "1", SHELL: "/bin/sh" },
    });
    this.#child.stdout.setEncoding("utf8").on("data", (text: string) => {
      this.#output += text;
      this.#wake?.();
    });
  }

  type(keys: string): void {
    this.#child.stdin.write(keys);
  }

  async sees(pattern: RegExp): Promise<string[]> {
    const end = Date.now() + 30_000;
    for (;;) {
      const match = pattern.exec(this.#output);
      if (match !== null) {
        this.#output = this.#output.slice(match.index + match[0].length);
        return [...match];
      }
      assert.ok(Date.now() < end, `no ${pattern} in ${JSON.stringify(this.#output)}`);
      const timer = setTimeout(() => this.#wake?.(), 1000);
      await new Promise<void>((wake) => this.#wake = wake);
      clearTimeout(timer);
    }
  }

  /** Resolves with the exit code when the program has ended; its terminal must be as it was. */
  async ends(): Promise<number> {
    await this.sees(/finished/);
    const read = (name: string): string =>
      fs.readFileSync(path.join(this.directory, name), "utf8").trim();
    assert.equal(read("after"), read("before"));
    const code = Number(read("code"));
    this.#child.stdin.end();
    if (this.#child.exitCode === null) await once(this.#child, "close");
    fs.rmSync(this.directory, { recursive: true, force: true });
    return code;
  }
}

describe("a terminal's input", { skip }, () => {
  it("is raw: every key comes as it is typed, and the size of the window is told", async () => {
    const session = new Session();
    const [, , isTerminal] = await session.sees(/pid (\d+) (true|false)/);
    assert.equal(isTerminal, "true");
    await session.sees(/size 31 101/);
    session.type("a");
    await session.sees(/read "a"/);
    session.type("\x03");
    await session.sees(/read "\\u0003"/);
    session.type("\x1b[A");
    await session.sees(/read "\\u001b\[A"/);
    fs.writeFileSync(path.join(session.directory, "resize"), "");
    await session.sees(/resized 40 120/);
    session.type("q");
    await session.sees(/done/);
    await session.ends(); // Its code is that of these tests, which Bun wants to be run otherwise.
  });

  it("is put back when the program fails", async () => {
    const session = new Session();
    await session.sees(/size/);
    session.type("!");
    await session.sees(/on purpose/);
    assert.notEqual(await session.ends(), 0);
  });

  for (const [signal, code] of [["SIGTERM", 143], ["SIGHUP", 129], ["SIGINT", 130]] as const) {
    it(`is put back when ${signal} tells the program to end`, async () => {
      const session = new Session();
      const [, pid] = await session.sees(/pid (\d+)/);
      await session.sees(/size/);
      process.kill(Number(pid), signal);
      assert.equal(await session.ends(), code);
    });
  }
});
