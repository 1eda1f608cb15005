import type { DriverConfigJSON, ObjectVersion, StringMap } from "./common.ts";

/** A config as it is asked for. */
export interface ConfigSpec {
  /** The name. */
  Name?: string | undefined;
  /** Labels. */
  Labels?: StringMap | null | undefined;
  /** The content in base64. */
  Data?: string | undefined;
  /** The driver that fills in its template. Since API 1.37. */
  Templating?: DriverConfigJSON | null | undefined;
}

/** A config as the swarm knows it. Since API 1.30. */
export interface Config {
  /** The id. */
  ID: string;
  /** The version, for an update. */
  Version: ObjectVersion;
  /** When it was created. */
  CreatedAt: string;
  /** When it was changed. */
  UpdatedAt: string;
  /** How it was asked for. */
  Spec: ConfigSpec;
}

/** The answer to a request for a config. */
export interface ConfigCreateResult {
  /** The config's id. */
  ID: string;
}
