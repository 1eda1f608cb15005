import type { PrivilegesJSON } from "../types/task_spec.ts";
import { encodeBase64 } from "../bytes/base64.ts";
import { isRecord, oneOf, toBoolean, toFilledText, toFlag, toText } from "../convert/checks.ts";
import { jsonText } from "../text/json_text.ts";
import { toConfig } from "./whole.ts";
import {
  engineField,
  type EngineSpelt,
  type ExtraFields,
  type Fields,
  fieldsOf,
  inBody,
} from "../operation/fields.ts";

/** Options of {@linkcode Privileges}. */
export interface PrivilegesOptions extends EngineSpelt<PrivilegesJSON>, ExtraFields {
  /** A file with the account to act as, in the Engine's directory `CredentialSpecs` (Windows). */
  credentialspecFile?: string | null | undefined;
  /** A value of the host's registry with the account to act as (Windows). */
  credentialspecRegistry?: string | null | undefined;
  /** The id of a config with the account to act as (Windows). Since API 1.40. */
  credentialspecConfig?: string | null | undefined;
  /** Whether SELinux is turned off. */
  selinuxDisable?: boolean | null | undefined;
  /** The SELinux user. */
  selinuxUser?: string | null | undefined;
  /** The SELinux role. */
  selinuxRole?: string | null | undefined;
  /** The SELinux type. */
  selinuxType?: string | null | undefined;
  /** The SELinux level. */
  selinuxLevel?: string | null | undefined;
  /** Which system calls seccomp allows; `custom` comes with `seccompProfile`. Since API 1.44. */
  seccompMode?: "default" | "unconfined" | "custom" | null | undefined;
  /** A seccomp profile of your own: its JSON as text, bytes or an object. Since API 1.44. */
  seccompProfile?: string | Uint8Array | Readonly<Record<string, unknown>> | null | undefined;
  /** Whether AppArmor confines the processes. Since API 1.44. */
  appArmorMode?: "default" | "disabled" | null | undefined;
  /** Whether the processes can never gain privileges. Since API 1.44. @default {false} */
  noNewPrivileges?: boolean | null | undefined;
}

/** What privileges take. */
export const PRIVILEGE_FIELDS: Fields<PrivilegesOptions> = fieldsOf<PrivilegesOptions>({
  credentialspecFile: inBody("CredentialSpec.File", toFilledText),
  credentialspecRegistry: inBody("CredentialSpec.Registry", toFilledText),
  credentialspecConfig: inBody("CredentialSpec.Config", toFilledText, { since: "1.40" }),
  selinuxDisable: inBody("SELinuxContext.Disable", toBoolean),
  selinuxUser: inBody("SELinuxContext.User", toFilledText),
  selinuxRole: inBody("SELinuxContext.Role", toFilledText),
  selinuxType: inBody("SELinuxContext.Type", toFilledText),
  selinuxLevel: inBody("SELinuxContext.Level", toFilledText),
  seccompMode: inBody("Seccomp.Mode", oneOf("default", "unconfined", "custom"), { since: "1.44" }),
  // The Engine's own has the profile in base64 already.
  "Seccomp.Profile": engineField(toText, { since: "1.44" }),
  seccompProfile: inBody("Seccomp.Profile", toSeccompProfile, { since: "1.44" }),
  appArmorMode: inBody("AppArmor.Mode", oneOf("default", "disabled"), { since: "1.44" }),
  noNewPrivileges: inBody("NoNewPrivileges", toFlag, { since: "1.44" }),
});

/** What security modules allow, as the Engine spells it. */
export interface Privileges extends PrivilegesJSON {}

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
export class Privileges {
  /**
   * Makes privileges.
   *
   * @param options What is allowed.
   * @throws {TypeError} When an option has another shape, or the account comes from two places.
   */
  constructor(options: PrivilegesOptions = {}) {
    PRIVILEGE_FIELDS.set(this, "Cannot create privileges", options);
    if (Object.keys(this.CredentialSpec ?? {}).length > 1) {
      throw new TypeError(
        "Cannot create privileges: credentialspecFile, credentialspecRegistry and " +
          "credentialspecConfig exclude each other",
      );
    }
    checkSeccomp(this);
  }
}

/**
 * Reads privileges: an instance, its options, or the Engine's fields.
 *
 * @param value The privileges.
 * @param argument The argument's name, for errors.
 */
export function toPrivileges(value: unknown, argument: string): PrivilegesJSON {
  return toConfig(value, argument, "Privileges or their options", PRIVILEGE_FIELDS, Privileges);
}

/** A profile means nothing in another mode, and the mode `custom` nothing without a profile. */
function checkSeccomp({ Seccomp }: Privileges): void {
  if (Seccomp == null) return;
  if (Seccomp.Profile !== undefined) Seccomp.Mode ??= "custom";
  if ((Seccomp.Mode === "custom") !== (Seccomp.Profile !== undefined)) {
    throw new TypeError(
      'Cannot create privileges: seccompProfile and the seccompMode "custom" need each other',
    );
  }
}

function toSeccompProfile(value: unknown, argument: string): string {
  if (value instanceof Uint8Array) return encodeBase64(value);
  const text = isRecord(value)
    ? jsonText(`Cannot use ${argument}`, value)
    : toFilledText(value, argument);
  return encodeBase64(new TextEncoder().encode(text));
}
