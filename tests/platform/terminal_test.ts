import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, it } from "node:test";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { loadPlatform } from "../../src/platform/mod.ts";
import { TerminalSession } from "../harness/terminal_session.ts";

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
const FILE = fileURLToPath(import.meta.url);
const skip = process.env[TASK]
  ? "This process is a task of the tests"
  : (hasScript ? false : "No script command to make a terminal with");

describe("a terminal's input", { skip }, () => {
  it("is raw: every key comes as it is typed, and the size of the window is told", async () => {
    const session = new TerminalSession(FILE, { [TASK]: "1" });
    const [, , isTerminal] = await session.sees(/pid (\d+) (true|false)/);
    assert.equal(isTerminal, "true");
    await session.sees(/size 31 101/);
    session.type("a");
    await session.sees(/read "a"/);
    session.type("\x03");
    await session.sees(/read "\\u0003"/);
    session.type("\x1b[A");
    await session.sees(/read "\\u001b\[A"/);
    session.resize();
    await session.sees(/resized 40 120/);
    session.type("q");
    await session.sees(/done/);
    await session.ends(); // Its code is that of these tests, which Bun wants to be run otherwise.
  });

  it("is put back when the program fails", async () => {
    const session = new TerminalSession(FILE, { [TASK]: "1" });
    await session.sees(/size/);
    session.type("!");
    await session.sees(/on purpose/);
    assert.notEqual(await session.ends(), 0);
  });

  for (const [signal, code] of [["SIGTERM", 143], ["SIGHUP", 129], ["SIGINT", 130]] as const) {
    it(`is put back when ${signal} tells the program to end`, async () => {
      const session = new TerminalSession(FILE, { [TASK]: "1" });
      const [, pid] = await session.sees(/pid (\d+)/);
      await session.sees(/size/);
      process.kill(Number(pid), signal);
      assert.equal(await session.ends(), code);
    });
  }
});
