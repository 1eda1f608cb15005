import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import {
  bar,
  cut,
  justify,
  secondsText,
  sizeText,
  toLine,
  widthOf,
} from "../../src/progress/text.ts";

test("toLine() takes out what would move the cursor or change colours", () => {
  assert.equal(toLine("a\tb"), "a b");
  assert.equal(toLine("\x1b[31mred\x1b[0m \x1b[2Kx\x07\r\n\x1bMy\x9bz"), "red xyz");
  assert.equal(toLine("größe 漢字"), "größe 漢字");
});

test("widthOf() counts two columns for wide letters and none for marks", () => {
  assert.equal(widthOf("abc"), 3);
  assert.equal(widthOf("größe"), 5);
  assert.equal(widthOf("e\u0301"), 1);
  assert.equal(widthOf("漢字"), 4);
  assert.equal(widthOf("📦"), 2);
  assert.equal(widthOf("…"), 1);
});

test("cut() keeps what fits and ends the rest in dots", () => {
  assert.equal(cut("abcdef", 6), "abcdef");
  assert.equal(cut("abcdefg", 6), "abc...");
  assert.equal(cut("abcdefg", 3), "...");
  assert.equal(cut("abcdefg", 1), ".");
  assert.equal(cut("漢字漢字", 8), "漢字漢字");
  assert.equal(cut("漢字漢字", 7), "漢字...");
  assert.equal(cut("漢字漢字", 6), "漢...");
  assert.equal(cut("📦📦📦", 5), "📦...");
});

test("justify() writes at both ends of a line", () => {
  assert.equal(justify("left", "1.0s", 20), "left            1.0s");
  assert.equal(justify("a long text on the left", "1.0s", 20), "a long text ... 1.0s");
  assert.equal(justify("left of a narrow one", "1.0s", 12), "left of a...");
  assert.equal(justify("漢字", "1.0s", 20), "漢字            1.0s");
});

describe("sizeText() writes four digits and a unit", () => {
  const sizes: [bytes: number, text: string][] = [
    [0, "0B"],
    [999, "999B"],
    [1000, "1kB"],
    [1536, "1.536kB"],
    [12_345_678, "12.35MB"],
    [999_960, "1MB"],
    [5e9, "5GB"],
    [1.5e18, "1500PB"],
  ];

  for (const [bytes, text] of sizes) {
    it(text, () => {
      assert.equal(sizeText(bytes), text);
    });
  }
});

test("bar() and secondsText() draw how far and how long", () => {
  assert.equal(bar(0, 12), "[>         ]");
  assert.equal(bar(0.5, 12), "[=====>    ]");
  assert.equal(bar(0.99, 12), "[=========>]");
  assert.equal(bar(1, 12), "[==========]");
  assert.equal(bar(7, 12), "[==========]");
  assert.equal(bar(-1, 12), "[>         ]");
  assert.equal(secondsText(0.04), "0.0s");
  assert.equal(secondsText(75.25), "75.3s");
  assert.equal(secondsText(-1), "0.0s");
});
