import type { Platform } from "../platform/types.ts";
import { codeOf, InvalidConfigFile, messageOf } from "../errors.ts";
import { isMissingPermission } from "../text/missing_permission.ts";
import { type ConfigFile, EMPTY_CONFIG, parseConfigFile } from "./config_file.ts";

/** The parts of {@linkcode Platform} that finding and reading configuration takes. */
export type ConfigPlatform = Pick<Platform, "files" | "paths" | "system">;

/** Returns the directory that holds `config.json` and `contexts`: `DOCKER_CONFIG`, or `~/.docker`. */
export function configDirectory({ paths, system }: ConfigPlatform): string {
  return system.env("DOCKER_CONFIG") || paths.join(system.home(), ".docker");
}

/**
 * Reads the configuration from its usual place, or from `~/.dockercfg` where older programs kept
 * it; without a file it is empty.
 *
 * @throws {InvalidConfigFile} When the file cannot be read or parsed.
 */
export async function readConfig(platform: ConfigPlatform): Promise<ConfigFile> {
  const { paths, system } = platform;
  const usual = paths.join(configDirectory(platform), "config.json");
  const found = await readConfigFile(platform, usual);
  if (found !== null) return found;
  const old = paths.join(system.home(), ".dockercfg");
  try {
    return await readConfigFile(platform, old) ?? EMPTY_CONFIG;
  } catch (error) {
    // Nobody has to permit reading a file that hardly anybody has.
    if (error instanceof Error && isMissingPermission(error.cause)) return EMPTY_CONFIG;
    throw error;
  }
}

/** Tells whether {@linkcode readConfig} needs no permission that the user would have to be asked for. */
export function mayReadConfig(platform: ConfigPlatform): boolean {
  const { paths, system } = platform;
  return system.mayReadVariable("DOCKER_CONFIG") && system.mayReadVariable("HOME") &&
    system.mayReadFile(paths.join(configDirectory(platform), "config.json"));
}

/** The variable that holds the text of a configuration, for its credentials. */
const AUTH_VARIABLE = "DOCKER_AUTH_CONFIG";

/**
 * Reads the credentials that `DOCKER_AUTH_CONFIG` holds; empty where it is not set or may not be read.
 *
 * @throws {InvalidConfigFile} When it holds something else; the error shows nothing of it.
 */
export function readEnvironmentConfig({ system }: ConfigPlatform): ConfigFile {
  let text: string | undefined;
  try {
    text = system.env(AUTH_VARIABLE);
  } catch (error) {
    if (isMissingPermission(error)) return EMPTY_CONFIG;
    throw error;
  }
  return text ? parseConfigFile(text, AUTH_VARIABLE) : EMPTY_CONFIG;
}

/**
 * Reads one configuration file; `null` when there is none.
 *
 * @throws {InvalidConfigFile} When the file cannot be read or parsed.
 */
export async function readConfigFile(
  { files }: Pick<Platform, "files">,
  path: string,
): Promise<ConfigFile | null> {
  let text: string | null;
  try {
    text = await files.readText(path);
  } catch (cause) {
    if (codeOf(cause) === "ENOTDIR") return null;
    const problem = isMissingPermission(cause)
      ? `Deno's read permission is missing; run the script with --allow-read=${path}`
      : messageOf(cause);
    throw new InvalidConfigFile(`Cannot read the configuration file "${path}": ${problem}`, {
      cause,
    });
  }
  return text === null ? null : parseConfigFile(text, path);
}
