import { ownFields } from "../convert/own.ts";
import type { ConfigPlatform } from "../auth/config_location.ts";
import { isRecord } from "../convert/checks.ts";
import { InvalidConfigFile, messageOf } from "../errors.ts";
import type { Platform } from "../platform/types.ts";
import { contextsDirectory, locateContext } from "./location.ts";

/** One endpoint of a context, as it is stored. */
export interface ContextEndpointMetadata {
  /** The address. */
  Host?: string;
  /** Whether the certificate of the endpoint is not checked. */
  SkipTLSVerify?: boolean;
  /** The namespace of an endpoint of Kubernetes. */
  DefaultNamespace?: string;
}

/** A context, as `meta.json` stores it; what other programs wrote there stays in it. */
export interface ContextMetadata {
  /** The name. */
  Name: string;
  /** What programs note of a context: `Description`, `StackOrchestrator` and so on. */
  Metadata: Record<string, unknown>;
  /** The endpoints, by name: `docker` is the Engine. */
  Endpoints: Record<string, ContextEndpointMetadata>;
}

/**
 * Reads a context; `null` when there is none.
 *
 * @param platform Reads the file.
 * @param name The context's name.
 * @throws {InvalidConfigFile} When the file cannot be read or parsed.
 */
export async function readMetadata(
  platform: ConfigPlatform,
  name: string,
): Promise<ContextMetadata | null> {
  const { metaFile } = await locateContext(platform, name);
  const text = await readFile(platform, metaFile);
  if (text === null) return null;
  // The directory is the name's; what the file says of it is for who lists the directories.
  return parseMetadata(text, metaFile, `the context "${name}"`, name);
}

/**
 * Lists the names of the contexts that are stored, sorted.
 *
 * @param platform Reads the directory.
 * @throws {InvalidConfigFile} When one of them cannot be read or parsed.
 */
export async function listContextNames(platform: ConfigPlatform): Promise<string[]> {
  const { files, paths } = platform;
  const directory = paths.join(contextsDirectory(platform), "meta");
  const ids = await files.stat(directory) === null ? [] : await files.list(directory);
  const names: string[] = [];
  for (const id of ids) {
    const path = paths.join(directory, id, "meta.json");
    const text = await readFile(platform, path);
    if (text !== null) names.push(parseMetadata(text, path, "a context").Name);
  }
  return names.sort((a, b) => sortKey(a) < sortKey(b) ? -1 : 1);
}

/** Numbers in names go by their values: `a9` comes before `a10`. */
function sortKey(name: string): string {
  return name.replaceAll(/\d+/g, (digits) => digits.padStart(20, "0"));
}

async function readFile({ files }: Pick<Platform, "files">, path: string): Promise<string | null> {
  try {
    return await files.readText(path);
  } catch (cause) {
    throw new InvalidConfigFile(
      `Cannot read the context file "${path}": ${messageOf(cause)}`,
      { cause },
    );
  }
}

function parseMetadata(
  text: string,
  path: string,
  what: string,
  name?: string,
): ContextMetadata {
  const fail = (problem: string, cause?: unknown): never => {
    throw new InvalidConfigFile(`Cannot use ${what}: "${path}" ${problem}`, { cause });
  };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    return fail("is not JSON", cause);
  }
  if (!isRecord(value)) return fail("is no JSON object");
  const told = ownFields(value);
  const { Metadata = {}, Endpoints = {} } = told;
  const Name = name ?? told.Name;
  if (typeof Name !== "string") return fail("has no Name");
  if (!isRecord(Metadata)) return fail("has Metadata that is no object");
  if (!isRecord(Endpoints) || !Object.values(Endpoints).every(isRecord)) {
    return fail("has Endpoints that are no objects");
  }
  return { ...value, Name, Metadata, Endpoints: Endpoints as ContextMetadata["Endpoints"] };
}
