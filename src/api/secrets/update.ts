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
import type { SecretSpec } from "../../types/secrets.ts";
import { updateKept } from "../common/kept_data.ts";
import { inspectSecret } from "./inspect.ts";

/** Options of {@linkcode updateSecret}. */
export interface UpdateSecretOptions extends CallOptions, EngineSpelt<SecretSpec>, ExtraFields {
  /** The labels from now on, all of them; the only thing that Engines up to now change. */
  labels?: Labels | null | undefined;
}

const FIELDS: Fields<UpdateSecretOptions> = fieldsOf<UpdateSecretOptions>({
  labels: inBody("Labels", toLabels),
  Name: engineField(toFilledText),
  Data: engineField(toSecretText),
  Driver: engineField(toDriverConfig, { since: "1.31" }),
  Templating: engineField(toDriverConfig, { since: "1.37" }),
});

/** What {@linkcode updateSecret} asks of the Engine. */
export const UPDATE: Operation<UpdateSecretOptions> = operation<
  UpdateSecretOptions,
  UpdateSecretOptions
>("POST /secrets/{id}/update", {}, { since: "1.26", fields: FIELDS });

/**
 * Changes the labels of a secret (`POST /secrets/{id}/update`). Since API 1.26.
 *
 * @param engine The engine.
 * @param id The secret, by id or name.
 * @param version The version that is changed, as {@linkcode inspectSecret} returns it.
 * @param options The labels; or the whole specification that {@linkcode inspectSecret} returned.
 * @returns True.
 * @throws {NotFound} When there is no such secret.
 * @throws {APIError} When it was changed meanwhile, or something else than labels is to be changed.
 *
 * @example
 * ```ts no-run
 * import { createEngine, inspectSecret, updateSecret } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const { ID, Version, Spec } = await inspectSecret(engine, "password");
 * await updateSecret(engine, ID, Version, { labels: { ...Spec.Labels, app: "web" } });
 * ```
 */
export async function updateSecret(
  engine: Engine,
  id: Reference,
  version: VersionIndex,
  options: UpdateSecretOptions = {},
): Promise<true> {
  return await updateKept(engine, "secret", UPDATE, id, version, options, inspectSecret);
}
