import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { pureFiles } from "./layers.ts";
import { run } from "./process.ts";
import type { Result } from "./reports.ts";

const SECONDS = 900;

/** A check that is one command, counted as one test. */
export interface StaticCheck {
  name: string;
  /** What is run; Deno without it. */
  program?: string;
  args: string[];
}

/** Lists what is checked without running the module. */
export function staticChecks(): StaticCheck[] {
  const directories = ["mod.ts", "src", "tools", "tests", "bench", "examples"].filter(existsSync);
  const entries = Object.values(
    JSON.parse(readFileSync("deno.json", "utf8")).exports as Record<string, string>,
  );
  const sources = sourceFiles("src").map((file) => [file, readFileSync(file, "utf8")] as const);
  return [
    { name: "deno fmt finds nothing to change", args: ["fmt", "--check"] },
    { name: "deno lint finds nothing", args: ["lint"] },
    { name: "deno check finds no type error", args: ["check", ...directories] },
    {
      name: "the client is as its tool writes it from the functions",
      args: ["run", "-A", "tools/write_client.ts", "--check"],
    },
    {
      name: "bundles weigh what they may and hold what they need",
      args: ["run", "-A", "tools/bundle_report.ts", "--check"],
    },
    {
      name: "the core needs no more than the DOM's types",
      args: [
        "check",
        "--no-lock",
        "--config",
        "tests/harness/dom_only.json",
        ...pureFiles(new Map(sources)),
      ],
    },
    // Whoever adds the repository to a project checks its sources with the project's own types.
    ...["bun", "node"].map((runtime) => ({
      name: `tsc finds no type error in a project for ${runtime}`,
      program: "node",
      args: ["node_modules/typescript/bin/tsc", "-p", `tests/harness/${runtime}_project.json`],
    })),
    { name: "deno doc --lint finds every symbol documented", args: ["doc", "--lint", ...entries] },
    {
      name: "deno publish --dry-run accepts the package",
      // Its slow types are looked for all the same; `deno check` has found no type error in it.
      args: ["publish", "--dry-run", "--allow-dirty", "--no-check"],
    },
  ];
}

/**
 * Runs one check.
 *
 * @param background Whether it takes little of the processors but what other processes leave.
 */
export async function runStaticCheck(check: StaticCheck, background: boolean): Promise<Result> {
  const env = { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" };
  const { code, text } = await run(check.program ?? process.execPath, check.args, {
    env,
    timeout: SECONDS,
    background,
  });
  const status = code === 0 ? "passed" : "failed";
  return { name: check.name, file: "", status, message: code === 0 ? "" : text };
}

/** The TypeScript files of a directory and the directories in it, by name. */
export function sourceFiles(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const name = path.posix.join(directory, entry.name);
    if (entry.isDirectory()) return entry.name === "fixtures" ? [] : sourceFiles(name);
    return name.endsWith(".ts") ? [name] : [];
  }).sort();
}
