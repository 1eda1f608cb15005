import { ownFields } from "../convert/own.ts";
import { configDirectory, type ConfigPlatform, readConfig } from "../auth/config_location.ts";
import { isRecord } from "../convert/checks.ts";
import { InvalidConfigFile } from "../errors.ts";
import { CONFIG_FILE, DEFAULT_CONTEXT } from "./location.ts";
import { replaceFile } from "./replace_file.ts";

/**
 * Tells which context is in use: `default` where `DOCKER_HOST` is set, else `DOCKER_CONTEXT`, else
 * the `currentContext` of `config.json`, else `default`.
 *
 * @param platform Reads the environment and the file.
 * @throws {InvalidConfigFile} When the file cannot be read or parsed.
 */
export async function currentContextName(platform: ConfigPlatform): Promise<string> {
  const { system } = platform;
  if (system.env("DOCKER_HOST")) return DEFAULT_CONTEXT;
  return system.env("DOCKER_CONTEXT") || await storedContextName(platform);
}

/** Tells which context `config.json` names; `default` when it names none. */
export async function storedContextName(platform: ConfigPlatform): Promise<string> {
  const { currentContext, faults } = await readConfig(platform);
  const fault = faults.find((text) => text.includes("currentContext"));
  if (fault !== undefined) throw new InvalidConfigFile(fault);
  return currentContext ?? DEFAULT_CONTEXT;
}

/**
 * Writes which context is in use into `config.json`; all else in the file is kept.
 *
 * @param platform Writes the file.
 * @param name The context's name.
 * @throws {InvalidConfigFile} When the file is there and is no JSON object: it is left as it is.
 */
export async function storeContextName(platform: ConfigPlatform, name: string): Promise<void> {
  const { files, paths } = platform;
  const directory = configDirectory(platform);
  const path = paths.join(directory, CONFIG_FILE);
  const config = parse(await files.readText(path) ?? "", path);
  if (name === DEFAULT_CONTEXT) {
    if (config.currentContext === undefined) return;
    delete config.currentContext;
  } else config.currentContext = name;
  await files.mkdir(directory, { recursive: true, mode: 0o700 });
  await replaceFile(platform, path, JSON.stringify(config, null, "\t"), 0o600);
}

function parse(text: string, path: string): Record<string, unknown> {
  if (text.trim() === "") return {};
  let config: unknown;
  try {
    config = JSON.parse(text);
  } catch {
    // Said below, without what the file holds.
  }
  if (config === null) return {};
  if (isRecord(config)) return ownFields(config);
  throw new InvalidConfigFile(
    `Cannot set the context in use: the configuration file "${path}" is no JSON object`,
  );
}
