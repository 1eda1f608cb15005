import { integerFrom, toBoolean, toFilledText, toRecord, toTexts } from "../../convert/checks.ts";
import { type EngineFields, type Fields, setFields } from "../../operation/old_fields.ts";
import { toVersionIndex, type VersionIndex } from "../../convert/object_version.ts";
import { wrongShape } from "../../convert/refuse.ts";
import { SwarmSpec, type SwarmSpecOptions } from "../../specs/swarm_spec.ts";
import { requireVersion } from "../../operation/version_guard.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { APIError } from "../../errors.ts";
import type {
  SwarmInitBody,
  SwarmInspect,
  SwarmJoinBody,
  SwarmSpecJSON,
  SwarmUnlockKey,
} from "../../types/swarm.ts";
import { ownOptions } from "../common/own_options.ts";
import { query } from "../../operation/query.ts";

/** Options of {@linkcode initSwarm}; fields as the Engine spells them are sent as they are. */
export interface InitSwarmOptions extends CallOptions, EngineFields {
  /** The address that other nodes are told, an address or interface with or without a port. */
  advertiseAddr?: string;
  /** Where the manager listens, an address or interface with or without a port. @default {"0.0.0.0:2377"} */
  listenAddr?: string;
  /** Whether a manager that lost the others begins anew with what it knows. @default {false} */
  forceNewCluster?: boolean;
  /** How the swarm is set up. */
  swarmSpec?: SwarmSpecJSON | SwarmSpecOptions;
  /** The address of the data between containers. Since API 1.30. */
  dataPathAddr?: string;
  /** The port of the data between containers, 1024 to 49151. Since API 1.40. */
  dataPathPort?: number;
  /** Ranges that networks take their addresses from, e.g. `["10.20.0.0/16"]`. Since API 1.39. */
  defaultAddrPool?: readonly string[];
  /** The length of the prefix of such a network, in bits. Since API 1.39. */
  subnetSize?: number;
}

/** Options of {@linkcode joinSwarm}; fields as the Engine spells them are sent as they are. */
export interface JoinSwarmOptions extends CallOptions, EngineFields {
  /** Where the node listens if it becomes a manager. @default {"0.0.0.0:2377"} */
  listenAddr?: string;
  /** The address that other nodes are told, an address or interface with or without a port. */
  advertiseAddr?: string;
  /** The address of the data between containers. Since API 1.30. */
  dataPathAddr?: string;
}

/** Options of {@linkcode leaveSwarm}. */
export interface LeaveSwarmOptions extends CallOptions {
  /** Whether a manager leaves too, and a node that is in no swarm is no error. @default {false} */
  force?: boolean;
}

/** Options of {@linkcode updateSwarm}. */
export interface UpdateSwarmOptions extends CallOptions {
  /** How the swarm is set up; as it is now if left out. */
  swarmSpec?: SwarmSpecJSON | SwarmSpecOptions;
  /** Whether workers need a new token to join. @default {false} */
  rotateWorkerToken?: boolean;
  /** Whether managers need a new token to join. @default {false} */
  rotateManagerToken?: boolean;
  /** Whether managers need a new key after a restart. Since API 1.25. @default {false} */
  rotateManagerUnlockKey?: boolean;
}

const INIT_FIELDS: Fields<Omit<InitSwarmOptions, keyof CallOptions>> = {
  advertiseAddr: ["AdvertiseAddr", toFilledText],
  listenAddr: ["ListenAddr", toFilledText],
  forceNewCluster: ["ForceNewCluster", toBoolean],
  swarmSpec: ["Spec", toSwarmSpec],
  dataPathAddr: ["DataPathAddr", toFilledText],
  dataPathPort: ["DataPathPort", integerFrom(0, 65535)],
  defaultAddrPool: ["DefaultAddrPool", toTexts],
  subnetSize: ["SubnetSize", integerFrom(1, 32)],
};

const JOIN_FIELDS: Fields<Omit<JoinSwarmOptions, keyof CallOptions>> = {
  listenAddr: ["ListenAddr", toFilledText],
  advertiseAddr: ["AdvertiseAddr", toFilledText],
  dataPathAddr: ["DataPathAddr", toFilledText],
};

/** What the Engine takes for an address that none was given. */
const ANY_ADDRESS = "0.0.0.0:2377";

