import { type Convert, toRecord } from "../convert/checks.ts";
import type { CallOptions } from "../engine/engine.ts";
import { unknownOption } from "../text/unknown_option.ts";
import { ALWAYS, type VersionRange } from "./versions.ts";

/** Which API versions know an option. */
export interface OptionVersions extends VersionRange {
  /** Which versions know more than one value of it. */
  readonly several?: VersionRange;
}

/** The one declaration of an option: where it goes, how it is converted, and which versions know it. */
export interface Option {
  /** Where it goes; `queries` for several parameters, `client` for what only this client acts on. */
  readonly place: "query" | "queries" | "header" | "client";
  /** The name of the parameter or header; empty for several and for the client's own. */
  readonly name: string;
  /** Turns what the caller gave into what is sent, or refuses it. */
  readonly convert: Convert;
  /** Which API versions know it. */
  readonly versions: OptionVersions;
  /** The parameters that its own fields are, for `queries`. */
  readonly parameters?: Readonly<Record<string, Option>>;
}

/** An option as the Engine spells it: the first letter is a capital. */
export type EngineFieldName = `${
  | ("A" | "B" | "C" | "D" | "E" | "F" | "G" | "H" | "I" | "J" | "K" | "L" | "M")
  | ("N" | "O" | "P" | "Q" | "R" | "S" | "T" | "U" | "V" | "W" | "X" | "Y" | "Z")}${string}`;

/** The declarations of a call's options: one for each that is the operation's own. */
export type Declared<Options> = {
  readonly [
    Name in keyof Options as Name extends keyof CallOptions | EngineFieldName | "extra" ? never
      : Name
  ]-?: Option;
};

/** The options that were given, checked: neither `undefined` nor `null`, and own fields only. */
export type Given<Options> = {
  readonly [Name in keyof Options]?: NonNullable<Options[Name]>;
};

/**
 * Declares an option that is a query parameter.
 *
 * @param name The parameter's name.
 * @param convert Makes a {@linkcode QueryValue}; `undefined` leaves the parameter out.
 * @param versions Which API versions know it.
 */
export function inQuery(name: string, convert: Convert, versions: OptionVersions = ALWAYS): Option {
  return { place: "query", name, convert, versions };
}

/**
 * Declares an option whose own fields are query parameters.
 *
 * @param parameters What each field is, declared by {@linkcode inQuery}; every version knows them.
 */
export function inQueries(parameters: Readonly<Record<string, Option>>): Option {
  function toParameters(value: unknown, argument: string): Record<string, unknown> {
    const query: Record<string, unknown> = {};
    for (const [field, item] of Object.entries(toRecord(value, argument))) {
      if (!Object.hasOwn(parameters, field)) {
        throw unknownOption(`Cannot use ${argument}`, field, Object.keys(parameters));
      }
      if (item === undefined || item === null) continue;
      const { name, convert } = parameters[field]!;
      query[name] = convert(item, `${argument}.${field}`);
    }
    return query;
  }
  return { place: "queries", name: "", convert: toParameters, versions: ALWAYS, parameters };
}

/**
 * Declares an option that is a header.
 *
 * @param name The header's name.
 * @param convert Makes its value; `undefined` leaves the header out.
 * @param versions Which API versions know it.
 */
export function inHeader(name: string, convert: Convert, versions: VersionRange = ALWAYS): Option {
  return { place: "header", name, convert, versions };
}

/**
 * Declares an option that the endpoint itself acts on.
 *
 * @param check Refuses a value of another type.
 * @param versions Which API versions know what it asks for.
 */
export function ofClient(check: Convert, versions: VersionRange = ALWAYS): Option {
  return { place: "client", name: "", convert: check, versions };
}
