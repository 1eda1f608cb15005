import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import process from "node:process";
import { bunProgram } from "../harness/dev_tools.ts";
import type { CommandOutput } from "../harness/process.ts";
import { BUNDLED, IMPORTING, REQUIRING, testing } from "./programs.ts";
import { EXPECTED, NODES, Scratch } from "./scratch.ts";

let scratch: Scratch;
before(async () => {
  scratch = await Scratch.create();
});
after(() => scratch?.remove());

function assertPrints({ code, text, stdout }: CommandOutput): void {
  assert.equal(code, 0, text);
  assert.equal(stdout.trim(), EXPECTED, text);
}

describe("the packed package", () => {
  for (const name of NODES) {
    it(`is imported in ${name}`, async () => {
      const project = scratch.project(`${name}-import`, { "main.mjs": IMPORTING });
      assertPrints(await scratch.run(project, scratch.node(name), ["main.mjs"]));
    });

    it(`is required in ${name}`, async () => {
      const project = scratch.project(`${name}-require`, { "main.cjs": REQUIRING });
      assertPrints(await scratch.run(project, scratch.node(name), ["main.cjs"]));
    });
  }

  it("is imported in Bun", async () => {
    const project = scratch.project("bun", { "main.ts": IMPORTING });
    assertPrints(await scratch.run(project, bunProgram(), ["main.ts"]));
  });

  it("is required in Bun", async () => {
    const project = scratch.project("bun-require", { "main.cjs": REQUIRING });
    assertPrints(await scratch.run(project, bunProgram(), ["main.cjs"]));
  });

  it("is imported and type-checked in Deno", async () => {
    const program = IMPORTING.replaceAll("process.env.PEER", 'Deno.env.get("PEER")');
    const project = scratch.project("deno", { "main.ts": program });
    const args = ["run", "-A", "--check=all", "--quiet", "--node-modules-dir=manual", "main.ts"];
    assertPrints(await scratch.run(project, process.execPath, args));
  });

  // In `.cts` files tsx and Node 20 together find no part of any module that is required.
  const files = [["node20", "main.ts", BUNDLED], ["node20", "required.ts", REQUIRING], [
    "node22",
    "main.cts",
    REQUIRING,
  ]] as const;
  for (const [name, file, program] of files) {
    it(`is loaded by tsx in ${file} on ${name}`, async () => {
      const project = scratch.project("tsx", { [file]: program });
      const args = [scratch.tool("tsx/dist/cli.mjs"), file];
      assertPrints(await scratch.run(project, scratch.node(name), args));
    });
  }

  for (const format of ["esm", "cjs"]) {
    it(`is bundled by esbuild as ${format}, and minified`, async () => {
      const project = scratch.project("esbuild", { "main.js": BUNDLED });
      const file = format === "esm" ? "out.mjs" : "out.cjs";
      const args = ["main.js", "--bundle", "--minify", "--platform=node", `--format=${format}`];
      const built = await scratch.run(project, esbuild(), [...args, `--outfile=${file}`]);
      assert.equal(built.code, 0, built.text);
      assert.doesNotMatch(built.text, /warning/i);
      assertPrints(await scratch.run(project, scratch.node("node20"), [file]));
    });
  }

  for (const type of ["commonjs2", "module"]) {
    it(`is bundled by webpack as ${type}`, async () => {
      const project = scratch.project(`webpack-${type}`, {
        "main.mjs": BUNDLED,
        "build.cjs": webpackScript(type),
      });
      const built = await scratch.run(project, scratch.node("node24"), ["build.cjs"]);
      assert.equal(built.code, 0, built.text);
      const file = type === "module" ? "dist/main.mjs" : "dist/main.cjs";
      assertPrints(await scratch.run(project, scratch.node("node20"), [file]));
    });
  }

  it("is bundled by Vite for a server", async () => {
    const project = scratch.project("vite", {
      "main.js": BUNDLED,
      "vite.config.mjs": `export default { build: { ssr: "main.js" }, ssr: { noExternal: true } };`,
    });
    const args = [scratch.tool("vite/bin/vite.js"), "build"];
    const built = await scratch.run(project, scratch.node("node24"), args);
    assert.equal(built.code, 0, built.text);
    assertPrints(await scratch.run(project, scratch.node("node20"), ["dist/main.mjs"]));
  });

  it("is left out of Vite's bundle for a server by default", async () => {
    const project = scratch.project("vite-external", {
      "main.js": BUNDLED,
      "package.json": `{ "type": "module", "dependencies": { "@longshore/docker": "*" } }`,
      "vite.config.mjs": `export default { build: { ssr: "main.js" } };`,
    });
    const args = [scratch.tool("vite/bin/vite.js"), "build"];
    const built = await scratch.run(project, scratch.node("node24"), args);
    assert.equal(built.code, 0, built.text);
    assertPrints(await scratch.run(project, scratch.node("node20"), ["dist/main.js"]));
  });

  it("is tested with Vitest", async () => {
    const imports = 'import { expect, test } from "vitest";\n';
    const project = scratch.project("vitest", {
      "package.test.mjs": testing(EXPECTED, imports),
      "vitest.config.mjs": "export default {};",
    });
    scratch.link(project, "vitest");
    const args = [scratch.tool("vitest/vitest.mjs"), "run"];
    const { code, text } = await scratch.run(project, scratch.node("node24"), args);
    assert.equal(code, 0, text);
    assert.match(text, /Tests\s+1 passed/);
  });

  it("is tested with Jest where its modules are switched on", async () => {
    const project = scratch.project("jest", {
      "package.test.mjs": testing(EXPECTED),
      "jest.config.json": '{ "testMatch": ["**/*.test.mjs"], "transform": {} }',
    });
    const args = ["--experimental-vm-modules", scratch.tool("jest/bin/jest.js")];
    const { code, text } = await scratch.run(project, scratch.node("node20"), args);
    assert.equal(code, 0, text);
    assert.match(text, /Tests:\s+1 passed/);
  });

  // The README says so.
  it("is not taken by Jest where they are not", async () => {
    const project = scratch.project("jest-plain", {
      "package.test.js": 'test("loads", () => { require("@longshore/docker"); });',
      "jest.config.json": '{ "transform": {} }',
    });
    const { code, text } = await scratch.run(project, scratch.node("node20"), [
      scratch.tool("jest/bin/jest.js"),
    ]);
    assert.equal(code, 1, text);
    assert.match(text, /Cannot use import statement outside a module|Must use import/);
  });
});

function esbuild(): string {
  return scratch.tool(`@esbuild/${process.platform}-${process.arch}/bin/esbuild`);
}

function webpackScript(type: string): string {
  const isModule = type === "module";
  const settings = {
    mode: "production",
    target: "node20",
    entry: "./main.mjs",
    optimization: { minimize: false },
    experiments: { outputModule: isModule },
    output: { filename: isModule ? "main.mjs" : "main.cjs", library: { type } },
  };
  return `const webpack = require(${JSON.stringify(scratch.tool("webpack"))});
webpack({ ...${JSON.stringify(settings)}, context: __dirname }, (error, stats) => {
  if (!error && !stats.hasErrors() && !stats.hasWarnings()) return;
  console.error(error ?? stats.toString());
  process.exitCode = 1;
});
`;
}
