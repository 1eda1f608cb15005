import { getOwn, setOwn } from "../convert/own.ts";
import { type Convert, isRecord, toRecord } from "../convert/checks.ts";
import { markFieldsAlone } from "../convert/snapshot.ts";
import type { CallOptions } from "../engine/engine.ts";
import { checkOptions } from "./check_options.ts";
import type { EngineFieldName } from "./option.ts";
import { unknownOption } from "../text/unknown_option.ts";
import { ALWAYS, fits, isLimited, isZero, requireVersion, type VersionRange } from "./versions.ts";

/** What a field of a body holds, for what its own fields' versions are. */
export interface FieldDetails extends VersionRange {
  /** The fields of the object that it holds. */
  readonly fields?: Fields | undefined;
  /** The fields of each item of the list that it holds. */
  readonly each?: Fields | undefined;
  /** The fields of each value of the object that it holds. */
  readonly values?: Fields | undefined;
  /** The words that not all versions know. */
  readonly words?: Readonly<Record<string, VersionRange>>;
  /** Whether `false`, 0 or an empty object asks for something too, and is not what the Engine does anyway. */
  readonly zeroAsks?: boolean;
  /** Tells by the object around it whether an inspection returned it, so that it asks for nothing. */
  readonly isReturned?: (holder: object) => boolean;
  /** Whether only answers have it: what an inspection returned may hold it, and it is not sent. */
  readonly isAnswer?: boolean;
}

/** The one declaration of a field of a body. */
export interface Field {
  /** Where it is, nested fields separated by dots; empty for a name that is the path itself. */
  readonly path: string;
  /** Turns what the caller gave into what is sent, or refuses it. */
  readonly convert: Convert;
  /** Which versions know it, and what it holds. */
  readonly details: FieldDetails;
}

/** Options that also take what the Engine knows and this client does not. */
export interface ExtraFields {
  /** Fields that this client does not know, as the Engine spells them; sent as they are. */
  extra?: Readonly<Record<string, unknown>> | null | undefined;
}

/** The fields of a body as the Engine spells them, each of which may be left out of options. */
export type EngineSpelt<Body> = {
  [Name in keyof Body as Name extends EngineFieldName ? Name : never]?:
    | Body[Name]
    | null
    | undefined;
};

/** The declarations of options that are fields of a body, and of fields that have no other name. */
export type DeclaredFields<Options> =
  & {
    readonly [
      Name in keyof Options as Name extends keyof CallOptions | EngineFieldName | "extra" ? never
        : Name
    ]-?: Field;
  }
  & { readonly [name: EngineFieldName]: Field };

/** A field in its place: its declaration, and the fields within. */
export interface FieldNode {
  /** The declaration of the field itself. */
  field: Field | undefined;
  /** What the option is called that it stands for. */
  option: string | undefined;
  /** The fields within. */
  inner: Map<string, FieldNode>;
}

/**
 * Declares an option that is a field of the body.
 *
 * @param path Where it goes, nested fields separated by dots.
 * @param convert Its conversion; it takes the Engine's own notation too.
 * @param details Which versions know it, and what it holds.
 */
export function inBody(path: string, convert: Convert, details: FieldDetails = ALWAYS): Field {
  return { path, convert, details };
}

/**
 * Declares a field that has no name but the Engine's own.
 *
 * @param check Refuses a value of another type.
 * @param details Which versions know it, and what it holds.
 */
export function engineField(check: Convert, details: FieldDetails = ALWAYS): Field {
  return { path: "", convert: check, details };
}

/** What else can be done about an unknown field of a body. */
export const EXTRA_HELP = "; what this client does not know goes into extra";

/** Declares a field that only answers have; given back in a request, it is left out. */
export const RETURNED_FIELD: Field = {
  path: "",
  convert: (value) => value,
  details: { isAnswer: true },
};

/** The fields of a body, by the names of options and by the Engine's own. */
export class Fields<in Options = never> {
  /** The declarations by name. */
  readonly declared: Readonly<Record<string, Field>>;
  #root: Map<string, FieldNode> | undefined;

  /** See {@linkcode fieldsOf}. */
  constructor(declared: DeclaredFields<Options>) {
    this.declared = declared as Readonly<Record<string, Field>>;
  }

