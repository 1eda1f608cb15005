import { toRecord } from "../../convert/checks.ts";
import { type Data, toBody } from "../../convert/data.ts";
import { type EngineFields, type Fields, setFields } from "../../operation/old_fields.ts";
import { toFilters } from "../../convert/filters.ts";
import { type Labels, toLabels } from "../../convert/labels.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import { requireVersion } from "../../operation/version_guard.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import type { DriverConfigJSON, Filters } from "../../types/common.ts";
import type { Config, ConfigCreateResult, ConfigSpec } from "../../types/configs.ts";
import { ownOptions } from "../common/own_options.ts";
import { path } from "../../operation/path.ts";
import { query } from "../../operation/query.ts";
import { readSecretData } from "../common/secret_data.ts";

/** Options of {@linkcode configs}. */
export interface ConfigsOptions extends CallOptions {
  /** What a config must match, e.g. `{ name: "settings" }` or `{ label: "app=web" }`. */
  filters?: Filters;
}

/** Options of {@linkcode createConfig}; fields as the Engine spells them are sent as they are. */
export interface CreateConfigOptions extends CallOptions, EngineFields {
  /** Labels. */
  labels?: Labels;
  /** The driver that fills in the content's template, e.g. `new DriverConfig("golang")`. Since API 1.37. */
  templating?: DriverConfigJSON;
}

const CREATE_FIELDS: Fields<Omit<CreateConfigOptions, keyof CallOptions>> = {
  labels: ["Labels", toLabels],
  templating: ["Templating", toRecord],
};

/**
 * Lists configs (`GET /configs`). Since API 1.30.
 *
 * @param engine The engine.
 * @param options Which configs.
 * @returns The configs, with their content.
 * @throws {APIError} When the Engine is no manager of a swarm.
 *
 * @example
 * ```ts no-run
 * import { configs, createEngine } from "@longshore/docker/api";
 *
 * for (const { Spec } of await configs(createEngine())) console.log(Spec.Name);
 * ```
 */
export async function configs(engine: Engine, options: ConfigsOptions = {}): Promise<Config[]> {
  const action = "Cannot list configs";
  const filters = toFilters(options.filters);
  requireVersion(action, await engine.negotiate(options), "configs");
  return await engine.json(action, "GET", "/configs", options, {
    query: query({ filters }),
  });
}

/**
 * Creates a config (`POST /configs/create`): a file for the tasks of services that is no secret.
 * Since API 1.30.
 *
 * @param engine The engine.
 * @param name The name.
 * @param data The content, at most 500 kB.
 * @param options Labels, and the driver of a template.
 * @returns The config's `ID`.
 * @throws {Conflict} When the name is taken.
 * @throws {APIError} When the Engine is no manager of a swarm.
 *
 * @example
 * ```ts no-run
 * import { createConfig, createEngine } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const { ID } = await createConfig(engine, "settings", "color = blue\n");
 * console.log(ID);
 * ```
 */
export async function createConfig(
  engine: Engine,
  name: string,
  data: Data,
  options: CreateConfigOptions = {},
): Promise<ConfigCreateResult> {
  const body: ConfigSpec = { Name: toId(name, "name") };
  const action = `Cannot create config "${body.Name}"`;
  const content = toBody(data, "data");
  setFields(body, action, ownOptions(options), CREATE_FIELDS);
  requireVersion(action, await engine.negotiate(options), "createConfig", options, body);
  body.Data = await readSecretData(content);
  return await engine.json(action, "POST", "/configs/create", options, { json: body });
}

/**
 * Returns what the swarm knows of a config (`GET /configs/{id}`). Since API 1.30.
 *
 * @param engine The engine.
 * @param id The config, by id or name.
 * @param options The call's own options.
 * @returns The config, its content in base64.
 * @throws {NotFound} When there is no such config.
 *
 * @example
 * ```ts no-run
 * import { createEngine, inspectConfig } from "@longshore/docker/api";
 *
 * const { Spec } = await inspectConfig(createEngine(), "settings");
 * console.log(atob(Spec.Data ?? ""));
 * ```
 */
export async function inspectConfig(
  engine: Engine,
  id: Reference,
  options: CallOptions = {},
): Promise<Config> {
  const config = toId(id, "id");
  const action = `Cannot inspect config "${config}"`;
  requireVersion(action, await engine.negotiate(options), "inspectConfig");
  return await engine.json(action, "GET", path`/configs/${config}`, options);
}

/**
 * Removes a config (`DELETE /configs/{id}`). Since API 1.30.
 *
 * @param engine The engine.
 * @param id The config, by id or name.
 * @param options The call's own options.
 * @returns True.
 * @throws {NotFound} When there is no such config.
 * @throws {BadRequest} When a service uses it.
 *
 * @example
 * ```ts no-run
 * import { createEngine, removeConfig } from "@longshore/docker/api";
 *
 * await removeConfig(createEngine(), "settings");
 * ```
 */
export async function removeConfig(
  engine: Engine,
  id: Reference,
  options: CallOptions = {},
): Promise<true> {
  const config = toId(id, "id");
  const action = `Cannot remove config "${config}"`;
  requireVersion(action, await engine.negotiate(options), "removeConfig");
  return await engine.empty(action, "DELETE", path`/configs/${config}`, options);
}
