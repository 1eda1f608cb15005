import { isRecord, toFilledText, toText } from "../convert/checks.ts";
import { type Reference, toId } from "../convert/reference.ts";
import { wrongShape } from "../convert/refuse.ts";
import { engineField, type Fields, fieldsOf } from "../operation/fields.ts";
import type { FileTarget, SecretReferenceJSON } from "../types/task_spec.ts";
import { FILE_OPTIONS, type FileTargetOptions, setFile } from "./file_target.ts";

/** What a reference to a secret takes. */
export const SECRET_REFERENCE_FIELDS: Fields<FileTargetOptions> = fieldsOf<FileTargetOptions>({
  ...FILE_OPTIONS,
  SecretID: engineField(toText),
  SecretName: engineField(toText),
});

/** A secret of a service, as the Engine spells it. */
export interface SecretReference extends SecretReferenceJSON {
  /** The file. */
  File: FileTarget;
}

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
export class SecretReference {
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
    const action = "Cannot create a secret reference";
    setFile(action, this, secretName, options, SECRET_REFERENCE_FIELDS);
  }
}

/**
 * Reads a reference to a secret: an instance, or the Engine's object.
 *
 * @param value The reference.
 * @param argument The argument's name, for errors.
 */
export function toSecretReference(value: unknown, argument: string): SecretReferenceJSON {
  if (!isRecord(value)) throw wrongShape(argument, value, "a SecretReference");
  if (value instanceof SecretReference) return value;
  const reference = {} as SecretReferenceJSON;
  SECRET_REFERENCE_FIELDS.set(reference, `Cannot use ${argument}`, value);
  return reference;
}
