import type { Engine } from "../../engine/engine.ts";

/** What gives a wait up, under the reference of the container whose start it waits for. */
const waits: WeakMap<Engine, Map<string, Set<() => void>>> = new WeakMap();

/**
 * Notes a wait for a container that is about to be started.
 *
 * @param engine The engine.
 * @param id The container, as the caller names it.
 * @param giveUp Gives the wait up.
 * @returns What forgets it.
 */
export function noteWait(engine: Engine, id: string, giveUp: () => void): () => void {
  let ofEngine = waits.get(engine);
  if (ofEngine === undefined) waits.set(engine, ofEngine = new Map());
  let ofContainer = ofEngine.get(id);
  if (ofContainer === undefined) ofEngine.set(id, ofContainer = new Set());
  ofContainer.add(giveUp);
  return () => {
    ofContainer.delete(giveUp);
    if (ofContainer.size === 0 && ofEngine.get(id) === ofContainer) ofEngine.delete(id);
  };
}

/**
 * Gives the waits for a container up that did not start: it will not exit either.
 *
 * @param engine The engine.
 * @param id The container, as the caller names it.
 */
export function giveWaitsUp(engine: Engine, id: string): void {
  for (const giveUp of waits.get(engine)?.get(id) ?? []) giveUp();
}
