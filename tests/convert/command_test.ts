import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { describe, it, test } from "node:test";
import { splitCommand, toCommand } from "../../src/convert/command.ts";
import { refuses } from "./refusals.ts";

const COMMANDS: [text: string, words: string[]][] = [
  ["", []],
  ["   \t\n ", []],
  ["ls", ["ls"]],
  ["  ls   -la\t/tmp\n", ["ls", "-la", "/tmp"]],
  [`sh -c 'echo "a b"; exit 3'`, ["sh", "-c", 'echo "a b"; exit 3']],
  [`sh -c "echo 'a b'"`, ["sh", "-c", "echo 'a b'"]],
  [`a''b""c`, ["abc"]],
  [`'' "" x`, ["", "", "x"]],
  [`a"b c"'d e'f\\ g`, ["ab cd ef g"]],
  [String.raw`"a\"b" "a\\b" "a\$b" "a\`b" "a\nb"`, ['a"b', "a\\b", "a$b", "a`b", "a\\nb"]],
  [String.raw`'a\b' a\b \'x\'`, ["a\\b", "ab", "'x'"]],
  ["a\\\nb c\\\n d", ["ab", "c", "d"]],
  ['"a\\\nb"', ["ab"]],
  [`printf %s grün "日本 語" 🐳`, ["printf", "%s", "grün", "日本 語", "🐳"]],
];

describe("splitCommand() splits words as a shell does", () => {
  for (const [text, words] of COMMANDS) {
    it(JSON.stringify(text), () => {
      assert.deepEqual(splitCommand(text), words, text);
    });
  }
});

describe("splitCommand() agrees with the shell of this machine", () => {
  for (const [text, words] of COMMANDS) {
    if (/\n\s*$/.test(text) || words.length === 0) continue;
    it(JSON.stringify(text), () => {
      const script = `printf '%s\\0' ${text}`;
      const output = execFileSync("sh", ["-c", script], { encoding: "utf8" });
      assert.deepEqual(output.split("\0").slice(0, -1), words);
    });
  }
});

test("splitCommand() expands nothing and knows no operators", () => {
  assert.deepEqual(splitCommand("echo $HOME `id` *.ts ~ # a && b | c > d"), [
    ...["echo", "$HOME", "`id`", "*.ts", "~", "#", "a", "&&", "b", "|", "c", ">", "d"],
  ]);
});

describe("splitCommand() refuses an unclosed quote and a lone backslash", () => {
  const hint = "a list of words needs no quoting";
  refuses([
    [
      () => splitCommand("echo 'a b"),
      "TypeError",
      `Cannot split command "***": the single quote at character 6 is not closed; ${hint}`,
    ],
    [
      () => splitCommand('echo "a\\"', "entrypoint"),
      "TypeError",
      `Cannot split entrypoint "***": the double quote at character 6 is not closed; ${hint}`,
    ],
    [
      () => splitCommand("echo \\"),
      "TypeError",
      `Cannot split command "***": the backslash at character 6 escapes nothing; ${hint}`,
    ],
  ]);
});

test("toCommand() keeps lists as they are and copies them", () => {
  const words = ["echo", "a b", "'"];
  const command = toCommand(words, "command");
  assert.deepEqual(command, words);
  assert.notEqual(command, words);
  assert.deepEqual(toCommand("echo 'a b'", "command"), ["echo", "a b"]);
});

describe("toCommand() refuses other shapes", () => {
  const accepted = "expected a string or a list of strings";
  refuses([
    [() => toCommand(5, "command"), "TypeError", `Cannot use command 5: ${accepted}`],
    [() => toCommand(["a", 1], "cmd"), "TypeError", `Cannot use cmd ["***",1]: ${accepted}`],
  ]);
});
