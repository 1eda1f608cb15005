import type { PodmanCase } from "../live/podman_cases.ts";

/**
 * Writes what the README says of Podman.
 *
 * @param cases What each method does there.
 */
export function podmanTable(cases: Readonly<Record<string, PodmanCase>>): string {
  const all = Object.entries(cases);
  const byProblem = new Map<string, string[]>();
  for (const [method, { differs }] of all) {
    if (differs === undefined) continue;
    byProblem.set(differs, [...byProblem.get(differs) ?? [], `\`${method}\``]);
  }
  const differing = all.filter(([, { differs }]) => differs !== undefined).length;
  const rows = [...byProblem].map(([problem, methods]) => `| ${methods.join(", ")} | ${problem} |`);
  return [
    `Each of the ${all.length} methods is tried on Debian's Podman 4.3 (\`podman system service\`) too: ` +
    `${all.length - differing} do what they do on Docker, ${differing} do not.`,
    "",
    "| methods | on Podman |",
    "| ------- | --------- |",
    ...rows,
  ].join("\n");
}
