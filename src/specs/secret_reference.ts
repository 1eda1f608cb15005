import type { FileTarget, SecretReferenceJSON } from "../types/task_spec.ts";
import { toFilledText } from "../convert/checks.ts";
import { type Reference, toId } from "../convert/reference.ts";
import { type FileTargetOptions, toFileTarget } from "./file_target.ts";

/**
 * A secret as a file in the containers of a service; part of a {@linkcode ContainerSpec}.
 *
 * @example Give a service a password
 * ```ts no-run
 * import { ContainerSpec, SecretReference } from "@longshore/docker";
 *
 * const password = new SecretReference("5sh1nrp1p3j6zwyxc6ycf3c8c", "password", { uid: "1000" });
 * const spec = new ContainerSpec("postgres", { secrets: [password] });
 * ```
 */
export class SecretReference implements SecretReferenceJSON {
  /** Whatever else the Engine accepts. */
  [field: string]: unknown;
  /** The secret's id. */
  declare SecretID: string;
  /** The secret's name. */
  declare SecretName: string;
  /** The file. */
  declare File: FileTarget;

  /**
   * Makes a reference to a secret.
   *
   * @param secretId The secret's id, or what `createSecret` returned.
   * @param secretName The secret's name, as it was created.
   * @param options The file's name, owner and permission bits.
   * @throws {NullResource} When the id is empty.
   */
  constructor(secretId: Reference, secretName: string, options: FileTargetOptions = {}) {
    this.SecretID = toId(secretId, "secretId");
    this.SecretName = toFilledText(secretName, "secretName");
    this.File = toFileTarget("Cannot create a secret reference", this, secretName, options);
  }
}
