/** The live tests that take longest, these first: each share has as many of them. */
const LONGEST: readonly string[] = [
  "tests/soak/build_cli_test.ts",
  "tests/live/objects_copy_test.ts",
  "tests/live/examples_test.ts",
  "tests/live/podman_test.ts",
  "tests/live/docs_test.ts",
  "tests/live/objects_docker_py_test.ts",
  "tests/soak/slow_test.ts",
  "tests/live/objects_failures_test.ts",
  "tests/soak/build_table_test.ts",
  "tests/live/swarm_objects_test.ts",
  "tests/live/operations_test.ts",
  "tests/live/build_test.ts",
];

/**
 * Takes the share of some files that is run on one of several engines.
 *
 * @param files All files.
 * @param share Which one, from 1.
 * @param shares How many there are: they have every file once.
 */
export function shareOf(files: readonly string[], share: number, shares: number): string[] {
  const rank = (file: string): number => {
    const index = LONGEST.indexOf(file);
    return index < 0 ? LONGEST.length : index;
  };
  const longestFirst = files.toSorted((one, other) => rank(one) - rank(other));
  // To and fro: who had the longest of one round has the shortest of the next.
  const own = longestFirst.filter((_, index) => {
    const [round, place] = [Math.floor(index / shares), index % shares];
    return (round % 2 === 0 ? place : shares - 1 - place) === share - 1;
  });
  return files.filter((file) => own.includes(file));
}
