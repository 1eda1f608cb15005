import { copyFileSync, cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { bundleEntries, bundleOne } from "./bundle.ts";
import { joinDeclarations, writeDeclarations } from "./declarations.ts";
import { readProject, SOURCE_DIRECTORY } from "./entries.ts";
import { createManifest } from "./manifest.ts";

const DOCUMENTS = ["README.md", "LICENSE", "CHANGELOG.md"];

/**
 * Writes the package for npm and the single file.
 *
 * @param out The directory for both; what it held of them is replaced.
 * @param repository The repository's URL, or an empty text.
 */
export async function writePackages(out: string, repository: string): Promise<void> {
  const project = readProject();
  const directory = path.join(out, "npm");
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  for (const name of ["mod.ts", "src"]) {
    cpSync(name, path.join(directory, SOURCE_DIRECTORY, name), { recursive: true });
  }
  for (const file of DOCUMENTS.filter(existsSync)) copyFileSync(file, path.join(directory, file));
  const manifest = createManifest(project, repository);
  writeFileSync(path.join(directory, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  await bundleEntries(project, directory);
  await writeDeclarations(project, directory);

  const one = path.join(out, "longshore.js");
  const types = path.join(out, "longshore.d.ts");
  // The functions of "./api" are for bundlers, which take the package.
  const whole = { ...project, entries: project.entries.filter(({ name }) => name !== "api") };
  const sources = whole.entries.map(({ source }) => source);
  await bundleOne(sources, one, `${project.name} ${project.version}, ${project.license} license`);
  await joinDeclarations(whole, directory, types);
  for (const file of [one, types]) copyFileSync(file, path.join(directory, path.basename(file)));
}
