import { integerFrom, toBoolean, toFilledText, toRecord, toTexts } from "../../convert/checks.ts";
import { type EngineFields, type Fields, setFields } from "../../operation/fields.ts";
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

/** Makes a swarm of the Engine: see {@linkcode APIClient.initSwarm}. */
export async function initSwarm(engine: Engine, options: InitSwarmOptions = {}): Promise<string> {
  const action = "Cannot make a swarm";
  const body: SwarmInitBody = { ListenAddr: ANY_ADDRESS };
  setFields(body, action, ownOptions(options), INIT_FIELDS);
  requireVersion(action, await engine.negotiate(options), "initSwarm", options, body);
  return await engine.json(action, "POST", "/swarm/init", options, { json: body });
}

/** Lets the Engine join a swarm: see {@linkcode APIClient.joinSwarm}. */
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

/** Returns what the Engine knows of its swarm: see {@linkcode APIClient.inspectSwarm}. */
export async function inspectSwarm(
  engine: Engine,
  options: CallOptions = {},
): Promise<SwarmInspect> {
  const action = "Cannot inspect the swarm";
  requireVersion(action, await engine.negotiate(options), "inspectSwarm");
  return await engine.json(action, "GET", "/swarm", options);
}

/** Lets the Engine leave its swarm: see {@linkcode APIClient.leaveSwarm}. */
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

/** Changes the swarm: see {@linkcode APIClient.updateSwarm}. */
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

/** Returns the key that unlocks a manager: see {@linkcode APIClient.getUnlockKey}. */
export async function getUnlockKey(
  engine: Engine,
  options: CallOptions = {},
): Promise<SwarmUnlockKey> {
  const action = "Cannot get the swarm's unlock key";
  requireVersion(action, await engine.negotiate(options), "getUnlockKey");
  return await engine.json(action, "GET", "/swarm/unlockkey", options);
}

/** Unlocks a manager: see {@linkcode APIClient.unlockSwarm}. */
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
