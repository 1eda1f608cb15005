import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { bundleEntries } from "../../tools/package/bundle.ts";
import { readProject } from "../../tools/package/entries.ts";
import { createManifest } from "../../tools/package/manifest.ts";
import { type CommandOutput, run } from "../harness/process.ts";
import { host } from "./fixture.ts";

/** The runtime that the tests run in. */
export const runtime: "deno" | "bun" | "node" = "Deno" in globalThis
  ? "deno"
  : "Bun" in globalThis
  ? "bun"
  : "node";

/** What Node 20 runs. */
const NODE_TARGET = "node20";

/** A project that has the package, where scripts are run as its user's own. */
export class ScriptProject {
  /** The project's directory. */
  readonly directory: string;

  private constructor(directory: string) {
    this.directory = directory;
  }

  /** Makes a project for the runtime that the tests run in. */
  static async create(): Promise<ScriptProject> {
    const directory = mkdtempSync(path.join(os.tmpdir(), "longshore-scripts-"));
    const place = path.join(directory, "node_modules/@longshore/docker");
    mkdirSync(path.dirname(place), { recursive: true });
    const project = readProject();
    writeFileSync(path.join(directory, "package.json"), '{ "name": "scratch", "type": "module" }');
    if (runtime === "node") {
      mkdirSync(place);
      await bundleEntries(project, place);
      writeFileSync(path.join(place, "package.json"), JSON.stringify(createManifest(project, "")));
    } else {
      symlinkSync(process.cwd(), place);
    }
    symlinkSync(path.resolve("node_modules/yaml"), path.join(directory, "node_modules/yaml"));
    const imports: Record<string, string> = {
      "jsr:@std/yaml@1": `file://${path.resolve("node_modules/yaml/browser/index.js")}`,
    };
    for (const { specifier, source } of project.entries) {
      const name = path.posix.join("@longshore/docker", specifier);
      imports[name] = imports[`jsr:${name}`] = `file://${path.resolve(source)}`;
    }
    writeFileSync(path.join(directory, "deno.json"), JSON.stringify({ imports }));
    return new ScriptProject(directory);
  }

  /** Copies files of the repository into the project. */
  copy(...files: string[]): void {
    for (const file of files) cpSync(file, path.join(this.directory, path.basename(file)));
  }

  /** Writes a script; for Node its types are taken out, and what is too new for the oldest one. */
  async write(name: string, text: string): Promise<string> {
    const file = path.join(
      this.directory,
      runtime === "node" ? name.replace(/\.ts$/, ".js") : name,
    );
    if (runtime !== "node") {
      writeFileSync(file, text);
      return file;
    }
    const { transform } = await import("esbuild");
    const { code } = await transform(text, { loader: "ts", format: "esm", target: NODE_TARGET });
    writeFileSync(file, code.replace(/(from "\.[^"]*)\.ts"/g, '$1.js"'));
    return file;
  }

  /** Writes scripts of the repository. */
  async writeFrom(...files: string[]): Promise<string> {
    let first = "";
    for (const file of files) {
      const written = await this.write(path.basename(file), readFileSync(file, "utf8"));
      first ||= written;
    }
    return first;
  }

  /** Runs a script on the tests' engine, with all permissions unless others are named. */
  run(
    file: string,
    args: string[] = [],
    env: Record<string, string> = {},
    permissions: string[] = ["-A"],
  ): Promise<CommandOutput> {
    const before = runtime === "deno" ? ["run", "--quiet", "--no-check", ...permissions] : [];
    return run(process.execPath, [...before, file, ...args], {
      cwd: this.directory,
      // What a script stores is not to get into the configuration of who runs the tests.
      env: {
        DOCKER_HOST: host ?? "",
        DOCKER_CONFIG: path.join(this.directory, ".docker"),
        NO_COLOR: "1",
        ...env,
      },
      timeout: 60,
    });
  }

  /** Removes the project. */
  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
