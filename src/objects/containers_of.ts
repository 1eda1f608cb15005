import { inspectContainer } from "../api/containers/inspect.ts";
import type { CallOptions, Engine } from "../engine/engine.ts";
import { NotFound } from "../errors.ts";
import { Container } from "./container.ts";
import { forMany } from "./many.ts";
import type { CollectionOptions } from "./model.ts";

/** Options of {@linkcode containersOf}. */
interface ContainersOfOptions extends CallOptions {
  /** Whether what was removed meanwhile is left out. */
  ignoreRemoved?: boolean | null | undefined;
}

/**
 * Asks for each of many containers; a few at a time.
 *
 * @param engine The engine.
 * @param ids The containers' ids.
 * @param options Whether one that is gone is an error.
 * @param labels The labels of a scope.
 */
export async function containersOf(
  engine: Engine,
  ids: readonly string[],
  { ignoreRemoved, ...call }: ContainersOfOptions,
  labels: CollectionOptions,
): Promise<Container[]> {
  const found = await forMany(ids, async (id) => {
    try {
      return new Container(engine, await inspectContainer(engine, id, call), labels);
    } catch (error) {
      if (ignoreRemoved && error instanceof NotFound) return null;
      throw error;
    }
  });
  return found.filter((one) => one !== null);
}
