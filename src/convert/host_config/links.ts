import { isRecord } from "../checks.ts";
import { wrongShape } from "../refuse.ts";

/**
 * Links to containers: an object from name to alias (or `null`), or a list of `[name, alias]`,
 * `"name:alias"` and `"name"`.
 */
export type Links =
  | Readonly<Record<string, string | null>>
  | readonly (string | readonly [name: string, alias?: string | null])[];

const ACCEPTED = '{ name: "alias" }, or a list of ["name", "alias"], "name:alias" or "name"';

/**
 * Reads links to containers.
 *
 * @param value The links.
 * @param argument The argument's name, for errors.
 * @returns The Engine's list of `name:alias` and `name`.
 * @throws {TypeError} When the value is none of the accepted forms.
 */
export function toLinks(value: unknown, argument: string): string[] {
  if (isRecord(value)) {
    return Object.entries(value).filter(([, alias]) => alias !== undefined)
      .map((pair) => formatLink(pair, `${argument}[${pair[0]}]`));
  }
  if (!Array.isArray(value)) throw wrongShape(argument, value, ACCEPTED);
  return Array.from(value, (link, index) => {
    const name = `${argument}[${index}]`;
    if (typeof link !== "string") return formatLink(link, name);
    if (!/^[^:]+(:[^:]+)?$/.test(link)) throw wrongShape(name, link, ACCEPTED);
    return link;
  });
}

function formatLink(pair: unknown, argument: string): string {
  if (!Array.isArray(pair) || pair.length < 1 || pair.length > 2) {
    throw wrongShape(argument, pair, ACCEPTED);
  }
  const [name, alias] = pair;
  if (typeof name !== "string" || name === "" || alias != null && typeof alias !== "string") {
    throw wrongShape(argument, pair, ACCEPTED);
  }
  return alias ? `${name}:${alias}` : name;
}
