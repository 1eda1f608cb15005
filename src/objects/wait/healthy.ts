import { events } from "../../api/system/events.ts";
import type { ContainerInspect } from "../../types/containers.ts";
import type { ContainerCondition } from "./condition.ts";
import { Hopeless, type WaitTarget } from "./target.ts";

/**
 * Waits until the container's health check says `healthy`, told by the Engine's events. It fails at
 * once when the check says `unhealthy`, and when the container has none.
 */
export function healthy(): ContainerCondition {
  return { description: "is healthy", hold: (target) => target.unlessEnded(untilHealthy(target)) };
}

async function untilHealthy(target: WaitTarget): Promise<void> {
  target.saw("health", "its health was not told");
  const { Id, Created } = await target.inspect();
  const filters = { container: Id, event: "health_status" };
  // The Engine answers before it listens: only what is of the past as well misses no change.
  const past = { since: Created, filters, decode: true } as const;
  const stream = await events(target.engine, { ...target.call, ...past });
  try {
    if (isHealthy(target, await target.inspect())) return;
    for await (const _ of stream) {
      if (isHealthy(target, await target.inspect())) return;
    }
    throw new Hopeless("the engine's events ended");
  } finally {
    await stream[Symbol.asyncDispose]();
  }
}

function isHealthy(target: WaitTarget, { State, Config }: ContainerInspect): boolean {
  const test = Config.Healthcheck?.Test;
  const status = State.Health?.Status ?? "none";
  if (status === "none" && (!test?.length || test[0] === "NONE")) {
    throw new Hopeless("it has no health check");
  }
  target.saw("health", `its health is "${status}"`);
  if (status !== "unhealthy") return status === "healthy";
  const last = State.Health?.Log?.at(-1)?.Output?.trim();
  throw new Hopeless(`its health check says "unhealthy"${last ? `: ${last.slice(-500)}` : ""}`);
}
