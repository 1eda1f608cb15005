import { whenAborted } from "../bytes/abort_listeners.ts";
import { type CallOptions, callSignal } from "../engine/call_options.ts";
import type { Engine } from "../engine/engine.ts";
import { NotFound } from "../errors.ts";
import { type MadeLabels, madeLabels } from "./model.ts";

/** How long a creation may go on after an abort, in milliseconds. */
export interface AbortLimits {
  /** How long who aborts waits for it; it goes on behind. */
  readonly caller: number;
  /** How long the Engine may take to answer; without its answer nobody can remove what it has made. */
  readonly answer: number;
}

const LIMITS: AbortLimits = { caller: 5000, answer: 60_000 };
/** The limits of what is transferred meanwhile: the Engine gives it up with its request. */
export const TRANSFER_LIMITS: AbortLimits = { caller: 5000, answer: 5000 };

/** How something is created whole or not at all. */
export interface Creation<Made, Result> {
  /** What is created, for a warning, e.g. `a network`. */
  readonly what: string;
  /** The labels of a scope. */
  readonly labels: MadeLabels;
  /** How long it may go on after an abort. */
  readonly limits?: AbortLimits | undefined;
  /**
   * Creates it.
   *
   * @param labels The labels of the scope, found out.
   * @param signal Aborts the request; it is not the caller's own.
   */
  make(
    labels: Readonly<Record<string, string>>,
    signal: AbortSignal | undefined,
  ): Promise<Made>;
  /** Finds out what the caller gets; when it fails, nobody would know of what was created. */
  load(made: Made): Result | Promise<Result>;
  /** Removes what was created. */
  undo(made: Made): Promise<unknown>;
}

/** What is being created under the labels of each scope. */
const underWay = new WeakMap<object, Set<Promise<unknown>>>();

/**
 * Creates something in the Engine, whole or not at all. Who aborts meanwhile waits for the answer:
 * without it nobody could remove what the Engine has made. An Engine that takes long is not waited
 * for: what it makes is removed behind the caller's back, while the process and the client live.
 *
 * @param engine The engine.
 * @param options The signal of the call.
 * @param creation The steps.
 */
export async function createWhole<Made, Result>(
  engine: Engine,
  options: CallOptions,
  creation: Creation<Made, Result>,
): Promise<Result> {
  const known = underWay.get(creation.labels) ?? new Set();
  underWay.set(creation.labels, known);
  const signal = callSignal(options ?? {});
  const limits = creation.limits ?? LIMITS;
  const work = makeAndLoad(engine, signal, creation, limits);
  known.add(work);
  const forget = (): void => void known.delete(work);
  work.then(forget, forget);
  return await waitedFor(work, signal, limits.caller);
}

/**
 * Waits until nothing is being created any more under a scope's labels.
 *
 * @param labels The labels.
 */
export async function creationsSettled(labels: MadeLabels): Promise<void> {
  await Promise.allSettled(underWay.get(labels) ?? []);
}

/**
 * Removes what nobody has use for; it may be gone already.
 *
 * @param engine The engine, which is told what cannot be removed.
 * @param what What it is, e.g. `a network`.
 * @param remove Removes it.
 */
export async function undo(
  engine: Engine,
  what: string,
  remove: () => Promise<unknown>,
): Promise<void> {
  try {
    await remove();
  } catch (error) {
    if (error instanceof NotFound) return;
    engine.warn(`Cannot remove ${what} that nobody was told of: ${(error as Error).message}`);
  }
}

/**
 * Tells whether something was there before it is created.
 *
 * @param inspect Asks for it.
 */
export async function isThere(inspect: () => Promise<unknown>): Promise<boolean> {
  try {
    await inspect();
    return true;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}

/** Waits for work that goes on after an abort, no longer than the limit. */
function waitedFor<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
  limit: number,
): Promise<T> {
  if (signal === undefined || signal.aborted) return work;
  return new Promise((resolve, reject) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const forget = whenAborted(signal, () => {
      timer = setTimeout(() => reject(signal.reason), limit);
    });
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      forget();
    });
  });
}

async function makeAndLoad<Made, Result>(
  engine: Engine,
  signal: AbortSignal | undefined,
  creation: Creation<Made, Result>,
  limits: AbortLimits,
): Promise<Result> {
  const made = await make(engine, signal, creation, limits);
  try {
    signal?.throwIfAborted();
    return await creation.load(made);
  } catch (error) {
    await undo(engine, creation.what, () => creation.undo(made));
    throw error;
  }
}

async function make<Made>(
  engine: Engine,
  signal: AbortSignal | undefined,
  { what, labels, make }: Creation<Made, unknown>,
  limits: AbortLimits,
): Promise<Made> {
  signal?.throwIfAborted();
  const found = await madeLabels(labels);
  if (signal === undefined) return await make(found, undefined);
  signal.throwIfAborted();
  const patience = new AbortController();
  const give = (): void => patience.abort(signal.reason);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const forget = whenAborted(signal, () => {
    // Without the API's version nothing was sent yet.
    if (engine.version === null) give();
    else {
      timer = setTimeout(() => {
        engine.warn(`Cannot tell whether ${what} was made: the engine did not answer an abort`);
        give();
      }, limits.answer);
    }
  });
  try {
    return await make(found, patience.signal);
  } finally {
    clearTimeout(timer);
    forget();
  }
}
