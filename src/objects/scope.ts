import { configs } from "../api/configs/list.ts";
import { removeConfig } from "../api/configs/remove.ts";
import { kill } from "../api/containers/kill.ts";
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
import { getOwn } from "../convert/own.ts";
import type { CallOptions, Engine } from "../engine/engine.ts";
import { APIError, DockerError, messageOf, NotFound } from "../errors.ts";
import type { StringMap } from "../types/common.ts";
import { pause } from "../bytes/pause.ts";

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

/** An object that carries a label. */
export interface LabelledObject {
  /** Its kind. */
  kind: ScopedKind;
  /** Its id, or the name of a volume. */
  id: string;
  /** Its name; of an image the first tag, or the id where it has none. */
  name: string;
}

/** An object that a scope made. */
export interface ScopedObject extends LabelledObject {
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
  const label = scope === undefined ? SCOPE_LABEL : `${SCOPE_LABEL}=${scope}`;
  const found = await labelledObjects(engine, label, options);
  return found.flatMap(({ labels, ...object }) => {
    const made = labels[SCOPE_LABEL];
    if (made === undefined) return [];
    return [{ ...object, scope: made, owner: labels[OWNER_LABEL] ?? "" }];
  });
}

/**
 * Lists what carries a label, in the order in which it can be removed.
 *
 * @param engine The engine.
 * @param label The label: `name`, or `name=value`.
 * @param options The call's own options.
 */
export async function labelledObjects(
  engine: Engine,
  label: string,
  options: CallOptions,
): Promise<(LabelledObject & { labels: StringMap })[]> {
  const call = { ...options, filters: { label } };
  const [key, ...rest] = label.split("=");
  const wanted = rest.length === 0 ? undefined : rest.join("=");
  const found: (LabelledObject & { labels: StringMap })[] = [];
  const add = (
    kind: ScopedKind,
    id: string,
    name: string | undefined,
    labels: StringMap | null | undefined,
  ): void => {
    // What is listed here is removed: no Engine is relied on to have filtered.
    const value = getOwn(labels ?? {}, key!);
    if (value === undefined || value !== (wanted ?? value)) return;
    found.push({ kind, id, name: name ?? id, labels: labels! });
  };
  const { Swarm } = await info(engine, options);
  const manages = Swarm?.ControlAvailable === true;
  if (manages) {
    for (const { ID, Spec } of await services(engine, call)) {
      add("service", ID, Spec.Name, Spec.Labels);
    }
  }
  for (const { Id, Names, Labels } of await containers(engine, { ...call, all: true })) {
    add("container", Id, Names?.[0]?.slice(1), Labels);
  }
  for (const { Id, Name, Labels } of await networks(engine, call)) {
    add("network", Id, Name, Labels);
  }
  for (const { Name, Labels } of (await volumes(engine, call)).Volumes ?? []) {
    add("volume", Name, Name, Labels);
  }
  if (manages) {
    for (const { ID, Spec } of await secrets(engine, call)) {
      add("secret", ID, Spec.Name, Spec.Labels);
    }
    for (const { ID, Spec } of await configs(engine, call)) {
      add("config", ID, Spec.Name, Spec.Labels);
    }
  }
  for (const { Id, RepoTags, Labels } of await images(engine, { ...call, quiet: false })) {
    add("image", Id, RepoTags?.[0], Labels);
  }
  return found;
}

/**
 * Removes objects; what is gone already is fine.
 *
 * @param engine The engine.
 * @param objects What is removed, in order.
 * @param whose Whose they are, for errors: "the scope made".
 * @param options The call's own options.
 * @throws {DockerError} When something cannot be removed; all else is.
 */
export async function removeLabelled(
  engine: Engine,
  objects: readonly LabelledObject[],
  whose: string,
  options: CallOptions,
): Promise<void> {
  const failures: string[] = [];
  const causes: unknown[] = [];
  for (const object of objects) {
    try {
      await removeOne(engine, object, options);
    } catch (error) {
      options.signal?.throwIfAborted();
      failures.push(`${object.kind} "${object.id}" (${messageOf(error)})`);
      causes.push(error);
    }
  }
  if (failures.length === 0) return;
  throw new DockerError(`Cannot remove all that ${whose}: ${failures.join(", ")} is left`, {
    cause: causes[0],
  });
}

async function removeOne(
  engine: Engine,
  { kind, id }: LabelledObject,
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
  async container(engine, id, options): Promise<void> {
    // Podman would let it end by itself for as long as its stop timeout says, whatever is forced.
    await kill(engine, id, undefined, options).catch(() => {}); // It may have ended.
    await removeContainer(engine, id, { ...options, force: true, v: true });
  },
  network: removeNetwork,
  volume: (engine, id, options) => removeVolume(engine, id, options),
  image: (engine, id, options) => removeImage(engine, id, { ...options, force: true }),
  secret: removeSecret,
  config: removeConfig,
};
