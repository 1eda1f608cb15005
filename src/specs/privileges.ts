import type { CredentialSpec, PrivilegesJSON, SELinuxContext } from "../types/task_spec.ts";
import { toBoolean, toFilledText } from "../convert/checks.ts";
import { type EngineFields, type Fields, setFields } from "../operation/old_fields.ts";

/** Options of {@linkcode Privileges}. */
export interface PrivilegesOptions extends EngineFields {
  /** A file with the account to act as, in the Engine's folder `CredentialSpecs` (Windows). */
  credentialspecFile?: string;
  /** A value of the host's registry with the account to act as (Windows). */
  credentialspecRegistry?: string;
  /** The id of a config with the account to act as (Windows). Since API 1.40. */
  credentialspecConfig?: string;
  /** Whether SELinux is turned off. */
  selinuxDisable?: boolean;
  /** The SELinux user. */
  selinuxUser?: string;
  /** The SELinux role. */
  selinuxRole?: string;
  /** The SELinux type. */
  selinuxType?: string;
  /** The SELinux level. */
  selinuxLevel?: string;
}

const FIELDS: Fields<PrivilegesOptions> = {
  credentialspecFile: ["CredentialSpec.File", toFilledText],
  credentialspecRegistry: ["CredentialSpec.Registry", toFilledText],
  credentialspecConfig: ["CredentialSpec.Config", toFilledText],
  selinuxDisable: ["SELinuxContext.Disable", toBoolean],
  selinuxUser: ["SELinuxContext.User", toFilledText],
  selinuxRole: ["SELinuxContext.Role", toFilledText],
  selinuxType: ["SELinuxContext.Type", toFilledText],
  selinuxLevel: ["SELinuxContext.Level", toFilledText],
};

/**
 * What security modules allow the containers of a service; part of a {@linkcode ContainerSpec}.
 *
 * @example Choose the SELinux type
 * ```ts no-run
 * import { Privileges } from "@longshore/docker";
 *
 * const privileges = new Privileges({ selinuxType: "container_runtime_t" });
 * ```
 */
export class Privileges implements PrivilegesJSON {
  /** Whatever else the Engine accepts. */
  [field: string]: unknown;
  /** The account to act as. */
  declare CredentialSpec?: CredentialSpec;
  /** The labels of the processes. */
  declare SELinuxContext?: SELinuxContext;

  /**
   * Makes privileges.
   *
   * @param options What is allowed.
   * @throws {TypeError} When an option has another shape, or the account comes from two places.
   */
  constructor(options: PrivilegesOptions = {}) {
    setFields(this, "Cannot create privileges", options, FIELDS);
    if (Object.keys(this.CredentialSpec ?? {}).length > 1) {
      throw new TypeError(
        "Cannot create privileges: credentialspecFile, credentialspecRegistry and " +
          "credentialspecConfig exclude each other",
      );
    }
  }
}
