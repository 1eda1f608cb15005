import assert from "node:assert/strict";
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";

/** A TypeScript file on a terminal of its own, which the command `script` makes. */
export class TerminalSession {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #directory: string = fs.mkdtempSync(path.join(os.tmpdir(), "longshore-terminal-"));
  #output = "";
  #wake: (() => void) | null = null;

  /** Runs the file in this runtime, with these variables beside those of this process. */
  constructor(file: string, environment: Record<string, string>) {
    const runtime = "Deno" in globalThis
      ? [process.execPath, "run", "-A", "-q", "--no-check", file]
      : [process.execPath, file];
    const script = path.join(this.#directory, "session.sh");
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
      cwd: this.#directory,
      env: { ...process.env, ...environment, SHELL: "/bin/sh" },
    });
    this.#child.stdout.setEncoding("utf8").on("data", (text: string) => {
      this.#output += text;
      this.#wake?.();
    });
  }

  /** Types keys. */
  type(keys: string): void {
    this.#child.stdin.write(keys);
  }

  /** Changes the size of the terminal, from 31 rows of 101 columns to 40 of 120. */
  resize(): void {
    fs.writeFileSync(path.join(this.#directory, "resize"), "");
  }

  /** Resolves once the output, from the last match on, matches. */
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

  /** Resolves with the exit code when the file has ended; its terminal must be as it was. */
  async ends(): Promise<number> {
    await this.sees(/finished/);
    const read = (name: string): string =>
      fs.readFileSync(path.join(this.#directory, name), "utf8").trim();
    assert.equal(read("after"), read("before"));
    const code = Number(read("code"));
    this.#child.stdin.end();
    if (this.#child.exitCode === null) await once(this.#child, "close");
    fs.rmSync(this.#directory, { recursive: true, force: true });
    return code;
  }
}
