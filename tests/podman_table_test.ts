import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { test } from "node:test";
import { podmanTable } from "./harness/podman_table.ts";
import { PODMAN_CASES } from "./live/podman_cases.ts";

test("the README's table of Podman says what the cases say", () => {
  const readme = readFileSync(path.join(process.cwd(), "README.md"), "utf8");
  const words = (text: string): string => text.replace(/[\s-]+/g, " ");
  assert.ok(words(readme).includes(words(podmanTable(PODMAN_CASES))), podmanTable(PODMAN_CASES));
});
