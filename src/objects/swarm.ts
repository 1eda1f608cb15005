import { getOwn, setOwn } from "../convert/own.ts";
import { initSwarm } from "../api/swarm/init.ts";
import { inspectSwarm } from "../api/swarm/inspect.ts";
import { joinSwarm } from "../api/swarm/join.ts";
import { leaveSwarm } from "../api/swarm/leave.ts";
import { unlockSwarm } from "../api/swarm/unlock.ts";
import { getUnlockKey } from "../api/swarm/unlock_key.ts";
import { updateSwarm } from "../api/swarm/update.ts";
import type { InitSwarmOptions } from "../api/swarm/init.ts";
import type { JoinSwarmOptions } from "../api/swarm/join.ts";
import type { LeaveSwarmOptions } from "../api/swarm/leave.ts";
import type { UpdateSwarmOptions } from "../api/swarm/update.ts";
import type { SwarmSpecOptions } from "../specs/swarm_spec.ts";
import { SWARM_FIELDS, SwarmSpec } from "../specs/swarm_spec.ts";
import type { CallOptions } from "../engine/call_options.ts";
import { APIError, DockerError } from "../errors.ts";
import type { SwarmInspect, SwarmUnlockKey } from "../types/swarm.ts";
import { checkOptions } from "../operation/check_options.ts";
import { EXTRA_HELP } from "../operation/fields.ts";
import { unknownOption } from "../text/unknown_option.ts";
import { type EngineOwner, Model } from "./model.ts";

/** Options of {@linkcode Swarm.init}: those of the operation, and those of the swarm's specification. */
export interface SwarmInitOptions extends Omit<InitSwarmOptions, "swarmSpec">, SwarmSpecOptions {}

/** Options of {@linkcode Swarm.join}. */
export interface SwarmJoinOptions extends JoinSwarmOptions {
  /** Addresses of managers, e.g. `["10.0.0.1:2377"]`. */
  remoteAddrs: readonly string[];
  /** The token for workers or for managers. */
  joinToken: string;
}

/** Options of {@linkcode Swarm.update}: those of the operation, and those of the swarm's specification. */
export interface SwarmUpdateOptions
  extends Omit<UpdateSwarmOptions, "swarmSpec">, SwarmSpecOptions {}

const INIT_OPTIONS: readonly (keyof InitSwarmOptions & string)[] = [
  "advertiseAddr",
  "listenAddr",
  "forceNewCluster",
  "dataPathAddr",
  "dataPathPort",
  "defaultAddrPool",
  "subnetSize",
  "signal",
  "timeouts",
];

const UPDATE_OPTIONS: readonly (keyof UpdateSwarmOptions & string)[] = [
  "rotateWorkerToken",
  "rotateManagerToken",
  "rotateManagerUnlockKey",
  "signal",
  "timeouts",
];

/** The swarm that the Engine is in, if it is in one. */
export class Swarm extends Model<Partial<SwarmInspect>> {
  /**
   * Makes the object; nothing is sent, and {@linkcode Model.attrs} is empty until {@linkcode Swarm.reload}.
   *
   * @param owner The client, or its Engine.
   * @param attrs What the Engine told.
   */
  constructor(owner: EngineOwner, attrs: Partial<SwarmInspect> = {}) {
    super(owner, attrs);
  }

  /** The swarm's id; empty until it is loaded. */
  override get id(): string {
    return this.attrs.ID ?? "";
  }

  /**
   * The version that an update changes.
   *
   * @throws {DockerError} When the swarm was not loaded yet.
   */
  get version(): number {
    const index = this.attrs.Version?.Index;
    if (index !== undefined) return index;
    throw new DockerError("Cannot tell the version of the swarm: it was not loaded; call reload()");
  }

  /**
   * Resolves with the key that unlocks a manager: `GET /swarm/unlockkey`, since API 1.25.
   *
   * @param options The call's own options.
   */
  getUnlockKey(options?: CallOptions): Promise<SwarmUnlockKey> {
    return getUnlockKey(this.engine, options);
  }

