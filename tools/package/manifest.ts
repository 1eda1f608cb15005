import type { Project } from "./entries.ts";

/** Node's oldest release whose `require()` takes a module without a flag. */
const OLDEST_NODE = "20.19.0";

/**
 * Makes the `package.json` of the package for npm.
 *
 * Each entry is a file at the top: there, a resolver that knows no `exports` finds it too.
 *
 * @param project What the package holds.
 * @param repository The repository's URL; without one, npm can attach no provenance.
 */
export function createManifest(project: Project, repository: string): Record<string, unknown> {
  const exports = Object.fromEntries(project.entries.map(({ specifier, name }) => {
    return [specifier, { types: `./${name}.d.ts`, default: `./${name}.js` }];
  }));
  return {
    name: project.name,
    version: project.version,
    description: "A Docker Engine API client for Deno, Bun and Node without runtime dependencies",
    keywords: ["docker", "docker-engine", "container", "podman", "deno", "bun", "streams", "tar"],
    license: project.license,
    ...(repository === "" ? {} : { repository: { type: "git", url: repository } }),
    type: "module",
    sideEffects: false,
    main: "./mod.js",
    types: "./mod.d.ts",
    exports: {
      ...exports,
      "./longshore.js": { types: "./longshore.d.ts", default: "./longshore.js" },
      "./package.json": "./package.json",
    },
    engines: { node: `>=${OLDEST_NODE}` },
    publishConfig: { access: "public", provenance: repository !== "" },
  };
}
