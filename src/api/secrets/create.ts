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
import type { SecretCreateResult, SecretSpec } from "../../types/secrets.ts";
import { createKept } from "../common/kept_data.ts";

/** Options of {@linkcode createSecret}. */
export interface CreateSecretOptions
  extends CallOptions, EngineSpelt<Omit<SecretSpec, "Name" | "Data">>, ExtraFields {
  /** Labels. */
  labels?: Labels | null | undefined;
  /** The driver that keeps the secret elsewhere; `data` is empty then. Since API 1.31. */
  driver?: DriverConfigJSON | null | undefined;
  /** The driver that fills in the secret's template, e.g. `new DriverConfig("golang")`. Since API 1.37. */
  templating?: DriverConfigJSON | null | undefined;
}

const FIELDS: Fields<CreateSecretOptions> = fieldsOf<CreateSecretOptions>({
  labels: inBody("Labels", toLabels),
  driver: inBody("Driver", toDriverConfig, { since: "1.31" }),
  templating: inBody("Templating", toDriverConfig, { since: "1.37" }),
  // An inspection has these; what is created gets those that are given beside the options.
  Name: RETURNED_FIELD,
  Data: RETURNED_FIELD,
});

/** What {@linkcode createSecret} asks of the Engine. */
export const CREATE: Operation<CreateSecretOptions> = operation<
  CreateSecretOptions,
  CreateSecretOptions
>("POST /secrets/create", {}, { since: "1.25", fields: FIELDS });

/**
 * Creates a secret (`POST /secrets/create`): a file that only the tasks of services see. Since API
 * 1.25.
 *
 * @param engine The engine.
 * @param name The name.
 * @param data The content, at most 500 kB; empty with a driver.
 * @param options Labels, and the driver that keeps it elsewhere.
 * @returns The secret's `ID`.
 * @throws {Conflict} When the name is taken.
 * @throws {APIError} When the Engine is no manager of a swarm.
 *
 * @example
 * ```ts no-run
 * import { createEngine, createSecret } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const { ID } = await createSecret(engine, "password", crypto.getRandomValues(new Uint8Array(32)));
 * console.log(ID);
 * ```
 */
export async function createSecret(
  engine: Engine,
  name: string,
  data: Data,
  options: CreateSecretOptions = {},
): Promise<SecretCreateResult> {
  return await createKept(engine, "secret", CREATE, name, data, options);
}
