import { configs } from "../api/configs/list.ts";
import { removeConfig } from "../api/configs/remove.ts";
import { containers } from "../api/containers/list.ts";
import { removeContainer } from "../api/containers/remove.ts";
import { images } from "../api/images/list.ts";
import { removeImage } from "../api/images/remove.ts";
import { networks } from "../api/networks/list.ts";
import { removeNetwork } from "../api/networks/remove.ts";
import { secrets } from "../api/secrets/list.ts";
import { removeSecret } from "../api/secrets/remove.ts";
import { services } from "../api/services/list.ts";
import { removeService } from "../api/services/remove.ts";
import { info } from "../api/system/info.ts";
import { volumes } from "../api/volumes/list.ts";
import { removeVolume } from "../api/volumes/remove.ts";
import type { CallOptions, Engine } from "../engine/engine.ts";
import { APIError, DockerError, NotFound } from "../errors.ts";
import type { StringMap } from "../types/common.ts";
import { pause } from "./deadline.ts";

/** The label that tells which scope made an object. */
export const SCOPE_LABEL = "longshore.scope";
/** The label that tells which process opened the scope. */
export const OWNER_LABEL = "longshore.scope.owner";

/** The kinds of objects that a scope labels. */
export type ScopedKind =
  | "service"
  | "container"
  | "network"
  | "volume"
  | "image"
  | "secret"
  | "config";

/** An object that a scope made. */
export interface ScopedObject {
  /** Its kind. */
  kind: ScopedKind;
  /** Its id, or the name of a volume. */
  id: string;
  /** The id of the scope. */
  scope: string;
  /** The process that opened the scope. */
  owner: string;
}

/** How long what still uses an object may take to end, in milliseconds, and how often it is tried. */
const PATIENCE = 10_000;
const INTERVAL = 200;

/**
 * Lists what scopes have made and not removed yet, in the order in which it can be removed.
 *
 * @param engine The engine.
 * @param scope The id of the scope; all of them without it.
 * @param options The call's own options.
 */
export async function scopedObjects(
  engine: Engine,
  scope: string | undefined,
  options: CallOptions,
): Promise<ScopedObject[]> {
  const filters = { label: scope === undefined ? SCOPE_LABEL : `${SCOPE_LABEL}=${scope}` };
  const call = { ...options, filters };
  const found: ScopedObject[] = [];
  const add = (kind: ScopedKind, id: string, labels: StringMap | null | undefined): void => {
    const made = labels?.[SCOPE_LABEL];
    if (made !== undefined) {
      found.push({ kind, id, scope: made, owner: labels![OWNER_LABEL] ?? "" });
    }
  };
  const { Swarm } = await info(engine, options);
  const manages = Swarm?.ControlAvailable === true;
  if (manages) {
    for (const { ID, Spec } of await services(engine, call)) add("service", ID, Spec.Labels);
  }
  for (const { Id, Labels } of await containers(engine, { ...call, all: true })) {
    add("container", Id, Labels);
  }
  for (const { Id, Labels } of await networks(engine, call)) add("network", Id, Labels);
  for (const { Name, Labels } of (await volumes(engine, call)).Volumes ?? []) {
    add("volume", Name, Labels);
  }
  if (manages) {
    for (const { ID, Spec } of await secrets(engine, call)) add("secret", ID, Spec.Labels);
    for (const { ID, Spec } of await configs(engine, call)) add("config", ID, Spec.Labels);
  }
  for (const { Id, Labels } of await images(engine, { ...call, quiet: false })) {
    add("image", Id, Labels);
  }
  return found;
}

/**
 * Removes what scopes have made; what is gone already is fine.
 *
 * @param engine The engine.
 * @param objects What is removed, in order.
 * @param options The call's own options.
 * @throws {DockerError} When something cannot be removed; all else is.
 */
export async function removeScoped(
  engine: Engine,
  objects: readonly ScopedObject[],
  options: CallOptions,
): Promise<void> {
  const failures: string[] = [];
  const causes: unknown[] = [];
  for (const object of objects) {
    try {
      await removeOne(engine, object, options);
    } catch (error) {
      options.signal?.throwIfAborted();
      failures.push(`${object.kind} "${object.id}" (${(error as Error).message})`);
      causes.push(error);
    }
  }
  if (failures.length === 0) return;
  throw new DockerError(`Cannot remove all that the scope made: ${failures.join(", ")} is left`, {
    cause: causes[0],
  });
}

async function removeOne(
  engine: Engine,
  { kind, id }: ScopedObject,
  options: CallOptions,
): Promise<void> {
  for (const end = Date.now() + PATIENCE;;) {
    try {
      await REMOVALS[kind](engine, id, options);
      return;
    } catch (error) {
      if (error instanceof NotFound) return;
      // What used it, such as a service's task, is still on its way out.
      if (!(error instanceof APIError) || Date.now() > end) throw error;
    }
    await pause(INTERVAL, options.signal);
  }
}

const REMOVALS: Record<
  ScopedKind,
  (engine: Engine, id: string, options: CallOptions) => Promise<unknown>
> = {
  service: removeService,
  container: (engine, id, options) =>
    removeContainer(engine, id, { ...options, force: true, v: true }),
  network: removeNetwork,
  volume: (engine, id, options) => removeVolume(engine, id, options),
  image: (engine, id, options) => removeImage(engine, id, { ...options, force: true }),
  secret: removeSecret,
  config: removeConfig,
};