  /**
   * Converts options and sets them on a body. What is `undefined` is left out, and so is an option
   * that is `null`.
   *
   * @param target The body.
   * @param action What is attempted, e.g. `Cannot create a host configuration`.
   * @param options The options.
   * @throws {TypeError} When they are no object, or one is unknown, has another type, or sets what
   * another one has set.
   * @throws {RangeError} When a value is not allowed.
   */
  set(target: object, action: string, options: object | null | undefined): void {
    options ??= {};
    checkOptions(action, options);
    markFieldsAlone(target);
    const setBy = new Map<string, string>();
    let extra: unknown;
    for (const [name, value] of Object.entries(options)) {
      const field = Object.hasOwn(this.declared, name) ? this.declared[name]! : undefined;
      if (name === "extra" && field === undefined) {
        extra = value;
        continue;
      }
      // The Engine's own name of an option may be declared too, where it has more than one.
      const isEngineSpelt = /^[A-Z]/.test(name) && !field?.path;
      const node = isEngineSpelt ? this.nodes().get(name) : undefined;
      if (field === undefined && node === undefined) throw this.#unknown(action, name);
      if (value === undefined) continue;
      if (value === null && !isEngineSpelt || node?.field?.details.isAnswer === true) continue;
      const path = isEngineSpelt ? name : field!.path;
      const converted = isEngineSpelt
        ? checkNode(action, value, name, node!)
        : field!.convert(value, name);
      if (converted === undefined) continue;
      const other = setBy.get(path);
      if (other !== undefined) {
        throw new TypeError(
          `${action}: "${other}" and "${name}" set the same field; give one of them`,
        );
      }
      setBy.set(path, name);
      setPath(target as Record<string, unknown>, path, converted);
    }
    if (extra !== undefined && extra !== null) addExtra(target, action, extra);
  }

  /**
   * Refuses what a version does not know of a body.
   *
   * @param action What is attempted.
   * @param version The version in use.
   * @param body The body.
   * @param before The path of the body itself, if it is part of another one.
   * @throws {InvalidVersion} When there is such a field.
   */
  require(action: string, version: string, body: object, before: string = ""): void {
    requireNodes(action, version, body, this.nodes(), before);
  }

  /**
   * Tells whether there is an option, or a field in the Engine's own spelling, of a name.
   *
   * @param name The name.
   */
  has(name: string): boolean {
    if (Object.hasOwn(this.declared, name) || name === "extra") return true;
    return /^[A-Z]/.test(name) && this.nodes().has(name);
  }

  /**
   * Returns what may be meant by a name that there is not: options, with what else each is called.
   *
   * @param name The name.
   */
  meant(name: string): (string | readonly [option: string, alias: string])[] {
    const options = Object.entries(this.declared).filter(([option]) => !/^[A-Z]/.test(option));
    const engines = [...this.nodes().keys()];
    if (/^[A-Z]/.test(name)) return engines;
    return [
      ...options.map(([option]) => option),
      // What the Engine calls it is what was meant too.
      ...options.map(([option, { path }]) => {
        return [option, path.slice(path.lastIndexOf(".") + 1)] as const;
      }),
      ...engines.filter((engine) => engine.toLowerCase() === name.toLowerCase()),
    ];
  }

  #unknown(action: string, name: string): TypeError {
    return unknownOption(action, name, this.meant(name), EXTRA_HELP);
  }

  /**
   * Returns the declarations by the Engine's own names.
   *
   * @internal
   */
  nodes(): ReadonlyMap<string, FieldNode> {
    if (this.#root !== undefined) return this.#root;
    const root = new Map<string, FieldNode>();
    for (const [name, field] of Object.entries(this.declared)) {
      if (field.path === "" && !/^[A-Z]/.test(name)) continue;
      let nodes = root;
      let node: FieldNode | undefined;
      for (const step of (field.path || name).split(".")) {
        node = nodes.get(step);
        if (node === undefined) {
          node = { field: undefined, option: undefined, inner: new Map() };
          nodes.set(step, node);
        }
        nodes = node.inner;
      }
      node!.field ??= field;
      if (field.path !== "") node!.option ??= name;
    }
    return this.#root = root;
  }
}

