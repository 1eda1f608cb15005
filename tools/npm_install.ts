import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { runOrThrow, say } from "../tests/harness/process.ts";

const FILES = ["package.json", "package-lock.json"];

/**
 * Installs what a directory's `package-lock.json` pins, once, beside the repository's own packages.
 *
 * @param directory A directory with `package.json` and `package-lock.json`.
 * @returns The directory that holds `node_modules`.
 * @throws {Error} When npm fails, with what it printed.
 */
export async function installPinned(directory: string): Promise<string> {
  const hash = createHash("sha256");
  for (const file of FILES) hash.update(readFileSync(path.join(directory, file)));
  const name = `${directory.replaceAll("/", "-")}-${hash.digest("hex").slice(0, 12)}`;
  const target = path.resolve(".cache/npm", name);
  if (existsSync(target)) return target;
  say(`installing the packages of ${directory} (once)`);
  // Elsewhere first: what has its name is whole, whoever installs the same at the same time.
  const making = `${target}.${process.pid}`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  for (const file of FILES) cpSync(path.join(directory, file), path.join(making, file));
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  try {
    await runOrThrow("npm", ["ci", "--omit-lockfile-registry-resolved", ...quiet], {
      cwd: making,
      timeout: 900,
    });
    if (!existsSync(target)) renameSync(making, target);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return target;
}
