import { getOwn } from "../convert/own.ts";
import { snapshot } from "../convert/snapshot.ts";
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
  /** What options are called elsewhere, for the error of one that is unknown. */
  readonly aliases?: readonly (readonly [option: string, alias: string])[];
}

/** The options that every call takes. */
const OF_EVERY_CALL: readonly string[] = ["signal", "timeouts"];
const PLACEHOLDER_REGEXP = /\{\w+\}/;
/** What a call without options was given. */
const NOTHING: Readonly<Record<string, unknown>> = Object.freeze(Object.create(null));

/** What the name and the details of an operation say. */
interface Parts {
  readonly method: string;
  /** What stands in the path before, between and behind the ids. */
  readonly literals: readonly string[];
  /** Whether some version does not know it. */
  readonly hasRange: boolean;
}

/** An operation of the Engine, with the one declaration of what it takes. */
export class Operation<Options extends CallOptions> {
  /** Method and path as the Engine's specification has them, e.g. `POST /containers/{id}/stop`. */
  readonly name: string;
  /** Its options that are no fields of a body. */
  readonly options: Readonly<Record<string, Option>>;
  /** What else it has. */
  readonly details: OperationDetails;
  #parts: Parts | undefined;

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
    const { given, others } = this.#take(action, options);
    const { method, literals, hasRange } = this.#parts ??= partsOf(this);
    const path = pathOf(literals, ids);
    // A call without options is what there is most of.
    const { fields, at, whole } = this.details;
    if (given === NOTHING && json === undefined && fields === undefined && !hasRange) {
      const draft = { action, method, path };
      return new Call<Options>(engine, draft, given as Given<Options>);
    }
    callSignal(options);
    checkTimeouts(options.timeouts);
    const limited: [subject: string, range: VersionRange][] = [];
    let query: Record<string, QueryValue> | undefined;
    let headers: Record<string, string> | undefined;
    for (const name in given === NOTHING ? NOTHING : this.options) {
      const value = given[name];
      if (value === undefined) continue;
      const { place, name: target, convert, versions } = this.options[name]!;
      const converted = convert(value, name);
      // A flag that is not set is not sent, and asks for nothing.
      if (converted === undefined) continue;
      if (place === "query") (query ??= bare())[target] = converted as QueryValue;
      else if (place === "queries") query = Object.assign(query ?? bare<QueryValue>(), converted);
      else if (place === "header") (headers ??= bare())[target] = converted as string;
      if (isLimited(versions)) limited.push([`option "${name}"`, versions]);
      if (versions.several !== undefined && Array.isArray(converted) && converted.length > 1) {
        limited.push([`option "${name}" with more than one value`, versions.several]);
      }
    }
    let body: object | undefined = json;
    if (fields !== undefined) {
      body = { ...json };
      fields.set(at === undefined ? body : inner(body, at), action, others);
    }
    body = snapshot(body, true);
    const isFree = limited.length === 0 && !hasRange && fields === undefined &&
      (whole === undefined || json === undefined);
    const guard = (version: string): void => {
      requireVersion(action, version, this.name, this.details);
      for (const [subject, range] of limited) requireVersion(action, version, subject, range);
      if (json !== undefined) whole?.require(action, version, json);
      fields?.require(action, version, at === undefined ? body! : inner(body!, at), at);
    };
    const draft = {
      action,
      method,
      path,
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
    checkOptions(action, options ?? {});
    const { given } = this.#take(action, options ?? {});
    for (const name in this.options) {
      if (given[name] !== undefined) this.options[name]!.convert(given[name], name);
    }
    return given as Given<Options>;
  }

  /** Tells apart what was given, and what of it is left for the body. */
  #take(
    action: string,
    options: object,
  ): { given: Readonly<Record<string, unknown>>; others: Readonly<Record<string, unknown>> } {
    const names = Object.keys(options);
    if (names.length === 0) return { given: NOTHING, others: NOTHING };
    const given = bare<unknown>();
    const others = this.details.fields === undefined ? {} : bare<unknown>();
    for (const name of names) {
      let value = (options as Record<string, unknown>)[name];
      const isOwn = Object.hasOwn(this.options, name) || OF_EVERY_CALL.includes(name);
      if (!isOwn && this.details.fields?.has(name) !== true) throw this.#unknown(action, name);
      if (value === undefined) continue;
      // What was checked is what is sent: a getter is asked once, and nobody changes it meanwhile.
      if (isOwn) value = snapshot(value);
      else others[name] = value;
      if (value !== null) given[name] = value;
    }
    return { given, others };
  }

  #unknown(action: string, name: string): TypeError {
    const wire = Object.entries(this.options).map(([option, { name }]) => [option, name] as const);
    const { fields, aliases = [] } = this.details;
    const own = [...Object.keys(this.options), ...wire, ...OF_EVERY_CALL, ...aliases];
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

/** Takes the name apart; the first call does, as a program declares many operations and calls few. */
function partsOf({ name, details }: { name: string; details: OperationDetails }): Parts {
  const [method = "", path = ""] = name.split(" ");
  return { method, literals: path.split(PLACEHOLDER_REGEXP), hasRange: isLimited(details) };
}

function pathOf(literals: readonly string[], ids: readonly string[]): string {
  let path = literals[0]!;
  for (let index = 0; index < ids.length; index++) {
    path += encodeSegment(ids[index]!) + literals[index + 1]!;
  }
  return path;
}

/** An object in which no name means anything of its own: made so, it is as fast as any. */
function bare<T>(): Record<string, T> {
  return new (Bare as unknown as new () => Record<string, T>)();
}

function Bare(): void {}
Bare.prototype = Object.create(null);

/** Returns the object in a field of the body, and puts one there if there is none. */
function inner(body: object, field: string): object {
  const record = body as Record<string, object>;
  const own = getOwn(record, field);
  if (own !== undefined && own !== null) return own;
  return record[field] = {};
}
