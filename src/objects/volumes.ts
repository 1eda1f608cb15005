import { CREATE, createVolume } from "../api/volumes/create.ts";
import { inspectVolume } from "../api/volumes/inspect.ts";
import { volumes } from "../api/volumes/list.ts";
import { pruneVolumes } from "../api/volumes/prune.ts";
import { removeVolume } from "../api/volumes/remove.ts";
import type { CreateVolumeOptions } from "../api/volumes/create.ts";
import type { VolumesOptions } from "../api/volumes/list.ts";
import type { PruneVolumesOptions } from "../api/volumes/prune.ts";
import type { RemoveVolumeOptions } from "../api/volumes/remove.ts";
import { isRecord } from "../convert/checks.ts";
import { wrongShape } from "../convert/refuse.ts";
import type { VolumeReference } from "../convert/reference.ts";
import type { CallOptions } from "../engine/call_options.ts";
import type { Volume as VolumeJSON, VolumesPruneReport } from "../types/volumes.ts";
import { checkOptions } from "../operation/check_options.ts";
import { createWhole, isThere } from "./creation.ts";
import { Collection, Model, refuseOthers, withLabels } from "./model.ts";

/** A volume. */
export class Volume extends Model<VolumeJSON> {
  /** The name, which is a volume's id. */
  override get id(): string {
    return this.attrs.Name;
  }

  /** The name. */
  get name(): string {
    return this.attrs.Name;
  }

  /** The name under the name that the methods of `APIClient` look for: an object is a reference. */
  get Name(): string {
    return this.attrs.Name;
  }

  /** Asks the Engine anew: `GET /volumes/{name}`. */
  override async reload(options?: CallOptions): Promise<this> {
    this.attrs = await inspectVolume(this.engine, this.id, options);
    return this;
  }

  /**
   * Removes the volume: `DELETE /volumes/{name}`.
   *
   * @param options Whether it is done by force.
   * @throws {Conflict} When a container uses it.
   */
  remove(options?: RemoveVolumeOptions): Promise<true> {
    return removeVolume(this.engine, this.id, options);
  }
}

/** A name may stand before the options or among them; what is there already is no description. */
function optionsOf(name: unknown, options: CreateVolumeOptions): CreateVolumeOptions {
  const action = "Cannot create a volume";
  checkOptions(action, options);
  if (name === undefined || name === null) return options;
  if (typeof name === "string") return { ...options, name };
  if (!isRecord(name) || name instanceof Model) {
    throw wrongShape("name", name, "a string, or an object of options");
  }
  if (Object.keys(options).length === 0) return name;
  throw new TypeError(`${action}: options are given twice; give the name as a string before them`);
}

/** The volumes of an Engine. */
export class VolumeCollection extends Collection<Volume> {
  /**
   * Creates a volume: `POST /volumes/create`. One that is there already is returned.
   *
   * @param name The name; the Engine makes one up without it. It may stand among the options too.
   * @param options The driver, its options and labels.
   */
  override async create(
    name?: string | CreateVolumeOptions,
    options: CreateVolumeOptions = {},
  ): Promise<Volume> {
    const given = optionsOf(name, options);
    const { signal, timeouts } = given;
    return await createWhole(this.engine, given, {
      what: "a volume",
      labels: this.labels,
      make: async (labels, own) => {
        const call = { ...withLabels(given, labels), signal: own };
        let wasThere = false;
        if (signal != null && given.name != null) {
          // Who aborts gets rid of a new volume, but of none that was there before.
          CREATE.call(this.engine, "Cannot create a volume", [], call);
          const { name } = given;
          wasThere = await isThere(() => inspectVolume(this.engine, name, { signal, timeouts }));
        }
        return { wasThere, attrs: await createVolume(this.engine, call) };
      },
      load: ({ attrs }) => this.prepareModel(attrs),
      undo: async ({ wasThere, attrs }) => {
        if (!wasThere) await removeVolume(this.engine, attrs);
      },
    });
  }

  /**
   * Resolves with a volume: `GET /volumes/{name}`.
   *
   * @param volumeId The name.
   * @param options The call's own options.
   * @throws {NotFound} When there is none.
   */
  override async get(volumeId: VolumeReference, options?: CallOptions): Promise<Volume> {
    refuseOthers(volumeId, Volume, "volume");
    return this.prepareModel(await inspectVolume(this.engine, volumeId, options));
  }

  /**
   * Lists volumes: `GET /volumes`.
   *
   * @param options Filters.
   */
  override async list(options?: VolumesOptions): Promise<Volume[]> {
    const { Volumes } = await volumes(this.engine, options);
    return (Volumes ?? []).map((attrs) => this.prepareModel(attrs));
  }

  /**
   * Removes the volumes that no container uses: `POST /volumes/prune`, since API 1.25.
   *
   * @param options Filters.
   * @returns Their names and the space won, in bytes.
   */
  prune(options?: PruneVolumesOptions): Promise<VolumesPruneReport> {
    return pruneVolumes(this.engine, options);
  }

  /** Makes an object of what the Engine told of a volume. */
  override prepareModel(attrs: Volume | VolumeJSON): Volume {
    return attrs instanceof Volume ? attrs : new Volume(this, attrs, this);
  }
}
