import type { Data } from "../../convert/data.ts";
import { type Labels, toLabels } from "../../convert/labels.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import {
  type EngineSpelt,
  type ExtraFields,
  type Fields,
  fieldsOf,
  inBody,
  RETURNED_FIELD,
} from "../../operation/fields.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { toDriverConfig } from "../../specs/driver_config.ts";
import type { DriverConfigJSON } from "../../types/common.ts";
import type { ConfigCreateResult, ConfigSpec } from "../../types/configs.ts";
import { createKept } from "../common/kept_data.ts";

/** Options of {@linkcode createConfig}. */
export interface CreateConfigOptions
  extends CallOptions, EngineSpelt<Omit<ConfigSpec, "Name" | "Data">>, ExtraFields {
  /** Labels. */
  labels?: Labels | null | undefined;
  /** The driver that fills in the content's template, e.g. `new DriverConfig("golang")`. Since API 1.37. */
  templating?: DriverConfigJSON | null | undefined;
}

const FIELDS: Fields<CreateConfigOptions> = fieldsOf<CreateConfigOptions>({
  labels: inBody("Labels", toLabels),
  templating: inBody("Templating", toDriverConfig, { since: "1.37" }),
  // An inspection has these; what is created gets those that are given beside the options.
  Name: RETURNED_FIELD,
  Data: RETURNED_FIELD,
});

/** What {@linkcode createConfig} asks of the Engine. */
export const CREATE: Operation<CreateConfigOptions> = operation<
  CreateConfigOptions,
  CreateConfigOptions
>("POST /configs/create", {}, { since: "1.30", fields: FIELDS });

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
  return await createKept(engine, "config", CREATE, name, data, options);
}
