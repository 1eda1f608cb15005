import { createSecret } from "../api/secrets/create.ts";
import { inspectSecret } from "../api/secrets/inspect.ts";
import { secrets } from "../api/secrets/list.ts";
import { removeSecret } from "../api/secrets/remove.ts";
import type { CreateSecretOptions } from "../api/secrets/create.ts";
import type { SecretsOptions } from "../api/secrets/list.ts";
import type { Data } from "../convert/data.ts";
import type { Reference } from "../convert/reference.ts";
import type { CallOptions } from "../engine/call_options.ts";
import type { Secret as SecretJSON } from "../types/secrets.ts";
import { checkOptions } from "../operation/check_options.ts";
import { createWhole } from "./creation.ts";
import { Collection, Model, refuseOthers, withLabels } from "./model.ts";

/** A secret of the swarm: a file that only services get; its content is never read back. */
export class Secret extends Model<SecretJSON> {
  /** The id. */
  override get id(): string {
    return this.attrs.ID;
  }

  /** The name. */
  get name(): string {
    return this.attrs.Spec.Name ?? "";
  }

  /** Asks the swarm anew: `GET /secrets/{id}`, since API 1.25. */
  override async reload(options?: CallOptions): Promise<this> {
    this.attrs = await inspectSecret(this.engine, this.id, options);
    return this;
  }

  /**
   * Removes the secret: `DELETE /secrets/{id}`, since API 1.25.
   *
   * @param options The call's own options.
   * @throws {APIError} When a service uses it.
   */
  remove(options?: CallOptions): Promise<true> {
    return removeSecret(this.engine, this.id, options);
  }
}

/** Options of {@linkcode SecretCollection.create}. */
export interface SecretCreateOptions extends CreateSecretOptions {
  /** The name. */
  name: string;
  /** The content, at most 500 KiB; it is never read back. */
  data: Data;
}

/** The secrets of the swarm; the Engine must be one of its managers. */
export class SecretCollection extends Collection<Secret> {
  /**
   * Creates a secret: `POST /secrets/create`, since API 1.25.
   *
   * @param options The name, the content, labels and drivers.
   * @throws {Conflict} When the name is taken.
   */
  override async create(options: SecretCreateOptions): Promise<Secret> {
    checkOptions("Cannot create a secret", options);
    const { name, data, ...rest } = options;
    return await createWhole(this.engine, rest, {
      what: "a secret",
      labels: this.labels,
      make: (labels, signal) =>
        createSecret(this.engine, name, data, { ...withLabels(rest, labels), signal }),
      load: ({ ID }) => this.get(ID, { signal: rest.signal, timeouts: rest.timeouts }),
      undo: ({ ID }) => removeSecret(this.engine, ID),
    });
  }

  /**
   * Resolves with a secret: `GET /secrets/{id}`, since API 1.25.
   *
   * @param secretId The id or name.
   * @param options The call's own options.
   * @throws {NotFound} When there is none.
   */
  override async get(secretId: Reference, options?: CallOptions): Promise<Secret> {
    refuseOthers(secretId, Secret, "secret");
    return this.prepareModel(await inspectSecret(this.engine, secretId, options));
  }

  /**
   * Lists secrets: `GET /secrets`, since API 1.25.
   *
   * @param options Filters.
   */
  override async list(options?: SecretsOptions): Promise<Secret[]> {
    return (await secrets(this.engine, options)).map((attrs) => this.prepareModel(attrs));
  }

  /** Makes an object of what the swarm told of a secret. */
  override prepareModel(attrs: Secret | SecretJSON): Secret {
    return attrs instanceof Secret ? attrs : new Secret(this, attrs, this);
  }
}
