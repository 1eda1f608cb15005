import { toRecord } from "../../convert/checks.ts";
import { type Data, toBody } from "../../convert/data.ts";
import { type EngineFields, type Fields, setFields } from "../../operation/fields.ts";
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

/** Lists secrets: see {@linkcode APIClient.secrets}. */
export async function secrets(engine: Engine, options: SecretsOptions = {}): Promise<Secret[]> {
  const action = "Cannot list secrets";
  const filters = toFilters(options.filters);
  requireVersion(action, await engine.negotiate(options), "secrets");
  return await engine.json(action, "GET", "/secrets", options, {
    query: query({ filters }),
  });
}

/** Creates a secret: see {@linkcode APIClient.createSecret}. */
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

/** Returns what the swarm knows of a secret: see {@linkcode APIClient.inspectSecret}. */
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

/** Removes a secret: see {@linkcode APIClient.removeSecret}. */
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
