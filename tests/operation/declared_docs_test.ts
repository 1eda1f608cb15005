import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { compareVersions, OLDEST_VERSION } from "../../src/engine/version.ts";
import { Fields } from "../../src/operation/fields.ts";
import type { VersionRange } from "../../src/operation/versions.ts";
import { type Declaration, findDeclarations } from "./declarations.ts";

/** An interface of options in the sources. */
interface OptionsSource {
  /** The interfaces that it extends. */
  parents: string[];
  /** The documentation of its own options, by name. */
  docs: Map<string, string>;
}

const INTERFACE_REGEXP = /export interface (\w+)\b([^{]*)\{(?:\}|\n([^]*?)\n\})/g;
const OPTION_REGEXP = /\/\*\*((?:(?!\*\/)[^])*)\*\/\n {2}(\w+)\??:/g;

function readOptions(): Map<string, OptionsSource> {
  const options = new Map<string, OptionsSource>();
  for (const directory of ["src/api", "src/specs", "src/convert", "src/build", "src/types"]) {
    for (const name of readdirSync(directory, { recursive: true }) as string[]) {
      if (!name.endsWith(".ts")) continue;
      const source = readFileSync(`${directory}/${name}`, "utf8");
      for (const [, own, head, body] of source.matchAll(INTERFACE_REGEXP)) {
        const docs = [...(body ?? "").matchAll(OPTION_REGEXP)].map(([, doc, option]) => {
          return [option!, doc!] as const;
        });
        options.set(own!, { parents: head!.match(/\b\w+/g) ?? [], docs: new Map(docs) });
      }
    }
  }
  return options;
}

function docsOf(name: string, all: Map<string, OptionsSource>): Map<string, string> {
  const own = all.get(name);
  if (own === undefined) return new Map();
  return new Map([...own.parents.flatMap((parent) => [...docsOf(parent, all)]), ...own.docs]);
}

/** The versions of each option that an operation or a builder takes. */
function rangesOf({ declared }: Declaration): Map<string, VersionRange> {
  const fields = declared instanceof Fields ? declared : declared.details.fields;
  const ranges = new Map<string, VersionRange>();
  for (const [name, { details }] of Object.entries(fields?.declared ?? {})) {
    if (!/^[A-Z]/.test(name)) ranges.set(name, details);
  }
  if (declared instanceof Fields) return ranges;
  for (const [name, { versions }] of Object.entries(declared.options)) ranges.set(name, versions);
  return ranges;
}

/** What the documentation must say: of versions up to the oldest that this client speaks, nothing. */
function needsWord(version: string | undefined): string | undefined {
  const isOld = version === undefined || compareVersions(version, OLDEST_VERSION) <= 0;
  return isOld ? undefined : version;
}

const sources = readOptions();
for (const declaration of await findDeclarations()) {
  const docs = docsOf(declaration.options, sources);
  for (const [option, { since, until }] of rangesOf(declaration)) {
    test(`${declaration.place}: the documentation of ${option} tells its versions`, () => {
      const doc = docs.get(option);
      assert.ok(doc !== undefined, `${declaration.options} documents no ${option}`);
      assert.equal(/Since API (\d+\.\d+)/.exec(doc)?.[1], needsWord(since), "since");
      assert.equal(/Until API (\d+\.\d+)/.exec(doc)?.[1], until, "until");
    });
  }
}
