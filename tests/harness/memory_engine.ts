import type { Connector } from "../../src/connect/types.ts";
import { Engine, type EngineOptions } from "../../src/engine/engine.ts";

/** An Engine over scripted connections, at a fixed version unless told otherwise. */
export function engineOver(connector: Connector, options: Partial<EngineOptions> = {}): Engine {
  return new Engine({
    connector,
    version: "1.41",
    timeout: 60,
    numPools: 25,
    userAgent: "longshore/test",
    ...options,
  });
}

/** An AbortController that counts the listeners on its signal. */
export class CountingController extends AbortController {
  /** How many listeners were added so far. */
  added = 0;
  readonly #listeners = new Map<unknown, boolean>();

  constructor() {
    super();
    const { signal } = this;
    const add = signal.addEventListener.bind(signal) as (...args: unknown[]) => void;
    const remove = signal.removeEventListener.bind(signal) as (...args: unknown[]) => void;
    add("abort", () => {
      for (const [listener, once] of this.#listeners) if (once) this.#listeners.delete(listener);
    });
    Object.assign(signal, {
      addEventListener: (type: string, listener: unknown, options?: { once?: boolean }): void => {
        this.added++;
        this.#listeners.set(listener, options?.once === true);
        add(type, listener, options);
      },
      removeEventListener: (type: string, listener: unknown): void => {
        this.#listeners.delete(listener);
        remove(type, listener);
      },
    });
  }

  /** How many listeners are on the signal now. */
  get listeners(): number {
    return this.#listeners.size;
  }
}

/** Resolves after all that is due now was done. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** Resolves once `holds` does; rejects when it never will: half a minute a busy machine may take. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  const end = performance.now() + 30_000;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`Cannot wait any longer for ${what}`);
    await settled();
  }
}

/** Waits for what only an unreferenced timer brings: connections in memory keep no process alive. */
export async function kept<T>(work: Promise<T>): Promise<T> {
  const timer = setInterval(() => {}, 1000);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}
