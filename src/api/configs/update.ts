import { toFilledText, toSecretText } from "../../convert/checks.ts";
import { type Labels, toLabels } from "../../convert/labels.ts";
import type { VersionIndex } from "../../convert/object_version.ts";
import type { Reference } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import {
  engineField,
  type EngineSpelt,
  type ExtraFields,
  type Fields,
  fieldsOf,
  inBody,
} from "../../operation/fields.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { toDriverConfig } from "../../specs/driver_config.ts";
import type { ConfigSpec } from "../../types/configs.ts";
import { updateKept } from "../common/kept_data.ts";
import { inspectConfig } from "./inspect.ts";

/** Options of {@linkcode updateConfig}. */
export interface ConfigUpdateOptions extends CallOptions, EngineSpelt<ConfigSpec>, ExtraFields {
  /** The labels from now on, all of them; the only thing that Engines up to now change. */
  labels?: Labels | null | undefined;
}

const FIELDS: Fields<ConfigUpdateOptions> = fieldsOf<ConfigUpdateOptions>({
  labels: inBody("Labels", toLabels),
  Name: engineField(toFilledText),
  Data: engineField(toSecretText),
  Templating: engineField(toDriverConfig, { since: "1.37" }),
});

/** What {@linkcode updateConfig} asks of the Engine. */
export const UPDATE: Operation<ConfigUpdateOptions> = operation<
  ConfigUpdateOptions,
  ConfigUpdateOptions
>("POST /configs/{id}/update", {}, { since: "1.30", fields: FIELDS });

/**
 * Changes the labels of a config (`POST /configs/{id}/update`). Since API 1.30.
 *
 * @param engine The engine.
 * @param id The config, by id or name.
 * @param version The version that is changed, as {@linkcode inspectConfig} returns it.
 * @param options The labels; or the whole specification that {@linkcode inspectConfig} returned.
 * @returns True.
 * @throws {NotFound} When there is no such config.
 * @throws {APIError} When it was changed meanwhile, or something else than labels is to be changed.
 *
 * @example
 * ```ts no-run
 * import { createEngine, inspectConfig, updateConfig } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const { ID, Version, Spec } = await inspectConfig(engine, "settings");
 * await updateConfig(engine, ID, Version, { labels: { ...Spec.Labels, app: "web" } });
 * ```
 */
export async function updateConfig(
  engine: Engine,
  id: Reference,
  version: VersionIndex,
  options: ConfigUpdateOptions = {},
): Promise<true> {
  return await updateKept(engine, "config", UPDATE, id, version, options, inspectConfig);
}
