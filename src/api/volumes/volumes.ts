import { toFilledText, toTextMap } from "../../convert/checks.ts";
import { type EngineFields, type Fields, setFields } from "../../operation/old_fields.ts";
import { toFilters } from "../../convert/filters.ts";
import { type Labels, toLabels } from "../../convert/labels.ts";
import { toVolumeName, type VolumeReference } from "../../convert/reference.ts";
import { requireVersion } from "../../operation/version_guard.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import type { Filters } from "../../types/common.ts";
import type {
  Volume,
  VolumeCreateBody,
  VolumeList,
  VolumesPruneReport,
} from "../../types/volumes.ts";
import { ownOptions } from "../common/own_options.ts";
import { path } from "../../operation/path.ts";
import { query } from "../../operation/query.ts";

/** Options of {@linkcode volumes}. */
export interface VolumesOptions extends CallOptions {
  /** What a volume must match, e.g. `{ dangling: true, driver: "local" }`. */
  filters?: Filters;
}

/** Options of {@linkcode createVolume}; fields as the Engine spells them are sent as they are. */
export interface CreateVolumeOptions extends CallOptions, EngineFields {
  /** The name; the Engine makes one up without it. */
  name?: string;
  /** The driver. @default {"local"} */
  driver?: string;
  /** Options of the driver, e.g. `{ type: "tmpfs", device: "tmpfs", o: "size=10m" }`. */
  driverOpts?: Readonly<Record<string, string | number | boolean>>;
  /** Labels. */
  labels?: Labels;
}

/** Options of {@linkcode removeVolume}. */
export interface RemoveVolumeOptions extends CallOptions {
  /** Whether a volume goes whose driver has lost it already. Since API 1.25. @default {false} */
  force?: boolean;
}

/** Options of {@linkcode pruneVolumes}. */
export interface PruneVolumesOptions extends CallOptions {
  /** Which unused volumes, e.g. `{ label: "app=web" }`; from API 1.42 `{ all: true }` takes named ones too. */
  filters?: Filters;
}

const CREATE_FIELDS: Fields<Omit<CreateVolumeOptions, keyof CallOptions>> = {
  name: ["Name", toFilledText],
  driver: ["Driver", toFilledText],
  driverOpts: ["DriverOpts", toTextMap],
  labels: ["Labels", toLabels],
};

/**
 * Lists volumes (`GET /volumes`).
 *
 * @param engine The engine.
 * @param options Which volumes.
 * @returns The `Volumes`, and `Warnings` of drivers that failed.
 * @throws {APIError} When the Engine refuses a filter.
 *
 * @example
 * ```ts no-run
 * import { createEngine, volumes } from "@longshore/docker/api";
 *
 * const { Volumes } = await volumes(createEngine(), { filters: { dangling: true } });
 * for (const { Name } of Volumes ?? []) console.log(Name);
 * ```
 */
export async function volumes(engine: Engine, options: VolumesOptions = {}): Promise<VolumeList> {
  return await engine.json("Cannot list volumes", "GET", "/volumes", options, {
    query: query({ filters: toFilters(options.filters) }),
  });
}

/**
 * Creates a volume (`POST /volumes/create`).
 *
 * @param engine The engine.
 * @param options The volume's name, driver and labels.
 * @returns The volume; one that has the same name and driver is returned as it is.
 * @throws {Conflict} When another driver has a volume of that name.
 *
 * @example
 * ```ts no-run
 * import { createEngine, createVolume } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const { Mountpoint } = await createVolume(engine, {
 *   name: "scratch",
 *   driver: "local",
 *   driverOpts: { type: "tmpfs", device: "tmpfs", o: "size=10m" },
 * });
 * console.log(Mountpoint);
 * ```
 */
export async function createVolume(
  engine: Engine,
  options: CreateVolumeOptions = {},
): Promise<Volume> {
  const { name } = options;
  const action = name === undefined ? "Cannot create a volume" : `Cannot create volume "${name}"`;
  const body: VolumeCreateBody = {};
  setFields(body, action, ownOptions(options), CREATE_FIELDS);
  requireVersion(action, await engine.negotiate(options), "createVolume", options, body);
  return await engine.json(action, "POST", "/volumes/create", options, { json: body });
}

/**
 * Returns what the Engine knows of a volume (`GET /volumes/{name}`).
 *
 * @param engine The engine.
 * @param name The volume.
 * @param options The call's own options.
 * @throws {NotFound} When there is no such volume.
 *
 * @example
 * ```ts no-run
 * import { createEngine, inspectVolume } from "@longshore/docker/api";
 *
 * const { Driver, Labels } = await inspectVolume(createEngine(), "scratch");
 * console.log(Driver, Labels);
 * ```
 */
export async function inspectVolume(
  engine: Engine,
  name: VolumeReference,
  options: CallOptions = {},
): Promise<Volume> {
  const volume = toVolumeName(name, "name");
  return await engine.json(
    `Cannot inspect volume "${volume}"`,
    "GET",
    path`/volumes/${volume}`,
    options,
  );
}

/**
 * Removes a volume (`DELETE /volumes/{name}`).
 *
 * @param engine The engine.
 * @param name The volume.
 * @param options Whether a volume goes whose driver has lost it already.
 * @returns True.
 * @throws {NotFound} When there is no such volume.
 * @throws {Conflict} When a container uses it.
 *
 * @example
 * ```ts no-run
 * import { createEngine, removeVolume } from "@longshore/docker/api";
 *
 * await removeVolume(createEngine(), "scratch");
 * ```
 */
export async function removeVolume(
  engine: Engine,
  name: VolumeReference,
  options: RemoveVolumeOptions = {},
): Promise<true> {
  const volume = toVolumeName(name, "name");
  const action = `Cannot remove volume "${volume}"`;
  const force = options.force || undefined;
  requireVersion(action, await engine.negotiate(options), "removeVolume", { force });
  return await engine.empty(action, "DELETE", path`/volumes/${volume}`, options, {
    query: query({ force }),
  });
}

/**
 * Removes the volumes that no container uses (`POST /volumes/prune`), from API 1.42 without
 * `filters: { all: true }` only those that were made without a name. Since API 1.25.
 *
 * @param engine The engine.
 * @param options Which of them.
 * @returns The names of those that are gone, and the disk space won, in bytes.
 *
 * @example
 * ```ts no-run
 * import { createEngine, pruneVolumes } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const { SpaceReclaimed } = await pruneVolumes(engine, { filters: { label: "scratch" } });
 * console.log(SpaceReclaimed);
 * ```
 */
export async function pruneVolumes(
  engine: Engine,
  options: PruneVolumesOptions = {},
): Promise<VolumesPruneReport> {
  const action = "Cannot prune volumes";
  const filters = toFilters(options.filters);
  requireVersion(action, await engine.negotiate(options), "pruneVolumes");
  return await engine.json(action, "POST", "/volumes/prune", options, {
    query: query({ filters }),
  });
}