  /**
   * Makes a swarm of the Engine, its first manager, and reloads: `POST /swarm/init`, since API 1.24.
   *
   * @param options Addresses, and the swarm's settings beside them, e.g. `{ advertiseAddr: "eth0", taskHistoryRetentionLimit: 3 }`.
   * @returns The id of the node.
   * @throws {APIError} When the Engine is in a swarm already.
   */
  async init(options: SwarmInitOptions = {}): Promise<string> {
    const { own, spec } = split("Cannot initialize a swarm", options, INIT_OPTIONS);
    const node = await initSwarm(this.engine, {
      ...own,
      ...(Object.keys(spec).length === 0 ? {} : { swarmSpec: new SwarmSpec(spec) }),
    });
    await this.reload({ signal: options.signal, timeouts: options.timeouts });
    return node;
  }

  /**
   * Lets the Engine join a swarm: `POST /swarm/join`, since API 1.24.
   *
   * @param options Addresses and the token.
   */
  join(options: SwarmJoinOptions): Promise<true> {
    checkOptions("Cannot join a swarm", options);
    const { remoteAddrs, joinToken, ...rest } = options;
    return joinSwarm(this.engine, remoteAddrs, joinToken, rest);
  }

  /**
   * Lets the Engine leave its swarm: `POST /swarm/leave`, since API 1.24.
   *
   * @param options Whether a manager leaves too.
   */
  async leave(options?: LeaveSwarmOptions): Promise<true> {
    await leaveSwarm(this.engine, options);
    this.attrs = {};
    return true;
  }

  /**
   * Asks the Engine anew: `GET /swarm`, since API 1.24.
   *
   * @throws {APIError} When the Engine is no manager of a swarm.
   */
  override async reload(options?: CallOptions): Promise<this> {
    this.attrs = await inspectSwarm(this.engine, options);
    return this;
  }

  /**
   * Unlocks a manager after its restart: `POST /swarm/unlock`, since API 1.25.
   *
   * @param key The key, as {@linkcode Swarm.getUnlockKey} gives it.
   * @param options The call's own options.
   */
  unlock(key: string | SwarmUnlockKey, options?: CallOptions): Promise<true> {
    return unlockSwarm(this.engine, key, options);
  }

  /**
   * Changes the swarm, and reloads: `POST /swarm/update`, since API 1.24. What is not given stays as it is.
   *
   * @param options Tokens to be made anew, and the swarm's settings beside them.
   * @throws {APIError} When the swarm was changed meanwhile: the loaded version is changed.
   */
  async update(options: SwarmUpdateOptions = {}): Promise<true> {
    const { own, spec } = split("Cannot update the swarm", options, UPDATE_OPTIONS);
    const call = { signal: options.signal, timeouts: options.timeouts };
    const changes = Object.keys(spec).length > 0 ? new SwarmSpec(spec) : null;
    if (this.attrs.Version === undefined) await this.reload(call);
    await updateSwarm(this.engine, this.version, {
      ...own,
      // The Engine takes a missing setting for zero.
      ...(changes === null ? {} : { swarmSpec: merge(this.attrs.Spec ?? {}, changes) }),
    });
    await this.reload(call);
    return true;
  }
}

/**
 * Tells whether an Engine manages a swarm.
 *
 * @param swarm The swarm; it is loaded if it can be.
 * @param options The call's own options.
 */
export async function managesSwarm(swarm: Swarm, options?: CallOptions): Promise<boolean> {
  try {
    await swarm.reload(options);
    return true;
  } catch (error) {
    if (error instanceof APIError) return false;
    throw error;
  }
}

/** Parts the options of an operation from those of the specification. */
function split(
  action: string,
  options: object,
  names: readonly string[],
): { own: CallOptions; spec: SwarmSpecOptions } {
  checkOptions(action, options);
  const parts: Record<"own" | "spec", Record<string, unknown>> = { own: {}, spec: {} };
  for (const [name, value] of Object.entries(options)) {
    if (!names.includes(name) && !SWARM_FIELDS.has(name)) {
      throw unknownOption(action, name, [...names, ...SWARM_FIELDS.meant(name)], EXTRA_HELP);
    }
    if (value != null) {
      setOwn<unknown>(names.includes(name) ? parts.own : parts.spec, name, value);
    }
  }
  return parts;
}

/** Lays settings over those in force, two levels deep: no setting is any deeper. */
function merge<Spec extends object>(current: object, given: Spec): Spec {
  const merged: Record<string, unknown> = { ...current };
  for (const [name, value] of Object.entries(given)) {
    const before = getOwn(merged, name);
    const both = isObject(before) && isObject(value);
    setOwn(merged, name, both ? { ...before, ...value } : value);
  }
  return merged as Spec;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
