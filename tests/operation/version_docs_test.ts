import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import type { VersionRange } from "../../src/operation/version_range.ts";
import { bodyRanges } from "../../src/operation/version_range.ts";
import { METHOD_VERSIONS } from "../../src/operation/version_table.ts";
import { compareVersions, OLDEST_VERSION } from "../../src/engine/version.ts";

/** An option as its documentation tells of it. */
interface DocumentedOption {
  place: string;
  method: string;
  option: string;
  since: string | undefined;
  until: string | undefined;
}

const INTERFACE_REGEXP = /export interface (\w+)Options\b[^{]*\{\n([^]*?)\n\}/g;
const OPTION_REGEXP = /\/\*\*((?:(?!\*\/)[^])*)\*\/\n {2}(\w+)\??:/g;
/** Options that several methods share, by the interface's name. */
const SHARED: Record<string, string[]> = {
  EndpointConfig: ["connectContainerToNetwork"],
  ServiceSpec: ["createService", "updateService"],
};

function documentedOptions(): DocumentedOption[] {
  const options: DocumentedOption[] = [];
  for (const folder of ["src/api", "src/convert", "src/specs"]) {
    for (const name of readdirSync(folder, { recursive: true }) as string[]) {
      if (!name.endsWith(".ts")) continue;
      const source = readFileSync(path.join(folder, name), "utf8");
      for (const [, interfaceName, body] of source.matchAll(INTERFACE_REGEXP)) {
        const own = interfaceName![0]!.toLowerCase() + interfaceName!.slice(1);
        const methods = SHARED[interfaceName!] ?? (METHOD_VERSIONS[own] ? [own] : []);
        for (const [, doc, option] of body!.matchAll(OPTION_REGEXP)) {
          const since = /Since API (\d+\.\d+)/.exec(doc!)?.[1];
          const until = /Until API (\d+\.\d+)/.exec(doc!)?.[1];
          for (const method of methods) {
            const place = `${folder}/${name}: ${method}'s ${option}`;
            options.push({ place, method, option: option!, since, until });
          }
        }
      }
    }
  }
  return options;
}

function rangeOf(method: string, option: string): VersionRange | undefined {
  const versions = METHOD_VERSIONS[method]!;
  return versions.options?.[option] ??
    Object.values(bodyRanges(versions)).find((range) => range.option === option);
}

test("the documentation of options and the table of versions say the same", () => {
  const documented = documentedOptions();
  assert.ok(documented.length >= 100, `${documented.length} options found`);
  for (const { place, method, option, since, until } of documented) {
    const range = rangeOf(method, option);
    assert.equal(since, needsWord(range?.since, since), `${place}: since`);
    assert.equal(until, needsWord(range?.until, until), `${place}: until`);
  }
});

/** What the documentation must say: of versions up to the oldest that this client speaks, nothing. */
function needsWord(version: string | undefined, said: string | undefined): string | undefined {
  const isOld = version !== undefined && compareVersions(version, OLDEST_VERSION) <= 0;
  return isOld && said === undefined ? undefined : version;
}
