import { NullResource } from "../errors.ts";
import { isRecord } from "./checks.ts";
import { wrongShape } from "./refuse.ts";

/** An object of the Engine: its id or name, or anything with `Id` or `ID`, as creations and lists return it. */
export type Reference = string | { readonly Id: string } | { readonly ID: string };

/** A volume: its name, or anything with `Name`. */
export type VolumeReference = string | { readonly Name: string };

// deno-lint-ignore no-control-regex
const CONTROL_REGEXP = /[\x00-\x1f\x7f]/;

/**
 * Reads the id or name of an object of the Engine.
 *
 * @param value The id or name, or an object with `Id` or `ID`.
 * @param argument The argument's name, e.g. `container`.
 * @returns The id or name, without blanks around it.
 * @throws {NullResource} When there is none, or it is blank.
 * @throws {TypeError} When the value has another type.
 */
export function toId(value: unknown, argument: string): string {
  const given = isRecord(value) ? value.Id ?? value.ID : value;
  const accepted = "an id or name, or an object with Id or ID";
  return checkName(given, value, argument, accepted);
}

/**
 * Reads the id or name of a container; lists and inspections put a slash before the name.
 *
 * @param value The id or name, or an object with `Id` or `ID`.
 * @param argument The argument's name.
 * @returns The id or name, without blanks around it and without that slash.
 * @throws {NullResource} When there is none, or it is blank.
 * @throws {TypeError} When the value has another type.
 */
export function toContainerId(value: unknown, argument: string): string {
  const id = toId(value, argument);
  return id.startsWith("/") ? toId(id.slice(1), argument) : id;
}

/**
 * Reads the name of a volume.
 *
 * @param value The name, or an object with `Name`.
 * @param argument The argument's name, e.g. `name`.
 * @returns The name, without blanks around it.
 * @throws {NullResource} When there is none, or it is blank.
 * @throws {TypeError} When the value has another type.
 */
export function toVolumeName(value: unknown, argument: string): string {
  const name = isRecord(value) ? value.Name : value;
  return checkName(name, value, argument, "a name, or an object with Name");
}

/**
 * Reads the name of something that is there only elsewhere, or not yet: a text, and no object.
 *
 * @param value The name.
 * @param argument The argument's name, e.g. `name`.
 * @returns The name, without blanks around it.
 * @throws {NullResource} When there is none, or it is blank.
 * @throws {TypeError} When the value has another type.
 */
export function toName(value: unknown, argument: string): string {
  return checkName(value, value, argument, "a string");
}

function checkName(name: unknown, value: unknown, argument: string, accepted: string): string {
  if (value === undefined || value === null) {
    throw new NullResource(`Cannot use ${argument}: it is ${value}; expected ${accepted}`);
  }
  if (name === null || typeof name === "string" && name.trim() === "") {
    throw new NullResource(`Cannot use ${argument}: it is empty; expected ${accepted}`);
  }
  if (typeof name === "string") {
    const text = name.trim();
    // No name has them, and they would break an error's line.
    if (!CONTROL_REGEXP.test(text)) return text;
    throw wrongShape(argument, value, `${accepted}, without control characters`);
  }
  const isOptions = (name === undefined || name === value) && isRecord(value) &&
    Object.getPrototypeOf(value) === Object.prototype;
  const hint = isOptions ? "; options are the last argument, not the first" : "";
  const problem = wrongShape(argument, value, accepted + hint);
  throw name === undefined ? new NullResource(problem.message) : problem;
}
