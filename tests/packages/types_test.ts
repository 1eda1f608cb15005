import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import process from "node:process";
import { readProject } from "../../tools/package/entries.ts";
import { TYPED } from "./programs.ts";
import { Scratch } from "./scratch.ts";

let scratch: Scratch;
before(async () => {
  scratch = await Scratch.create();
});
after(() => scratch?.remove());

/** Type-checks the program in a project; without settings, with those of `tsc --init`. */
async function check(
  name: string,
  typescript: string,
  settings: Record<string, unknown> | undefined,
  manifest: Record<string, unknown> = { type: "module" },
): Promise<void> {
  const files: Record<string, string> = {
    "main.ts": TYPED,
    "package.json": JSON.stringify(manifest),
  };
  if (settings !== undefined) {
    const compilerOptions = { noEmit: true, types: [], ...settings };
    files["tsconfig.json"] = JSON.stringify({ compilerOptions, files: ["main.ts"] });
  }
  const project = scratch.project(name, files);
  const tsc = scratch.tool(`${typescript}/bin/tsc`);
  if (settings === undefined) {
    const { code, text } = await scratch.run(project, scratch.node("node24"), [tsc, "--init"]);
    assert.equal(code, 0, text);
  }
  const { code, text } = await scratch.run(project, scratch.node("node24"), [tsc, "-p", "."]);
  assert.equal(code, 0, text.slice(0, 4000));
}

const DOM = ["es2022", "dom", "dom.iterable", "dom.asynciterable"];

/** All that a careful project may switch on, the declarations of packages checked as well. */
const STRICT = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noPropertyAccessFromIndexSignature: true,
  noUncheckedIndexedAccess: true,
  noImplicitOverride: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  skipLibCheck: false,
  target: "es2022",
  module: "nodenext",
  lib: DOM,
};

describe("the declarations", () => {
  for (const typescript of ["typescript", "typescript5"]) {
    const release = typescript === "typescript" ? "7" : "5.9";
    // The compiler of old takes long.
    const skip = release === "5.9" && process.env.LONGSHORE_SOAK !== "1";

    it(`please TypeScript ${release} with the settings of tsc --init`, { skip }, async () => {
      await check(`init-${release}`, typescript, undefined);
    });

    it(`please TypeScript ${release} at its strictest`, async () => {
      await check(`strict-${release}`, typescript, STRICT);
    });

    it(`please TypeScript ${release} with the resolution of bundlers`, { skip }, async () => {
      const settings = { ...STRICT, module: "preserve", moduleResolution: "bundler" };
      await check(`bundler-${release}`, typescript, settings);
    });

    it(
      `please TypeScript ${release} with Node's types in place of the DOM's`,
      { skip },
      async () => {
        const typeRoots = [scratch.tool("@types")];
        const settings = { ...STRICT, lib: ["es2022"], types: ["node"], typeRoots };
        await check(`node-${release}`, typescript, settings);
      },
    );

    it(`please TypeScript ${release} in CommonJS`, { skip }, async () => {
      const settings = { ...STRICT, verbatimModuleSyntax: false };
      await check(`commonjs-${release}`, typescript, settings, { type: "commonjs" });
    });
  }

  it("are found by the resolution of old, for each entry", async () => {
    const settings = {
      strict: true,
      target: "es2022",
      module: "commonjs",
      moduleResolution: "node10",
      skipLibCheck: false,
      lib: DOM,
    };
    await check("node10", "typescript5", settings, {});
  });
});

describe("the package's form", () => {
  it("pleases publint", async () => {
    const project = scratch.project("publint", {});
    const args = [scratch.tool("publint/src/cli.js"), scratch.packageDirectory, "--strict"];
    const { code, text } = await scratch.run(project, scratch.node("node24"), args);
    assert.equal(code, 0, text);
    assert.match(text, /All good!/);
  });

  it("pleases arethetypeswrong", async () => {
    const project = scratch.project("attw", {});
    const args = [scratch.tool("@arethetypeswrong/cli/dist/index.js"), scratch.packed];
    const { code, text } = await scratch.run(project, scratch.node("node24"), [
      ...args,
      "--profile=esm-only",
      "--format=json",
    ]);
    assert.equal(code, 0, text.slice(-2000));
    const { analysis, problems } = JSON.parse(text);
    const entries = readProject().entries.map(({ specifier }) => specifier);
    const files = ["./longshore.js", "./package.json"];
    assert.deepEqual(Object.keys(analysis.entrypoints).sort(), [...entries, ...files].sort());
    // Node 20.19 and newer require an ES module as they import one.
    assert.deepEqual(Object.keys(problems), ["CJSResolvesToESM"]);
  });
});
