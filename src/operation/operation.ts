import { getOwn } from "../convert/own.ts";
import { callSignal, checkTimeouts } from "../engine/call_options.ts";
import type { CallOptions, Engine } from "../engine/engine.ts";
import { Call } from "./call.ts";
import { checkOptions } from "./check_options.ts";
import { EXTRA_HELP, type Fields } from "./fields.ts";
import type { Declared, Given, Option } from "./option.ts";
import { encodeSegment } from "./path.ts";
import type { QueryValue } from "./query.ts";
import { unknownOption } from "../text/unknown_option.ts";
import { ALWAYS, isLimited, requireVersion, type VersionRange } from "./versions.ts";

/** What an operation has besides the options in its query and headers. */
export interface OperationDetails extends VersionRange {
  /** The fields of its body: the options that go there. */
  readonly fields?: Fields;
  /** The field of the body that they are put into. */
  readonly at?: string;
  /** The fields of a body that is one of its options as a whole. */
  readonly whole?: Fields;
}

/** The options that every call takes. */
const OF_EVERY_CALL: readonly string[] = ["signal", "timeouts"];
const PLACEHOLDER_REGEXP = /\{\w+\}/g;

/** An operation of the Engine, with the one declaration of what it takes. */
export class Operation<Options extends CallOptions> {
  /** Method and path as the Engine's specification has them, e.g. `POST /containers/{id}/stop`. */
  readonly name: string;
  /** Its options that are no fields of a body. */
  readonly options: Readonly<Record<string, Option>>;
  /** What else it has. */
  readonly details: OperationDetails;

  /** See {@linkcode operation}. */
  constructor(
    name: string,
    options: Readonly<Record<string, Option>>,
    details: OperationDetails,
  ) {
    this.name = name;
    this.options = options;
    this.details = details;
  }

  /**
   * Checks the options of a call and makes a request of them; nothing is sent yet.
   *
   * @param engine The engine.
   * @param action What is attempted, e.g. `Cannot stop container "web"`.
   * @param ids What stands in the path, in order.
   * @param options What the caller gave.
   * @param json The body's fields that are no options.
   * @throws {TypeError} When an option is unknown or has another type.
   * @throws {RangeError} When a value is not allowed.
   */
  call(
    engine: Engine,
    action: string,
    ids: readonly string[],
    options: Options,
    json?: object,
  ): Call<Options> {
    options ??= {} as Options;
    checkOptions(action, options);
    callSignal(options);
    checkTimeouts(options.timeouts);
    const given = Object.create(null) as Record<string, unknown>;
    const limited: [subject: string, range: VersionRange][] = [];
    const query = Object.create(null) as Record<string, QueryValue>;
    const headers = Object.create(null) as Record<string, string>;
    const others = this.#others(action, options, given);
    for (const name in this.options) {
      const value = given[name];
      if (value === undefined) continue;
      const { place, name: target, convert, versions } = this.options[name]!;
      const converted = convert(value, name);
      // A flag that is not set is not sent, and asks for nothing.
      if (converted === undefined) continue;
      if (place === "query") query[target] = converted as QueryValue;
      else if (place === "queries") Object.assign(query, converted);
      else if (place === "header") headers[target] = converted as string;
      if (isLimited(versions)) limited.push([`option "${name}"`, versions]);
      if (versions.several !== undefined && Array.isArray(converted) && converted.length > 1) {
        limited.push([`option "${name}" with more than one value`, versions.several]);
      }
    }
    const { fields, at, whole } = this.details;
    let body: object | undefined = json;
    if (fields !== undefined) {
      body = { ...json };
      fields.set(at === undefined ? body : inner(body, at), action, others);
    }
    const isFree = limited.length === 0 && !isLimited(this.details) && fields === undefined &&
      (whole === undefined || json === undefined);
    const guard = (version: string): void => {
      requireVersion(action, version, this.name, this.details);
      for (const [subject, range] of limited) requireVersion(action, version, subject, range);
      if (json !== undefined) whole?.require(action, version, json);
      fields?.require(action, version, at === undefined ? body! : inner(body!, at), at);
    };
    const space = this.name.indexOf(" ");
    let index = 0;
    const draft = {
      action,
      method: this.name.slice(0, space),
      path: this.name.slice(space + 1).replace(
        PLACEHOLDER_REGEXP,
        () => encodeSegment(ids[index++]!),
      ),
      query,
      headers,
      json: body,
      guard: isFree ? undefined : guard,
    };
    return new Call<Options>(engine, draft, given as Given<Options>);
  }

  /**
   * Checks the options of an endpoint that asks by other operations; nothing is sent.
   *
   * @param action What is attempted, for errors.
   * @param options What the caller gave.
   * @returns The options that were given.
   * @throws {TypeError} When an option is unknown or has another type.
   * @throws {RangeError} When a value is not allowed.
   */
  read(action: string, options: Options): Given<Options> {
    const given = Object.create(null) as Record<string, unknown>;
    checkOptions(action, options ?? {});
    this.#others(action, options ?? {}, given);
    for (const name in this.options) {
      if (given[name] !== undefined) this.options[name]!.convert(given[name], name);
    }
    return given as Given<Options>;
  }

  /** Takes what the operation knows of the options; returns what is left for its body. */
  #others(
    action: string,
    options: object,
    given: Record<string, unknown>,
  ): Record<string, unknown> {
    const others = Object.create(null) as Record<string, unknown>;
    for (const [name, value] of Object.entries(options)) {
      const isOwn = Object.hasOwn(this.options, name) || OF_EVERY_CALL.includes(name);
      if (!isOwn && this.details.fields?.has(name) !== true) throw this.#unknown(action, name);
      if (value === undefined) continue;
      if (!isOwn) others[name] = value;
      if (value !== null) given[name] = value;
    }
    return others;
  }

  #unknown(action: string, name: string): TypeError {
    const wire = Object.entries(this.options).map(([option, { name }]) => [option, name] as const);
    const { fields } = this.details;
    const own = [...Object.keys(this.options), ...wire, ...OF_EVERY_CALL];
    if (fields === undefined) return unknownOption(action, name, own);
    return unknownOption(action, name, [...fields.meant(name), ...own], EXTRA_HELP);
  }
}

/**
 * Declares an operation of the Engine.
 *
 * @param name Method and path as the Engine's specification has them, e.g. `POST /containers/{id}/stop`.
 * @param options Its options: where each goes, how it is converted, which versions know it.
 * @param details Which versions know it, and the fields of its body.
 */
export function operation<Options extends CallOptions, BodyOptions = unknown>(
  name: string,
  options: Declared<Omit<Options, keyof BodyOptions>>,
  details: OperationDetails & { readonly fields?: Fields<BodyOptions> } = ALWAYS,
): Operation<Options> {
  return new Operation<Options>(name, options, details);
}

/** Returns the object in a field of the body, and puts one there if there is none. */
function inner(body: object, field: string): object {
  const record = body as Record<string, object>;
  const own = getOwn(record, field);
  if (own !== undefined && own !== null) return own;
  return record[field] = {};
}
