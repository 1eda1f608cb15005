import { toRecord } from "../../convert/checks.ts";
import { type Data, toBody } from "../../convert/data.ts";
import { type EngineFields, type Fields, setFields } from "../../operation/old_fields.ts";
import { toFilters } from "../../convert/filters.ts";
import { type Labels, toLabels } from "../../convert/labels.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import { requireVersion } from "../../operation/version_guard.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import type { DriverConfigJSON, Filters } from "../../types/common.ts";
import type { Secret, SecretCreateResult, SecretSpec } from "../../types/secrets.ts";
import { ownOptions } from "../common/own_options.ts";
import { path } from "../../operation/path.ts";
import { query } from "../../operation/query.ts";
import { readSecretData } from "../common/secret_data.ts";

/** Options of {@linkcode secrets}. */
export interface SecretsOptions extends CallOptions {
  /** What a secret must match, e.g. `{ name: "password" }` or `{ label: "app=web" }`. */
  filters?: Filters;
}

/** Options of {@linkcode createSecret}; fields as the Engine spells them are sent as they are. */
export interface CreateSecretOptions extends CallOptions, EngineFields {
  /** Labels. */
  labels?: Labels;
  /** The driver that keeps the secret elsewhere; `data` is empty then. Since API 1.31. */
  driver?: DriverConfigJSON;
  /** The driver that fills in the secret's template, e.g. `new DriverConfig("golang")`. Since API 1.37. */
  templating?: DriverConfigJSON;
}

const CREATE_FIELDS: Fields<Omit<CreateSecretOptions, keyof CallOptions>> = {
  labels: ["Labels", toLabels],
  driver: ["Driver", toRecord],
  templating: ["Templating", toRecord],
};

/**
 * Lists secrets (`GET /secrets`). Since API 1.25.
 *
 * @param engine The engine.
 * @param options Which secrets.
 * @returns The secrets, without their content.
 * @throws {APIError} When the Engine is no manager of a swarm.
 *
 * @example
 * ```ts no-run
 * import { createEngine, secrets } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * for (const { ID, Spec } of await secrets(engine, { filters: { label: "app=web" } })) {
 *   console.log(ID, Spec.Name);
 * }
 * ```
 */
export async function secrets(engine: Engine, options: SecretsOptions = {}): Promise<Secret[]> {
  const action = "Cannot list secrets";
  const filters = toFilters(options.filters);
  requireVersion(action, await engine.negotiate(options), "secrets");
  return await engine.json(action, "GET", "/secrets", options, {
    query: query({ filters }),
  });
}

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
  const body: SecretSpec = { Name: toId(name, "name") };
  const action = `Cannot create secret "${body.Name}"`;
  const content = toBody(data, "data");
  setFields(body, action, ownOptions(options), CREATE_FIELDS);
  requireVersion(action, await engine.negotiate(options), "createSecret", options, body);
  body.Data = await readSecretData(content);
  return await engine.json(action, "POST", "/secrets/create", options, { json: body });
}

/**
 * Returns what the swarm knows of a secret, all but its content (`GET /secrets/{id}`). Since API
 * 1.25.
 *
 * @param engine The engine.
 * @param id The secret, by id or name.
 * @param options The call's own options.
 * @throws {NotFound} When there is no such secret.
 *
 * @example
 * ```ts no-run
 * import { createEngine, inspectSecret } from "@longshore/docker/api";
 *
 * const { Spec, CreatedAt } = await inspectSecret(createEngine(), "password");
 * console.log(Spec.Labels, CreatedAt);
 * ```
 */
export async function inspectSecret(
  engine: Engine,
  id: Reference,
  options: CallOptions = {},
): Promise<Secret> {
  const secret = toId(id, "id");
  const action = `Cannot inspect secret "${secret}"`;
  requireVersion(action, await engine.negotiate(options), "inspectSecret");
  return await engine.json(action, "GET", path`/secrets/${secret}`, options);
}

/**
 * Removes a secret (`DELETE /secrets/{id}`). Since API 1.25.
 *
 * @param engine The engine.
 * @param id The secret, by id or name.
 * @param options The call's own options.
 * @returns True.
 * @throws {NotFound} When there is no such secret.
 * @throws {BadRequest} When a service uses it.
 *
 * @example
 * ```ts no-run
 * import { createEngine, removeSecret } from "@longshore/docker/api";
 *
 * await removeSecret(createEngine(), "password");
 * ```
 */
export async function removeSecret(
  engine: Engine,
  id: Reference,
  options: CallOptions = {},
): Promise<true> {
  const secret = toId(id, "id");
  const action = `Cannot remove secret "${secret}"`;
  requireVersion(action, await engine.negotiate(options), "removeSecret");
  return await engine.empty(action, "DELETE", path`/secrets/${secret}`, options);
}