/**
 * Makes a swarm with the Engine as its first node (`POST /swarm/init`).
 *
 * @param engine The engine.
 * @param options Where it listens, and how it is set up.
 * @returns The node's id.
 * @throws {ServerError} When the Engine is in a swarm already.
 *
 * @example
 * ```ts no-run
 * import { createEngine, initSwarm } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const nodeId = await initSwarm(engine, {
 *   advertiseAddr: "192.168.1.10",
 *   swarmSpec: { taskHistoryRetentionLimit: 3 },
 * });
 * console.log(nodeId);
 * ```
 */
export async function initSwarm(engine: Engine, options: InitSwarmOptions = {}): Promise<string> {
  const action = "Cannot make a swarm";
  const body: SwarmInitBody = { ListenAddr: ANY_ADDRESS };
  setFields(body, action, ownOptions(options), INIT_FIELDS);
  requireVersion(action, await engine.negotiate(options), "initSwarm", options, body);
  return await engine.json(action, "POST", "/swarm/init", options, { json: body });
}

/**
 * Lets the Engine join a swarm (`POST /swarm/join`).
 *
 * @param engine The engine.
 * @param remoteAddrs Addresses of managers, e.g. `["192.168.1.10:2377"]`.
 * @param joinToken The token of a worker or of a manager; it says which of them the node becomes.
 * @param options Where the node listens.
 * @returns True.
 * @throws {ServerError} When no manager answers, or the Engine is in a swarm already.
 *
 * @example
 * ```ts no-run
 * import { createEngine, joinSwarm } from "@longshore/docker/api";
 *
 * const manager = new APIClient({ baseUrl: "tcp://192.168.1.10:2375" });
 * const { JoinTokens } = await manager.inspectSwarm();
 * await joinSwarm(createEngine(), ["192.168.1.10:2377"], JoinTokens.Worker);
 * ```
 */
export async function joinSwarm(
  engine: Engine,
  remoteAddrs: readonly string[],
  joinToken: string,
  options: JoinSwarmOptions = {},
): Promise<true> {
  const action = "Cannot join the swarm";
  if (typeof joinToken !== "string" || joinToken.trim() === "") {
    // The token is a secret: what was given is not shown.
    throw new TypeError(`${action}: joinToken is empty or no string`);
  }
  const addresses = toTexts(remoteAddrs, "remoteAddrs");
  if (addresses.length === 0) {
    throw wrongShape(
      "remoteAddrs",
      remoteAddrs,
      'the address of a manager, e.g. ["10.0.0.1:2377"]',
    );
  }
  const body: SwarmJoinBody = {
    ListenAddr: ANY_ADDRESS,
    RemoteAddrs: addresses,
    JoinToken: joinToken.trim(),
  };
  setFields(body, action, ownOptions(options), JOIN_FIELDS);
  requireVersion(action, await engine.negotiate(options), "joinSwarm", options, body);
  return await engine.empty(action, "POST", "/swarm/join", options, { json: body });
}

/**
 * Returns what the Engine knows of its swarm (`GET /swarm`).
 *
 * @param engine The engine.
 * @param options The call's own options.
 * @returns The swarm, with the tokens that let nodes in.
 * @throws {APIError} When the Engine is no manager of a swarm.
 *
 * @example
 * ```ts no-run
 * import { createEngine, inspectSwarm } from "@longshore/docker/api";
 *
 * const { ID, JoinTokens } = await inspectSwarm(createEngine());
 * console.log(ID, JoinTokens.Worker);
 * ```
 */
export async function inspectSwarm(
  engine: Engine,
  options: CallOptions = {},
): Promise<SwarmInspect> {
  const action = "Cannot inspect the swarm";
  requireVersion(action, await engine.negotiate(options), "inspectSwarm");
  return await engine.json(action, "GET", "/swarm", options);
}

/**
 * Lets the Engine leave its swarm (`POST /swarm/leave`).
 *
 * @param engine The engine.
 * @param options Whether a manager leaves too, whatever becomes of the swarm.
 * @returns True.
 * @throws {ServerError} When the Engine is a manager, or in no swarm, and `force` is not set.
 *
 * @example
 * ```ts no-run
 * import { createEngine, leaveSwarm } from "@longshore/docker/api";
 *
 * await leaveSwarm(createEngine(), { force: true });
 * ```
 */
