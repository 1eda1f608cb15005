import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it, test } from "node:test";
import process from "node:process";
import { findBreaches, pureFiles } from "./harness/layers.ts";
import { sourceFiles } from "./harness/static_checks.ts";

const root = process.cwd();

test("mod.ts and src keep to the layers", () => {
  const files = ["mod.ts", ...sourceFiles(path.join(root, "src"))]
    .map((file) => path.relative(root, path.resolve(root, file)));
  assert.ok(files.length > 50, `only ${files.length} files found`);
  const sources = new Map(
    files.map((file) => [file, readFileSync(path.join(root, file), "utf8")]),
  );
  assert.deepEqual(findBreaches(sources), []);
});

describe("deno.lock and package.json name no host", () => {
  for (const file of ["deno.lock", "package.json"]) {
    it(file, () => {
      assert.ok(existsSync(path.join(root, file)), file);
      assert.doesNotMatch(readFileSync(path.join(root, file), "utf8"), /https?:/, file);
    });
  }
});

describe("findBreaches()", () => {
  const samples: { does: string; sources: Record<string, string>; breaches: string[] }[] = [
    {
      does: "lets pass what is allowed",
      sources: {
        "mod.ts": 'export { a } from "./src/client.ts";\n/** import x from "npm:x" */',
        "src/client.ts": 'import { c } from "./connect/mod.ts"; // import "y"\nexport const a = c;',
        "src/connect/mod.ts": 'const x = await import("./node.ts"); const c = Deno.x;',
        "src/connect/node.ts": 'import net from "node:net";\nimport type { D } from "./types.ts";',
        "src/http/pool.ts":
          'import type {\n  D,\n} from "../connect/types.ts";\nconst mime = "*/*"; const s = "Bun";',
      },
      breaches: [],
    },
    {
      does: "finds an import from above",
      sources: { "src/http/pool.ts": 'import { x } from "../engine.ts";' },
      breaches: ["src/http/pool.ts: imports src/engine.ts, which is not below it"],
    },
    {
      does: "finds an import from beside",
      sources: { "src/http/pool.ts": 'import type {\n  F,\n} from "../streams/frames.ts";' },
      breaches: ["src/http/pool.ts: imports src/streams/frames.ts, which is not below it"],
    },
    {
      does: "finds a re-export from above",
      sources: { "src/errors.ts": 'export * from "./client.ts";' },
      breaches: ["src/errors.ts: imports src/client.ts, which is not below it"],
    },
    {
      does: "finds a runtime's adapter below the client, imported at once or later",
      sources: {
        "src/api/build.ts": 'import { files } from "../platform/mod.ts";',
        "src/engine.ts": 'export async function f() { await import("./connect/node.ts"); }',
      },
      breaches: [
        "src/api/build.ts: imports src/platform/mod.ts, which is for platform, tar, connect, create_engine, contexts, environment, progress, client",
        "src/engine.ts: imports src/connect/node.ts, which is for connect, client_options, create_engine, environment, objects, client",
      ],
    },
    {
      does: "finds what is no relative path with its extension",
      sources: {
        "src/engine.ts":
          'import "npm:x";\nimport { y } from "./errors";\nimport fs from "node:fs";',
      },
      breaches: [
        'src/engine.ts: imports "npm:x", which is no relative .ts path',
        'src/engine.ts: imports "./errors", which is no relative .ts path',
        'src/engine.ts: imports "node:fs", which is no relative .ts path',
      ],
    },
    {
      does: "finds a runtime's global",
      sources: { "src/engine.ts": "if (globalThis.Deno) {}", "src/http/a.ts": "Bun.connect({})" },
      breaches: ["src/engine.ts: uses Deno", "src/http/a.ts: uses Bun"],
    },
    {
      does: "finds a long file, but for the client and the types",
      sources: {
        "src/client.ts": "\n".repeat(600) + "x",
        "src/types/tasks.ts": "\n".repeat(600) + "x",
        "src/engine.ts": "\n".repeat(500) + "x\n",
      },
      breaches: ["src/engine.ts: has 501 lines, more than 500"],
    },
    {
      does: "finds a module of the runtime that an entry loads",
      sources: {
        "mod.ts": 'export * from "./src/client.ts";',
        "src/client.ts": 'import { c } from "./connect/mod.ts";',
        "src/connect/mod.ts": 'import { o } from "./node.ts";',
        "src/connect/node.ts": 'import net from "node:net";',
      },
      breaches: ['src/connect/node.ts: loads "node:net" with an entry'],
    },
    {
      does: "finds files that import each other",
      sources: {
        "src/tar/a.ts": 'import { b } from "./b.ts";',
        "src/tar/b.ts": 'import { a } from "./a.ts";\nimport type { c } from "./c.ts";',
        "src/tar/c.ts": 'import type { b } from "./b.ts";',
      },
      breaches: [
        "src/tar/a.ts: imports itself: src/tar/a.ts -> src/tar/b.ts -> src/tar/a.ts",
        "src/tar/b.ts: imports itself: src/tar/b.ts -> src/tar/c.ts -> src/tar/b.ts",
      ],
    },
    {
      does: "finds a directory that is in no layer",
      sources: { "src/misc/a.ts": "" },
      breaches: ['src/misc/a.ts: "misc" is in no layer'],
    },
  ];
  for (const { does, sources, breaches } of samples) {
    it(does, () => assert.deepEqual(findBreaches(new Map(Object.entries(sources))), breaches));
  }
});

test("pureFiles() leaves out what reaches a runtime, later or through others", () => {
  const sources = {
    "src/engine.ts": 'import type { D } from "./connect/types.ts";',
    "src/tar/pack_directory.ts": 'import { loadPlatform } from "../platform/mod.ts";',
    "src/tar/mod.ts": 'export * from "./pack_directory.ts";',
    "src/client.ts": 'const c = await import("./connect/mod.ts");\nimport "./engine.ts";',
    "src/connect/mod.ts": "",
    "src/connect/types.ts": "",
    "src/platform/mod.ts": "",
  };
  assert.deepEqual(pureFiles(new Map(Object.entries(sources))), [
    "src/engine.ts",
    "src/connect/types.ts",
  ]);
});
