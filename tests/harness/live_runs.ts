import { isDebianRoot } from "./debian.ts";
import { debianTree } from "./debian_tree.ts";
import { type LiveEngine, liveEngine } from "../live/engine.ts";
import { ENGINES, type EngineSource, engineSource, MATRIX } from "./engines.ts";
import type { RuntimeName } from "./runtimes.ts";

/** What is run on one engine. */
export interface EnginePlan {
  /** The engine. */
  source: EngineSource;
  /** The runtimes, in their order. */
  runtimes: RuntimeName[];
}

/**
 * Says in which runtimes the live tests run on which engine.
 *
 * @param runtimes The runtimes that are asked for.
 * @param engines `matrix`: a runtime an engine; `all`: every pair; else names of engines, with commas.
 * @throws {Error} When there is no engine of a name.
 */
export function planEngines(runtimes: RuntimeName[], engines: string): EnginePlan[] {
  if (engines === "all") return ENGINES.map((source) => ({ source, runtimes }));
  if (engines !== "matrix") {
    return engines.split(",").map((name) => ({ source: engineSource(name), runtimes }));
  }
  return ENGINES.map((source) => {
    return { source, runtimes: runtimes.filter((runtime) => MATRIX[runtime] === source.name) };
  }).filter((plan) => plan.runtimes.length > 0);
}

/**
 * Makes the root file system that an engine is in, unless it is there.
 *
 * @throws {Error} When that fails, with the message of what makes it.
 */
export async function prepareEngine({ suite, script }: EngineSource): Promise<void> {
  if (suite !== undefined && isDebianRoot()) await debianTree(suite, script);
}

/** The engines of one run: one at a time, and none once the run is interrupted. */
export class LiveRuns {
  #current: Promise<LiveEngine> | undefined;
  #interrupted = false;

  /**
   * Starts an engine, does something with it and stops it.
   *
   * @param inMemory Whether all that it keeps is kept in memory.
   */
  async on(
    source: EngineSource,
    work: (engine: LiveEngine) => Promise<void>,
    inMemory: boolean,
  ): Promise<void> {
    if (this.#interrupted) return;
    this.#current = liveEngine(source, inMemory);
    try {
      await work(await this.#current);
    } finally {
      await this.#stop();
    }
  }

  /** Stops the engine that runs, and starts no other. */
  async interrupt(): Promise<void> {
    this.#interrupted = true;
    await this.#stop();
  }

  async #stop(): Promise<void> {
    await (await this.#current?.catch(() => undefined))?.stop();
  }
}
