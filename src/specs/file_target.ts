import type { FileTarget } from "../types/task_spec.ts";
import { integerFrom, toFilledText, toTextOrNumber } from "../convert/checks.ts";
import { type EngineFields, type Fields, setFields } from "../operation/old_fields.ts";

/** The file that a secret or config becomes in a container. */
export interface FileTargetOptions extends EngineFields {
  /** The file's name; the name of the secret or config if left out. */
  filename?: string;
  /** The user's number who owns the file. @default {"0"} */
  uid?: string | number;
  /** The group's number that owns the file. @default {"0"} */
  gid?: string | number;
  /** The permission bits. @default {0o444} */
  mode?: number;
}

const FIELDS: Fields<FileTargetOptions> = {
  filename: ["File.Name", toFilledText],
  uid: ["File.UID", toTextOrNumber],
  gid: ["File.GID", toTextOrNumber],
  mode: ["File.Mode", integerFrom(0, 0o7777)],
};

/**
 * Sets the Engine's own fields on a reference and returns the file that it becomes.
 *
 * @param action What is being done, for errors.
 * @param target The reference.
 * @param name The file's name unless the options have one.
 * @param options The file.
 */
export function toFileTarget(
  action: string,
  target: object,
  name: string,
  options: FileTargetOptions,
): FileTarget {
  const fields: { File: FileTarget } = {
    File: { Name: name, UID: "0", GID: "0", Mode: 0o444 },
  };
  setFields(fields, action, options, FIELDS);
  Object.assign(target, fields);
  return fields.File;
}
