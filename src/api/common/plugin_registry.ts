import { isRecord, toText, toTexts } from "../../convert/checks.ts";
import { parseImageName } from "../../convert/image_name.ts";
import { wrongShape } from "../../convert/refuse.ts";
import type { Engine } from "../../engine/engine.ts";
import type { Call } from "../../operation/call.ts";
import type { Declared } from "../../operation/option.ts";
import type { BatchStream } from "../../streams/batch_stream.ts";
import { unknownOption } from "../../text/unknown_option.ts";
import type { ProgressRecord } from "../../types/progress.ts";
import { type ProgressOptions, progressRecords } from "./progress.ts";
import {
  type Headers,
  REGISTRY,
  registryAuth,
  registryFailure,
  type RegistryOptions,
  TO_REGISTRY,
} from "./registry_auth.ts";

/** Options of `pluginPrivileges` and `pushPlugin`. */
export interface PluginRegistryOptions extends Omit<RegistryOptions, "insecureRegistry"> {}

/** The declarations of {@linkcode PluginRegistryOptions}. */
export const PLUGIN_REGISTRY: Declared<PluginRegistryOptions> = { authConfig: REGISTRY.authConfig };

const PRIVILEGE = ["Name", "Description", "Value"];

/**
 * Finds the credentials for a plugin's registry and makes the header that carries them.
 *
 * @param engine The engine.
 * @param name The plugin's name there.
 * @param options The call's options.
 */
export async function pluginAuth(
  engine: Engine,
  name: string,
  options: PluginRegistryOptions,
): Promise<Headers> {
  return await registryAuth(engine, parseImageName(name, "name").registry, options);
}

/**
 * Sends a call for a plugin in a registry, and streams its progress.
 *
 * @param engine The engine.
 * @param call The call.
 * @param remote The plugin's name there.
 */
export async function fromPluginRegistry(
  engine: Engine,
  call: Call<PluginRegistryOptions & ProgressOptions>,
  remote: string,
): Promise<BatchStream<ProgressRecord>> {
  const answer = await call.stream({
    ...TO_REGISTRY,
    query: { remote },
    headers: await pluginAuth(engine, remote, call.options),
    quiet: true,
    patience: Infinity,
  });
  const { rejectOnError } = call.options;
  return progressRecords(answer, { rejectOnError, failure: registryFailure(answer) });
}

/**
 * Checks privileges, as `pluginPrivileges` returns them.
 *
 * @param value The privileges.
 * @throws {TypeError} When they are something else.
 */
export function toPrivileges(value: unknown): object[] {
  if (!Array.isArray(value)) {
    throw wrongShape("privileges", value, "a list, as pluginPrivileges() returns it");
  }
  return Array.from(value, (item, index) => toPrivilege(item, `privileges[${index}]`));
}

function toPrivilege(value: unknown, argument: string): object {
  if (!isRecord(value)) throw wrongShape(argument, value, "{ Name, Description, Value }");
  for (const [name, item] of Object.entries(value)) {
    if (!PRIVILEGE.includes(name)) throw unknownOption(`Cannot use ${argument}`, name, PRIVILEGE);
    if (item === undefined || item === null) continue;
    if (name === "Value") toTexts(item, `${argument}.Value`);
    else toText(item, `${argument}.${name}`);
  }
  return value;
}