export async function leaveSwarm(engine: Engine, options: LeaveSwarmOptions = {}): Promise<true> {
  const action = "Cannot leave the swarm";
  const force = options.force ?? false;
  requireVersion(action, await engine.negotiate(options), "leaveSwarm");
  try {
    return await engine.empty(action, "POST", "/swarm/leave", options, {
      query: query({ force }),
    });
  } catch (error) {
    const outside = error instanceof APIError && /not part of a swarm/i.test(error.explanation);
    if (force && outside) return true;
    throw error;
  }
}

/**
 * Changes the swarm (`POST /swarm/update`); without `swarmSpec` its settings stay as they are.
 *
 * @param engine The engine.
 * @param version The version that is changed, as {@linkcode inspectSwarm} returns it.
 * @param options How the swarm is set up from now on, and which tokens are made anew.
 * @returns True.
 * @throws {APIError} When the swarm was changed meanwhile.
 *
 * @example
 * ```ts no-run
 * import { createEngine, inspectSwarm, updateSwarm } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const { Version } = await inspectSwarm(engine);
 * await updateSwarm(engine, Version, { rotateWorkerToken: true });
 * ```
 */
export async function updateSwarm(
  engine: Engine,
  version: VersionIndex,
  options: UpdateSwarmOptions = {},
): Promise<true> {
  const action = "Cannot update the swarm";
  const index = toVersionIndex(version, "version");
  const { rotateWorkerToken, rotateManagerToken, rotateManagerUnlockKey } = options;
  const spec = options.swarmSpec == null ? undefined : toSwarmSpec(options.swarmSpec, "swarmSpec");
  requireVersion(action, await engine.negotiate(options), "updateSwarm", options, spec);
  return await engine.empty(action, "POST", "/swarm/update", options, {
    query: query({
      version: index,
      rotateWorkerToken: rotateWorkerToken ?? false,
      rotateManagerToken: rotateManagerToken ?? false,
      rotateManagerUnlockKey,
    }),
    // The Engine takes a missing setting for zero.
    json: spec ?? (await inspectSwarm(engine, options)).Spec,
  });
}

/**
 * Returns the key that unlocks a manager after a restart (`GET /swarm/unlockkey`). Since API 1.25.
 *
 * @param engine The engine.
 * @param options The call's own options.
 * @returns The key; empty if managers are not locked.
 * @throws {APIError} When the Engine is no manager of a swarm.
 *
 * @example
 * ```ts no-run
 * import { createEngine, getUnlockKey } from "@longshore/docker/api";
 *
 * const { UnlockKey } = await getUnlockKey(createEngine());
 * console.log(UnlockKey);
 * ```
 */
export async function getUnlockKey(
  engine: Engine,
  options: CallOptions = {},
): Promise<SwarmUnlockKey> {
  const action = "Cannot get the swarm's unlock key";
  requireVersion(action, await engine.negotiate(options), "getUnlockKey");
  return await engine.json(action, "GET", "/swarm/unlockkey", options);
}

/**
 * Unlocks a manager after a restart (`POST /swarm/unlock`).
 *
 * @param engine The engine.
 * @param key The key, as {@linkcode getUnlockKey} returns it.
 * @param options The call's own options.
 * @returns True.
 * @throws {APIError} When the key is wrong, or the manager is not locked.
 *
 * @example
 * ```ts no-run
 * import { createEngine, unlockSwarm } from "@longshore/docker/api";
 *
 * await unlockSwarm(createEngine(), "SWMKEY-1-...");
 * ```
 */
export async function unlockSwarm(
  engine: Engine,
  key: string | SwarmUnlockKey,
  options: CallOptions = {},
): Promise<true> {
  const action = "Cannot unlock the swarm";
  const text = typeof key === "string" ? key : key?.UnlockKey;
  if (typeof text !== "string" || text.trim() === "") {
    throw new TypeError(
      `${action}: expected key to be the unlock key, or an object with UnlockKey`,
    );
  }
  requireVersion(action, await engine.negotiate(options), "unlockSwarm");
  return await engine.empty(action, "POST", "/swarm/unlock", options, {
    json: { UnlockKey: text.trim() },
  });
}

function toSwarmSpec(value: unknown, argument: string): SwarmSpecJSON {
  return value instanceof SwarmSpec ? value : new SwarmSpec(toRecord(value, argument));
}
