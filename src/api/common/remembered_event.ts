import type { CallOptions, Engine } from "../../engine/engine.ts";
import { isPodman } from "../../engine/podman.ts";
import { APIError } from "../../errors.ts";
import type { Filters } from "../../types/common.ts";
import type { EngineEvent } from "../../types/daemon.ts";
import { events } from "../system/events.ts";

/** How many events an Engine keeps. */
const KEPT_EVENTS = 256;

/**
 * Asks the Engine whether it remembers an event that it told. It keeps the last ones in memory, so
 * that an Engine that was started since remembers none: whatever else it tells of what began before
 * may come from its start.
 *
 * @param engine The engine.
 * @param filters Which events are looked at.
 * @param isIt Called with each of them, the oldest first, until it returns true.
 * @param options The call's own options.
 * @returns True as well when it cannot tell: it has told too much since, keeps its events elsewhere,
 * or may not be asked.
 */
export async function remembersEvent(
  engine: Engine,
  filters: Filters,
  isIt: (event: EngineEvent) => boolean,
  options: CallOptions,
): Promise<boolean> {
  const { head } = await engine.ping(options);
  // What Podman tells is of all its services, whichever answers.
  const now = Date.parse(head.header("date") ?? "");
  if (isPodman(head) || Number.isNaN(now)) return true;
  // By the Engine's clock, which tells whole seconds: all that was told until now is in it.
  const past = { ...options, since: 0, until: now / 1000 + 1, decode: true } as const;
  try {
    for await (const event of await events(engine, { ...past, filters })) {
      if (isIt(event)) return true;
    }
    let count = 0;
    for await (const _ of await events(engine, past)) count++;
    return count >= KEPT_EVENTS;
  } catch (error) {
    if (error instanceof APIError) return true;
    throw error;
  }
}
