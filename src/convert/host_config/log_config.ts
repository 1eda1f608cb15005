import { isRecord, toTextMap } from "../checks.ts";
import { eitherSpelling } from "../either_spelling.ts";
import { wrongShape } from "../refuse.ts";

/** Where a container's output goes, in the seed's or the Engine's spelling. */
export type LogConfigOption =
  | { type?: string; config?: Readonly<Record<string, string | number | boolean>> | null }
  | { Type?: string; Config?: Readonly<Record<string, string | number | boolean>> | null };

const ACCEPTED = '{ type: "json-file", config: { "max-size": "10m" } }';

/**
 * Reads a logging configuration; options that are numbers or booleans become strings.
 *
 * @param value The configuration.
 * @param argument The argument's name, for errors.
 * @returns The Engine's object.
 * @throws {TypeError} When the value has another shape.
 */
export function toLogConfig(
  value: unknown,
  argument: string,
): { Type: string; Config: Record<string, string> } {
  if (!isRecord(value)) throw wrongShape(argument, value, ACCEPTED);
  const { Type, Config } = eitherSpelling(value, ["Type", "Config"], argument, ACCEPTED);
  if (Type !== undefined && typeof Type !== "string") throw wrongShape(argument, value, ACCEPTED);
  const options = Config === undefined ? {} : toTextMap(Config, `${argument}.config`);
  // What an inspection returned passes as it is.
  if (value.type === "none" && Object.keys(options).length > 0) {
    throw new TypeError(`Cannot use ${argument}.config: it means nothing where the type is "none"`);
  }
  return { Type: Type ?? "", Config: options };
}
