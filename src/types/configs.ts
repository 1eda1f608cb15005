import type { DriverConfigJSON, EngineObject, ObjectVersion, StringMap } from "./common.ts";

/** A config as it is asked for. */
export interface ConfigSpec extends EngineObject {
  /** The name. */
  Name?: string;
  /** Labels. */
  Labels?: StringMap | null;
  /** The content in base64. */
  Data?: string;
  /** The driver that fills in its template. Since API 1.37. */
  Templating?: DriverConfigJSON | null;
}

/** A config as the swarm knows it. Since API 1.30. */
export interface Config extends EngineObject {
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
export interface ConfigCreateResult extends EngineObject {
  /** The config's id. */
  ID: string;
}