/**
 * Declares the fields of a body.
 *
 * @param declared Where each option goes and how it is converted.
 */
export function fieldsOf<Options>(declared: DeclaredFields<Options>): Fields<Options> {
  return new Fields<Options>(declared);
}

/**
 * Tells whether an object is the Engine's own as a whole: all its names are in its spelling.
 *
 * @param value The object.
 */
export function isEngineSpelt(value: object): boolean {
  return Object.keys(value).every((name) => /^[A-Z]/.test(name));
}

/** Checks a field that is spelt as the Engine spells it; its zeros are what an inspection returns. */
function checkNode(action: string, value: unknown, name: string, node: FieldNode): unknown {
  if (isZero(value) && !(isRecord(value) && Object.keys(value).length > 0)) return value;
  const converted = node.field === undefined
    ? toRecord(value, name)
    : node.field.convert(value, name);
  if (node.inner.size === 0 || !isRecord(converted)) return converted;
  const copy: Record<string, unknown> = {};
  // What its own fields declare was seen by the conversion.
  const isChecked = node.field?.details.fields !== undefined;
  for (const [key, item] of Object.entries(converted)) {
    const inner = node.inner.get(key);
    if (inner === undefined) {
      if (isChecked) {
        setOwn(copy, key, item);
        continue;
      }
      const known = [...node.inner.keys()].map((one) => [one, `${name}.${one}`] as const);
      throw unknownOption(action, `${name}.${key}`, known);
    }
    if (item !== undefined) {
      setOwn(copy, key, checkNode(action, item, `${name}.${key}`, inner));
    }
  }
  return copy;
}

function addExtra(target: object, action: string, extra: unknown): void {
  if (!isRecord(extra)) {
    throw new TypeError(`${action}: expected extra to be an object of the Engine's own fields`);
  }
  const body = target as Record<string, unknown>;
  for (const [name, value] of Object.entries(extra)) {
    if (Object.hasOwn(body, name)) {
      throw new TypeError(`${action}: "${name}" is in extra and among the options; give one`);
    }
    Object.defineProperty(body, name, {
      value,
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
}

function requireNodes(
  action: string,
  version: string,
  body: object,
  nodes: ReadonlyMap<string, FieldNode>,
  before: string,
): void {
  for (const [name, value] of Object.entries(body)) {
    const node = nodes.get(name);
    if (node === undefined || value === undefined || value === null) continue;
    const path = before === "" ? name : `${before}.${name}`;
    const details: FieldDetails = node.field?.details ?? ALWAYS;
    const isReturned = details.isReturned?.(body);
    if (isLimited(details) && !fits(version, details)) {
      const isAsked = details.zeroAsks === true ? value !== "" : !isZero(value);
      if (isAsked && !isReturned) requireVersion(action, version, subject(node, path), details);
    }
    if (details.words !== undefined && typeof value === "string" && !isReturned) {
      const range = Object.hasOwn(details.words, value) ? details.words[value]! : ALWAYS;
      requireVersion(action, version, subject(node, `${path}=${value}`), range);
    }
    if (isRecord(value)) {
      if (node.inner.size > 0) requireNodes(action, version, value, node.inner, path);
      details.fields?.require(action, version, value, path);
      if (details.values !== undefined) {
        for (const [key, item] of Object.entries(value)) {
          if (isRecord(item)) details.values.require(action, version, item, `${path}.${key}`);
        }
      }
    } else if (details.each !== undefined && Array.isArray(value)) {
      for (const [index, item] of value.entries()) {
        if (isRecord(item)) details.each.require(action, version, item, `${path}[${index}]`);
      }
    }
  }
}

function subject(node: FieldNode, path: string): string {
  return node.option === undefined ? `field "${path}"` : `option "${node.option}" (${path})`;
}

function setPath(target: Record<string, unknown>, path: string, value: unknown): void {
  const dot = path.indexOf(".");
  if (dot < 0) {
    const before = getOwn(target, path);
    target[path] = isRecord(before) && isRecord(value) ? { ...before, ...value } : value;
    return;
  }
  const name = path.slice(0, dot);
  const before = getOwn(target, name);
  const inner = isRecord(before) ? { ...before } : {};
  setPath(inner, path.slice(dot + 1), value);
  target[name] = inner;
}
