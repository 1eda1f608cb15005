import { isRecord } from "../../convert/checks.ts";
import { parseOptionText } from "../option_text.ts";

/**
 * Where a secret is: in a file, in a variable of the environment, here as text or bytes, or made by
 * a function when it is asked for. One that names nothing is in a variable or else a file of its id.
 */
export type SecretSource =
  | string
  | Uint8Array
  | { readonly file?: string | undefined; readonly env?: string | undefined }
  | (() => string | Uint8Array | Promise<string | Uint8Array>);

/**
 * Secrets by id, e.g. `{ npmrc: { file: "~/.npmrc" }, token: { env: "TOKEN" } }`, or as the command
 * line has them, e.g. `["id=npmrc,src=.npmrc"]`.
 */
export type BuildSecrets = Readonly<Record<string, SecretSource>> | readonly string[] | string;

/**
 * Checks secrets without reading or showing any.
 *
 * @param value What the caller gave.
 * @param argument The argument's name, for errors.
 * @throws {TypeError} When one has another form.
 * @throws {RangeError} When two have the same id.
 */
export function toSecrets(value: unknown, argument: string): ReadonlyMap<string, SecretSource> {
  const secrets = new Map<string, SecretSource>();
  if (typeof value === "string" || Array.isArray(value)) {
    for (const [index, text] of [value].flat().entries()) {
      const where = `${argument}[${index}]`;
      const [id, source] = fromText(text, where);
      if (secrets.has(id)) {
        throw new RangeError(`Cannot use ${where}: the id "${id}" is there twice`);
      }
      secrets.set(id, source);
    }
    return secrets;
  }
  if (!isRecord(value)) {
    throw new TypeError(
      `Cannot use ${argument}: expected an object of secrets by id, or a list of strings such as "id=token,src=token.txt"`,
    );
  }
  for (const [id, source] of Object.entries(value)) {
    if (source === undefined || source === null) continue;
    const where = `${argument}[${JSON.stringify(id)}]`;
    if (id === "") throw new TypeError(`Cannot use ${argument}: a secret has no id`);
    secrets.set(id, toSource(source, where));
  }
  return secrets;
}

function toSource(value: unknown, where: string): SecretSource {
  if (typeof value === "string" || value instanceof Uint8Array) return value;
  if (typeof value === "function") return value as SecretSource;
  if (!isRecord(value)) {
    throw new TypeError(
      `Cannot use ${where}: expected { file }, { env }, a string, bytes or a function`,
    );
  }
  const unknown = Object.keys(value).find((key) => key !== "file" && key !== "env");
  if (unknown !== undefined) {
    throw new TypeError(`Cannot use ${where}: "${unknown}" is none of file, env`);
  }
  const { file, env } = value;
  for (const [key, text] of [["file", file], ["env", env]] as const) {
    if (text === undefined || (typeof text === "string" && text !== "")) continue;
    throw new TypeError(`Cannot use ${where}: expected ${key} to be a string that is not empty`);
  }
  if (file !== undefined && env !== undefined) {
    throw new TypeError(`Cannot use ${where}: it names both a file and a variable`);
  }
  return { file, env } as { file?: string; env?: string };
}

/** Reads a secret as the command line has it. */
function fromText(text: unknown, where: string): [string, SecretSource] {
  if (typeof text !== "string") throw new TypeError(`Cannot use ${where}: expected a string`);
  const { id, type, src, source = src, env, ...others } = parseOptionText(text, where);
  const unknown = Object.keys(others)[0];
  if (unknown !== undefined) {
    throw new TypeError(`Cannot use ${where}: "${unknown}" is none of id, type, src, source, env`);
  }
  if (!id) throw new TypeError(`Cannot use ${where}: it has no id`);
  if (type !== undefined && type !== "file" && type !== "env") {
    throw new TypeError(`Cannot use ${where}: type "${type}" is neither file nor env`);
  }
  if (type === "env") return [id, { env: env ?? source ?? id }];
  if (env !== undefined && source !== undefined) {
    throw new TypeError(`Cannot use ${where}: it names both a file and a variable`);
  }
  return [id, env === undefined ? { file: source } : { env }];
}
