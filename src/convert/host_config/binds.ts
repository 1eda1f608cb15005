import { isRecord } from "../checks.ts";
import { wrongShape } from "../refuse.ts";

/** Where a host path or volume is bound: the seed's keys, `ro` as the short form of a mode. */
export interface BindTarget {
  /** The path inside the container. */
  bind: string;
  /** Options separated by commas, e.g. `rw`, `ro` or `ro,z`; `rw` if left out. */
  mode?: string;
  /** Whether the container can only read; instead of `mode`. */
  ro?: boolean;
  /** How mounts below travel, e.g. `rslave`; joined to the mode. */
  propagation?: string;
}

/**
 * Binds: an object from host path or volume to its target, or the Engine's list of
 * `source:target[:mode]`.
 */
export type Binds = Readonly<Record<string, BindTarget | string>> | readonly string[];

const ACCEPTED = '"/host/path:/container/path", "volume:/path:ro" or ' +
  '{ "/host/path": { bind: "/container/path", mode: "ro" } }';
const KEYS = ["bind", "mode", "ro", "propagation"];

/**
 * Reads binds.
 *
 * @param value The binds.
 * @param argument The argument's name, for errors.
 * @returns The Engine's list of `source:target:mode`.
 * @throws {TypeError} When one of them cannot be a bind.
 */
export function toBinds(value: unknown, argument: string): string[] {
  if (Array.isArray(value)) {
    return Array.from(value, (item, index) => checkBind(item, `${argument}[${index}]`));
  }
  if (!isRecord(value)) throw wrongShape(argument, value, `a list or an object: ${ACCEPTED}`);
  return Object.entries(value).map(([source, target]) => {
    const name = `${argument}[${JSON.stringify(source)}]`;
    if (source === "") throw wrongShape(`the source of ${argument}`, source, ACCEPTED);
    if (typeof target === "string") return checkBind(`${source}:${target}:rw`, name);
    if (!isRecord(target)) throw wrongShape(name, target, ACCEPTED);
    return checkBind(formatBind(source, target, name), name);
  });
}

function formatBind(source: string, target: Record<string, unknown>, argument: string): string {
  const { bind, mode, ro, propagation } = target;
  const unknown = Object.keys(target).some((key) => !KEYS.includes(key));
  if (typeof bind !== "string" || bind === "" || unknown) {
    throw wrongShape(argument, target, "an object { bind, mode, ro, propagation }");
  }
  if (mode != null && ro != null) throw wrongShape(argument, target, '"mode" or "ro", not both');
  if (mode != null && (typeof mode !== "string" || /[:\0]/.test(mode))) {
    throw wrongShape(`${argument}.mode`, mode, 'a string such as "rw", "ro" or "ro,z"');
  }
  if (propagation != null && typeof propagation !== "string") {
    throw wrongShape(`${argument}.propagation`, propagation, 'a string such as "rslave"');
  }
  const options = [mode ?? (ro === true ? "ro" : "rw"), propagation].filter(Boolean);
  return `${source}:${bind}:${options.join(",")}`;
}

/** Finds what cannot be a bind; Windows paths have colons of their own, so only the parts' count is open. */
function checkBind(item: unknown, argument: string): string {
  if (typeof item !== "string" || item.includes("\0")) throw wrongShape(argument, item, ACCEPTED);
  const windows = /(^|:)[a-z]:[\\/]|^\\\\/i.test(item);
  const parts = item.split(":");
  const target = parts.length === 1 ? parts[0]! : parts[1]!;
  if (parts.includes("") || !windows && (parts.length > 3 || !target.startsWith("/"))) {
    throw wrongShape(argument, item, ACCEPTED);
  }
  return item;
}
