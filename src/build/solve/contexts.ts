import type { Platform } from "../../platform/types.ts";
import { expandHome, reach } from "../paths.ts";

/** Named contexts: the frontend's settings, and the directories among them by the builder's names. */
export interface NamedContexts {
  /** The frontend's settings. */
  readonly attrs: Readonly<Record<string, string>>;
  /** The directories. */
  readonly directories: ReadonlyMap<string, string>;
}

/** An address that the builder fetches itself, or that names an image or a stage. */
const ADDRESS_REGEXP = /^(?:[a-z][a-z0-9+.-]*:\/\/|target:|git@|github\.com\/)/;

/**
 * Finds what named contexts are.
 *
 * @param platform Loads the file system, for directories.
 * @param action What is attempted, for errors.
 * @param contexts Directories and addresses by name.
 * @throws {RangeError} When a directory is not there.
 */
export async function openContexts(
  platform: () => Promise<Platform>,
  action: string,
  contexts: Readonly<Record<string, string>>,
): Promise<NamedContexts> {
  const attrs: Record<string, string> = {};
  const directories = new Map<string, string>();
  for (const [name, context] of Object.entries(contexts)) {
    if (ADDRESS_REGEXP.test(context)) {
      attrs[`context:${name}`] = context;
      continue;
    }
    const { files, system } = await platform();
    const location = expandHome(system, context);
    const subject = `${action}: context ${JSON.stringify(name)}`;
    if ((await reach(subject, context, files.stat(location)))?.kind !== "directory") {
      throw new RangeError(`${subject}: ${JSON.stringify(context)} is not a directory`);
    }
    // These names are taken by the build's own directories.
    const local = name === "context" || name === "dockerfile" ? `_${name}` : name;
    directories.set(local, await reach(subject, context, files.realpath(location)));
    attrs[`context:${name}`] = `local:${local}`;
  }
  return { attrs, directories };
}
