import type { DriverConfigJSON, ObjectVersion, StringMap } from "./common.ts";

/** A secret as it is asked for. */
export interface SecretSpec {
  /** The name. */
  Name?: string | undefined;
  /** Labels. */
  Labels?: StringMap | null | undefined;
  /** The secret in base64; never sent back. */
  Data?: string | undefined;
  /** The driver that keeps it elsewhere. Since API 1.31. */
  Driver?: DriverConfigJSON | null | undefined;
  /** The driver that fills in its template. Since API 1.37. */
  Templating?: DriverConfigJSON | null | undefined;
}

/** A secret as the swarm knows it, without its content. Since API 1.25. */
export interface Secret {
  /** The id. */
  ID: string;
  /** The version, for an update. */
  Version: ObjectVersion;
  /** When it was created. */
  CreatedAt: string;
  /** When it was changed. */
  UpdatedAt: string;
  /** How it was asked for. */
  Spec: SecretSpec;
}

/** The answer to a request for a secret. */
export interface SecretCreateResult {
  /** The secret's id. */
  ID: string;
}
