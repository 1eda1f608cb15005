/** Round trips with the archive programs that are installed, in both directions. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import {
  chmod,
  link,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  symlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { extractDirectory, packDirectory } from "../../src/tar/mod.ts";
import { collect } from "../harness/collect.ts";

interface Tool {
  name: string;
  command: string;
  /** What `--version` must say. */
  version: RegExp;
  formats: string[];
  extract: string[];
  /** What the program itself makes of names. */
  rename: (line: string) => string;
}

const TOOLS: Tool[] = [
  {
    name: "GNU tar",
    command: "tar",
    version: /GNU tar/,
    formats: ["gnu", "oldgnu", "posix"],
    extract: ["--delay-directory-restore"],
    rename: (line) => line,
  },
  {
    name: "bsdtar",
    command: "bsdtar",
    version: /bsdtar/,
    formats: ["gnutar", "pax"],
    extract: [],
    // It composes accents and letters of the names that it reads from PAX headers.
    rename: (line) => line.normalize("NFC"),
  },
];

function missing({ command, version, name }: Tool): string | false {
  const { stdout } = spawnSync(command, ["--version"], { encoding: "utf8" });
  return !version.test(stdout ?? "") && `${name} is not installed`;
}

function run(
  command: string,
  args: string[],
  cwd: string,
  input?: Uint8Array,
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { PATH: "/usr/bin:/bin", LC_ALL: "C.UTF-8" },
      stdio: ["pipe", "pipe", "pipe"],
    });
    const output: Uint8Array[] = [];
    let problems = "";
    child.stdout.on("data", (chunk) => output.push(chunk));
    child.stderr.on("data", (chunk) => problems += chunk);
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0 && problems === "") resolve(Buffer.concat(output));
      else reject(new Error(`${command} ended with ${code}: ${problems}`));
    });
    child.stdin.on("error", () => {});
    child.stdin.end(input ?? "");
  });
}

async function makeTree(root: string): Promise<void> {
  const files: Record<string, string> = {
    "plain": "plain",
    "empty": "",
    "a/b/c": "deep",
    "- odd": "leading dash and space",
    "--help": "like an option",
    "new\nline": "newline",
    "back\\slash": "backslash",
    "quote'\"$(id)`*?": "quotes",
    " spaces ": "spaces around",
    "ünïcødé/日本語/🐋": "utf-8",
    "e\u0301 decomposed": "not normalized",
    [`${"n".repeat(100)}`]: "100",
    [`${"n".repeat(101)}`]: "101",
    [`${"n".repeat(255)}`]: "255",
    [`${"p".repeat(155)}/${"n".repeat(100)}`]: "ustar's longest",
    [`${"q".repeat(156)}/${"n".repeat(100)}`]: "one more",
    [`${`${"deep".repeat(50)}/`.repeat(4)}file`]: "800 and more",
    "block": "x".repeat(512),
    "big": "0123456789".repeat(70_000),
  };
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  await mkdir(join(root, "empty directory"));
  await symlink("plain", join(root, "symlink"));
  await symlink(`${"l".repeat(150)}/ü`, join(root, "long symlink"));
  await symlink("../..", join(root, "a/up"));
  await link(join(root, "plain"), join(root, "hard link"));
  await link(join(root, "ünïcødé/日本語/🐋"), join(root, "z hard link to utf-8"));
  await chmod(join(root, "plain"), 0o751);
  await chmod(join(root, "empty"), 0o600);
  await utimes(join(root, "plain"), 1234567890, 1234567890);
  await utimes(join(root, "empty"), 1000, 1000.5);
  await utimes(join(root, "empty directory"), 1, 1);
}

/** Describes a tree line by line: what is compared after a round trip. */
async function describe(root: string, prefix = ""): Promise<string[]> {
  const lines: string[] = [];
  for (const name of (await readdir(root)).sort()) {
    const location = join(root, name);
    const stats = await lstat(location);
    const path = JSON.stringify(prefix + name);
    if (stats.isSymbolicLink()) {
      lines.push(`${path} -> ${await readlink(location)}`);
      continue;
    }
    const time = Math.floor(stats.mtimeMs / 1000);
    const start = `${path} ${(stats.mode & 0o7777).toString(8)} ${time}`;
    if (stats.isDirectory()) {
      lines.push(`${start} directory`, ...await describe(location, `${prefix}${name}/`));
    } else {
      const content = await readFile(location, "utf8");
      lines.push(`${start} ${stats.nlink} ${content.length} ${content.slice(0, 40)}`);
    }
  }
  return lines;
}

async function inTree(body: (root: string, out: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "longshore-tools-"));
  try {
    const [root, out] = [join(directory, "root"), join(directory, "out")];
    await mkdir(root);
    await mkdir(out);
    await makeTree(root);
    await body(root, out);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

for (const tool of TOOLS) {
  const skip = missing(tool);
  test(
    `${tool.name} extracts what packDirectory() packs, without a warning`,
    { skip },
    () =>
      inTree(async (root, out) => {
        const archive = await collect(packDirectory(root));
        await run(tool.command, ["-x", "-p", ...tool.extract, "-f", "-"], out, archive);
        const expected = (await describe(root)).map(tool.rename).sort();
        assert.deepEqual((await describe(out)).sort(), expected);
      }),
  );

  for (const format of tool.formats) {
    test(
      `extractDirectory() extracts what ${tool.name} packs as ${format}`,
      { skip },
      () =>
        inTree(async (root, out) => {
          const args = ["-c", `--format=${format}`, "-f", "-", "."];
          const archive = await run(tool.command, args, root);
          await extractDirectory(archive, out);
          assert.deepEqual(await describe(out), await describe(root));
        }),
    );
  }
}
