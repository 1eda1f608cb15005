import type { CallOptions } from "../engine/call_options.ts";
import type { Engine } from "../engine/engine.ts";
import { DockerError } from "../errors.ts";
import { wrongShape } from "../convert/refuse.ts";
import { toLabels } from "../convert/labels.ts";

/** What collections and objects talk to: an Engine, or a client that has one. */
export type EngineOwner = Engine | {
  /** The requests of the client. */
  readonly engine: Engine;
};

/** Labels, or what finds them out when something is made. */
export type MadeLabels =
  | Readonly<Record<string, string>>
  | (() => Promise<Readonly<Record<string, string>>>);

/** Options of every collection. */
export interface CollectionOptions {
  /** Labels that everything gets that is made through the collection; a scope sets them. */
  labels?: MadeLabels | null | undefined;
}

/** How many characters of an id are enough to tell objects apart. */
const SHORT_ID = 12;

/**
 * One object of the Engine, as it was when it was last asked for.
 *
 * @typeParam Attrs What the Engine tells of it.
 */
export abstract class Model<Attrs extends object> {
  /** All that the Engine told of the object, spelt as the Engine spells it. */
  attrs: Attrs;
  /** The requests of the client that it belongs to. */
  readonly engine: Engine;
  /** Labels that everything gets that is made by the object's methods. */
  protected readonly made: MadeLabels;

  /**
   * Makes an object of what the Engine told; nothing is sent.
   *
   * @param owner The client, or its Engine.
   * @param attrs What the Engine told.
   * @param options The labels of a scope.
   */
  constructor(owner: EngineOwner, attrs: Attrs, options: CollectionOptions = {}) {
    this.engine = engineOf(owner);
    this.attrs = attrs;
    this.made = options.labels ?? {};
  }

  /** The object's id. */
  abstract get id(): string;

  /** The id under the name that the methods of `APIClient` look for: an object is a reference. */
  get Id(): string {
    return this.id;
  }

  /** The first 12 characters of the id. */
  get shortId(): string {
    return this.id.slice(0, SHORT_ID);
  }

  /**
   * Asks the Engine anew and sets {@linkcode Model.attrs}.
   *
   * @param options The call's own options.
   * @returns The object itself.
   * @throws {NotFound} When it is gone.
   */
  abstract reload(options?: CallOptions): Promise<Model<object>>;
}

/**
 * All objects of one kind.
 *
 * @typeParam Item The class of the objects.
 */
export abstract class Collection<Item extends Model<object>> {
  /** The requests of the client that the collection belongs to. */
  readonly engine: Engine;
  /** Labels that everything gets that is made through the collection. */
  readonly labels: MadeLabels;

  /**
   * Makes a collection; nothing is sent.
   *
   * @param owner The client, or its Engine.
   * @param options The labels of a scope.
   */
  constructor(owner: EngineOwner, options: CollectionOptions = {}) {
    this.engine = engineOf(owner);
    this.labels = options.labels ?? {};
  }

  /**
   * Refuses, for the kinds of objects that come about in another way.
   *
   * @throws {DockerError} Always; collections whose objects are created have a method of their own.
   */
  create(..._args: never[]): Promise<Item> {
    return Promise.reject(
      new DockerError("Cannot create an object of this kind: it comes about in another way"),
    );
  }

  /** Resolves with one of the objects. */
  abstract get(...args: never[]): Promise<Item>;

  /** Resolves with the objects that match. */
  abstract list(...args: never[]): Promise<Item[]>;

  /**
   * Makes an object of what the Engine told of it, e.g. in an answer to `client.api`; nothing is sent.
   *
   * @param attrs What the Engine told; an object of the class passes.
   */
  abstract prepareModel(attrs: Item | Item["attrs"]): Item;
}

/** Finds out which labels something gets that is made. */
export async function madeLabels(labels: MadeLabels): Promise<Readonly<Record<string, string>>> {
  return typeof labels === "function" ? await labels() : labels;
}

/**
 * Adds the labels of a scope to those that the caller gave.
 *
 * @param options The options of a creation.
 * @param made The labels of the scope.
 */
export function withLabels<Options extends { labels?: unknown }>(
  options: Options,
  made: Readonly<Record<string, string>>,
): Options {
  if (Object.keys(made).length === 0) return options;
  const { Labels, ...others } = options as Options & { Labels?: unknown };
  // The Engine's own spelling is one of the same; both are refused where they are read.
  const own = options.labels ?? Labels;
  const labels = { ...(own == null ? {} : toLabels(own, "labels")), ...made };
  return { ...(options.labels == null ? others : options), labels } as unknown as Options;
}

/**
 * Refuses an object of another kind, which has an id too.
 *
 * @param value A reference.
 * @param kind The class of the objects that are meant.
 * @param argument The argument's name.
 * @throws {TypeError} When it is an object of another class.
 */
export function refuseOthers(
  value: unknown,
  kind: abstract new (...args: never[]) => Model<object>,
  argument: string,
): void {
  if (!(value instanceof Model) || value instanceof kind) return;
  throw wrongShape(argument, value, `the id or name of the ${argument}, or its own object`);
}

/** Returns the Engine of a client, or the Engine itself. */
export function engineOf(owner: EngineOwner): Engine {
  return "engine" in owner ? owner.engine : owner;
}
