import type { RuntimeName } from "./runtimes.ts";

/** What reads the repository and nothing that a runtime does in its own way: one runtime tells it all. */
const ABOUT_SOURCES: readonly string[] = [
  "tests/demands_test.ts",
  "tests/documents_test.ts",
  "tests/layers_test.ts",
  "tests/podman_table_test.ts",
  "tests/promises_test.ts",
];
/** What tries the JavaScript engine: Deno and Node have the same one. */
const ABOUT_ENGINES: readonly string[] = [
  "tests/linear_growth_test.ts",
  "tests/regexps_test.ts",
];

/**
 * Says which unit tests run in a runtime.
 *
 * @param runtime The runtime.
 * @param runtimes All that the run is for.
 * @param files All unit tests that the run is for.
 */
export function unitFilesIn(
  runtime: RuntimeName,
  runtimes: readonly RuntimeName[],
  files: readonly string[],
): string[] {
  const before = runtimes.slice(0, runtimes.indexOf(runtime));
  return files.filter((file) => {
    if (ABOUT_SOURCES.includes(file)) return before.length === 0;
    if (ABOUT_ENGINES.includes(file)) return before.every((other) => isOtherEngine(runtime, other));
    return true;
  });
}

function isOtherEngine(one: RuntimeName, other: RuntimeName): boolean {
  return (one === "bun") !== (other === "bun");
}
