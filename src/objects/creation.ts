import { whenAborted } from "../bytes/abort_listeners.ts";
import { type CallOptions, callSignal } from "../engine/call_options.ts";
import type { Engine } from "../engine/engine.ts";
import { messageOf, NotFound } from "../errors.ts";
import { type MadeLabels, madeLabels } from "./model.ts";

/** How long who aborts waits for what is being created, in milliseconds. */
const ABORT_PATIENCE = 5000;

/** How something is created whole or not at all. */
export interface Creation<Made, Result> {
  /** What is created, for a warning, e.g. `a network`. */
  readonly what: string;
  /** The labels of a scope. */
  readonly labels: MadeLabels;
  /** How long who aborts waits for it, in milliseconds. @default {5000} */
  readonly patience?: number;
  /** Whether the request ends when nobody waits for it any more: the Engine makes nothing of half a transfer. */
  readonly isTransfer?: boolean;
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
 * without it nobody could remove what the Engine has made. Behind five seconds nobody waits any more;
 * what the Engine makes after all is removed when its answer comes.
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
  const work = makeAndLoad(engine, signal, creation);
  known.add(work);
  const settled = work.finally(() => known.delete(work));
  let timer: ReturnType<typeof setTimeout> | undefined;
  let forget = (): void => {};
  const left = new Promise<never>((_, reject) => {
    const leave = (): void => {
      reject(signal!.reason);
      work.catch((error) => {
        if (error === signal!.reason) return;
        engine.warn(`Cannot tell whether ${creation.what} is left: ${messageOf(error)}`);
      });
    };
    if (signal?.aborted) return;
    forget = whenAborted(signal, () => {
      timer = setTimeout(leave, creation.patience ?? ABORT_PATIENCE);
    });
  });
  try {
    return await Promise.race([settled, left]);
  } finally {
    clearTimeout(timer);
    forget();
  }
}

/**
 * Tells what the Engine does otherwise than asked for, as the `docker` command does.
 *
 * @param engine The engine.
 * @param what What it was asked for, e.g. `service "web"`.
 * @param warnings The Engine's words.
 */
export function tellWarnings(
  engine: Engine,
  what: string,
  warnings: readonly string[] | null | undefined,
): void {
  for (const warning of warnings ?? []) engine.warn(`The engine warns of ${what}: ${warning}`);
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
    engine.warn(`Cannot remove ${what} that nobody was told of: ${messageOf(error)}`);
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

async function makeAndLoad<Made, Result>(
  engine: Engine,
  signal: AbortSignal | undefined,
  creation: Creation<Made, Result>,
): Promise<Result> {
  const made = await make(engine, signal, creation);
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
  { labels, isTransfer, patience = ABORT_PATIENCE, make }: Creation<Made, unknown>,
): Promise<Made> {
  signal?.throwIfAborted();
  const found = await madeLabels(labels);
  if (signal === undefined) return await make(found, undefined);
  signal.throwIfAborted();
  const request = new AbortController();
  const give = (): void => request.abort(signal.reason);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const forget = whenAborted(signal, () => {
    // Without the API's version nothing was sent yet.
    if (engine.version === null) give();
    else if (isTransfer) timer = setTimeout(give, patience);
  });
  try {
    return await make(found, request.signal);
  } finally {
    clearTimeout(timer);
    forget();
  }
}
