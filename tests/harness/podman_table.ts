import type { PodmanCase } from "../live/podman_cases.ts";

/** The versions that the tests run on,. */
const VERSIONS = ["4.3", "5.4", "5.8"];

/**
 * Writes what the README says of Podman.
 *
 * @param cases What each method does there.
 */
export function podmanTable(cases: Readonly<Record<string, PodmanCase>>): string {
  const all = Object.entries(cases);
  const byProblem = new Map<string, { methods: string[]; versions: string }>();
  const counts = [0, 0];
  for (const [method, one] of all) {
    const [older, newer] = [one.differs, (one.newer ?? one).differs];
    if (older !== undefined) counts[0]!++;
    if (newer !== undefined) counts[1]!++;
    for (const problem of new Set([older, newer])) {
      if (problem === undefined) continue;
      const versions = older === newer ? "all" : problem === older ? "4.3" : "5";
      const key = `${versions} ${problem}`;
      const row = byProblem.get(key) ?? { methods: [], versions };
      row.methods.push(`\`${method}\``);
      byProblem.set(key, row);
    }
  }
  const rows = [...byProblem].map(([key, { methods, versions }]) => {
    return `| ${methods.join(", ")} | ${versions} | ${key.slice(versions.length + 1)} |`;
  });
  return [
    `Each of the ${all.length} methods is tried on Debian's Podman ${VERSIONS.join(", ")} ` +
    `(\`podman system service\`) too: on 4.3 ${
      all.length - counts[0]!
    } do what they do on Docker ` +
    `and ${counts[0]} do not, on 5 ${all.length - counts[1]!} do and ${counts[1]} do not.`,
    "",
    "| methods | Podman | what differs |",
    "| ------- | ------ | ------------ |",
    ...rows,
  ].join("\n");
}
