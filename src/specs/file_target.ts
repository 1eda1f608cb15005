import { integerFrom, toFilledText, toTextOrNumber } from "../convert/checks.ts";
import {
  type DeclaredFields,
  type EngineSpelt,
  type ExtraFields,
  type Fields,
  inBody,
} from "../operation/fields.ts";
import type { FileTarget } from "../types/task_spec.ts";

/** The file that a secret or config becomes in a container. */
export interface FileTargetOptions extends
  EngineSpelt<{
    /** The file, as the Engine spells it. */
    File?: Partial<FileTarget>;
  }>,
  ExtraFields {
  /** The file's name; the name of the secret or config if left out. */
  filename?: string | null | undefined;
  /** The user's number who owns the file. @default {"0"} */
  uid?: string | number | null | undefined;
  /** The group's number that owns the file. @default {"0"} */
  gid?: string | number | null | undefined;
  /** The permission bits. @default {0o444} */
  mode?: number | null | undefined;
}

/** The declarations of a file's options, in a reference to a secret or to a config. */
export const FILE_OPTIONS: DeclaredFields<FileTargetOptions> = {
  filename: inBody("File.Name", toFilledText),
  uid: inBody("File.UID", toTextOrNumber),
  gid: inBody("File.GID", toTextOrNumber),
  mode: inBody("File.Mode", integerFrom(0, 0o7777)),
};

/**
 * Sets a file and what else the options have on a reference.
 *
 * @param action What is being done, for errors.
 * @param target The reference.
 * @param name The file's name unless the options have one.
 * @param options The file.
 * @param fields What the reference takes.
 */
export function setFile<Options extends FileTargetOptions>(
  action: string,
  target: { File?: FileTarget | null | undefined },
  name: string,
  options: Options,
  fields: Fields<Options>,
): void {
  target.File = { Name: name, UID: "0", GID: "0", Mode: 0o444 };
  fields.set(target, action, options);
}
