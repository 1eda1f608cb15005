import { isRecord } from "../../convert/checks.ts";
import { show } from "../../convert/refuse.ts";
import { parseOptionText, splitFields, toTypedAttrs } from "../option_text.ts";

/** Where the result of a BuildKit build goes, as the Engine spells it. Since API 1.40. */
export interface BuildOutput {
  /** The exporter, e.g. `image` or `moby`. */
  Type: string;
  /** Its settings. */
  Attrs?: Record<string, string>;
}

/** Where the result of a BuildKit build goes. */
export interface BuildDestination {
  /**
   * What is made: `local` (files in a directory), `tar` (those in an archive), `oci` or `docker` (an
   * image in an archive), `image` (in the Engine), `registry` (pushed), `cacheonly` (nothing).
   */
  type: string;
  /** The directory of `local`; of archives a file's path, or a stream to write to. */
  dest?: string | WritableStream<Uint8Array> | undefined;
  /** Further settings, e.g. `push`, `compression` or `annotation.KEY`. */
  [setting: string]:
    | string
    | number
    | boolean
    | WritableStream<Uint8Array>
    | undefined;
}

/**
 * Where the results of a BuildKit build go: objects such as `{ type: "local", dest: "out" }`, or as the
 * command line has them, `"type=local,dest=out"`, or `"out"` for a directory.
 */
export type BuildOutputs = readonly (string | BuildDestination | BuildOutput)[] | string;

/** An output that was checked. */
export interface OutputSpec {
  /** The exporter. */
  readonly type: string;
  /** Its settings. */
  readonly attrs: Readonly<Record<string, string>>;
  /** Where this side puts what it makes; `null` for what stays with the Engine. */
  readonly dest: string | WritableStream<Uint8Array> | null;
}

/** Which outputs come to this side; `docker` may stay. */
const COMES: ReadonlySet<string> = new Set(["local", "tar", "oci", "docker"]);
const STAYS: ReadonlySet<string> = new Set(["image", "moby", "cacheonly", "docker"]);

/**
 * Checks outputs.
 *
 * @param value What the caller gave.
 * @param argument The argument's name, for errors.
 * @throws {TypeError} When one has another form.
 */
export function toOutputs(value: unknown, argument: string): OutputSpec[] {
  const list = typeof value === "string" ? [value] : value;
  if (!Array.isArray(list)) {
    throw new TypeError(`Cannot use ${argument} ${show(value)}: expected a list of outputs`);
  }
  return list.map((item, index) => toOutput(item, `${argument}[${index}]`));
}

function toOutput(value: unknown, where: string): OutputSpec {
  if (typeof value === "string") return check(fromText(value, where), where);
  if (!isRecord(value)) {
    throw new TypeError(`Cannot use ${where} ${show(value)}: expected an object or a string`);
  }
  if ("Type" in value) {
    const { Type, Attrs } = value;
    if (typeof Type !== "string" || !isRecord(Attrs ?? {})) {
      throw new TypeError(`Cannot use ${where}: expected Type to be a string and Attrs an object`);
    }
    return check({ ...Attrs as Record<string, unknown>, type: Type }, where);
  }
  return check(value, where);
}

function fromText(text: string, where: string): Record<string, unknown> {
  // A path alone is a directory, as on the command line.
  if (!splitFields(text, where)[0]!.includes("=")) return { type: "local", dest: text };
  return parseOptionText(text, where);
}

function check(value: Record<string, unknown>, where: string): OutputSpec {
  const { dest, ...rest } = value;
  const { type, attrs } = toTypedAttrs(rest, where, "local");
  if (type === "registry") return { type: "image", attrs: { ...attrs, push: "true" }, dest: null };
  if (!COMES.has(type) && !STAYS.has(type)) {
    const known = [...new Set([...COMES, ...STAYS, "registry"])].join(", ");
    throw new TypeError(`Cannot use ${where}: type "${type}" is none of ${known}`);
  }
  if (dest === undefined || dest === null || dest === "") {
    if (STAYS.has(type)) return { type, attrs, dest: null };
    throw new TypeError(`Cannot use ${where}: type "${type}" needs dest`);
  }
  if (!COMES.has(type)) throw new TypeError(`Cannot use ${where}: type "${type}" has no dest`);
  if (dest === "-") {
    throw new TypeError(`Cannot use ${where}: give a WritableStream as dest in place of "-"`);
  }
  if (typeof dest === "string") return { type, attrs, dest };
  if (!(dest instanceof WritableStream) || type === "local") {
    const accepted = type === "local" ? "a path" : "a path or a WritableStream";
    throw new TypeError(`Cannot use ${where}: expected dest to be ${accepted}`);
  }
  if (dest.locked) throw new TypeError(`Cannot use ${where}: its stream is being written to`);
  return { type, attrs, dest };
}
