import { spawn } from "node:child_process";
import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { run, say } from "./process.ts";

/**
 * Installs the development tools that `deno.json` pins, where one is missing or another version.
 * They are not in `package.json`: Bun would install them with the repository's directory.
 *
 * After an installation the program starts anew and ends with the exit code of its second run: Deno
 * looks at `node_modules` once, at its start, and would not find what came later.
 *
 * @throws {Error} When the installation fails, with what it printed.
 */
export async function installDevTools(): Promise<void> {
  const pins: Record<string, string> = JSON.parse(readFileSync("deno.json", "utf8")).imports;
  const missing = Object.entries(pins).filter(([name, pin]) => {
    const version = pin.slice(pin.lastIndexOf("@") + 1);
    const file = path.join("node_modules", name, "package.json");
    return !existsSync(file) || JSON.parse(readFileSync(file, "utf8")).version !== version;
  });
  if (missing.length === 0) return;
  say(`installing ${missing.map(([, pin]) => pin.slice("npm:".length)).join(", ")} (once)`);
  const env = { NO_COLOR: "1" };
  const { code, text } = await run(process.execPath, ["install", "--frozen", "--quiet"], { env });
  if (code !== 0) {
    throw new Error(
      `Cannot install the development tools: deno install exited with ${code}\n${text}`,
    );
  }
  process.exit(await runAgain());
}

/** Runs this program with its arguments in a process of its own, and passes signals on. */
function runAgain(): Promise<number> {
  const again = spawn(process.execPath, ["run", "-A", ...process.argv.slice(1)], {
    stdio: "inherit",
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => again.kill(signal));
  }
  return new Promise((resolve, reject) => {
    again.on("error", reject);
    again.on("close", (code) => resolve(code ?? 1));
  });
}

/**
 * Finds Bun's program. Its package puts it in place by a script after the installation, which is
 * not run here: the package for this machine holds it as well.
 */
export function bunProgram(): string {
  const home = realpathSync("node_modules/bun");
  const inPlace = path.join(home, "bin/bun.exe");
  if (existsSync(inPlace) && statSync(inPlace).size > 1e6) return inPlace;
  const architecture = process.arch === "arm64" ? "aarch64" : process.arch;
  const names = ["", "-musl"].map((libc) => `bun-${process.platform}-${architecture}${libc}`);
  const programs = names.map((name) => path.join(home, "../@oven", name, "bin/bun"));
  const found = programs.find((program) => existsSync(program));
  if (found === undefined) {
    throw new Error(`Cannot find Bun: none of ${programs.join(", ")} exists`);
  }
  return found;
}
