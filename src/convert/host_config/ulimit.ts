import { isInteger, isRecord } from "../checks.ts";
import { eitherSpelling } from "../either_spelling.ts";
import { wrongShape } from "../refuse.ts";

/** A limit of a process's resources, in the seed's or the Engine's spelling; -1 is unlimited. */
export type UlimitOption =
  | { name: string; soft?: number; hard?: number }
  | { Name: string; Soft?: number; Hard?: number };

interface UlimitFields {
  Name: string;
  Soft: number;
  Hard: number;
}

const ACCEPTED = '{ name: "nofile", soft: 1024, hard: 2048 } with whole numbers';

/**
 * Reads a limit of a process's resources; a limit that is left out is the other one.
 *
 * @param value The limit.
 * @param argument The argument's name, for errors.
 * @returns The Engine's object.
 * @throws {TypeError} When the name is missing or a limit is no whole number.
 */
export function toUlimit(value: unknown, argument: string): UlimitFields {
  if (!isRecord(value)) throw wrongShape(argument, value, ACCEPTED);
  const fields = eitherSpelling(value, ["Name", "Soft", "Hard"], argument, ACCEPTED);
  const { Name, Soft = fields.Hard, Hard = Soft } = fields;
  if (typeof Name !== "string" || Name === "" || !isInteger(Soft) || !isInteger(Hard)) {
    throw wrongShape(argument, value, ACCEPTED);
  }
  return { Name: ulimitName(Name), Soft, Hard };
}

/** Returns a limit's name as the Engine takes it; Podman returns the kernel's, `RLIMIT_NOFILE`. */
export function ulimitName(name: string): string {
  return name?.startsWith("RLIMIT_") ? name.slice("RLIMIT_".length).toLowerCase() : name;
}
