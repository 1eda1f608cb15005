import { integerFrom, toBoolean, toFilledText, toTexts } from "../../convert/checks.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import {
  type EngineSpelt,
  type ExtraFields,
  type Fields,
  fieldsOf,
  inBody,
} from "../../operation/fields.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { SWARM_FIELDS, type SwarmSpecOptions, toSwarmSpec } from "../../specs/swarm_spec.ts";
import type { NodeAvailability, SwarmInitBody, SwarmSpecJSON } from "../../types/swarm.ts";
import { ANY_ADDRESS, toAvailability } from "../common/swarm_node.ts";

/** Options of {@linkcode initSwarm}. */
export interface InitSwarmOptions extends CallOptions, EngineSpelt<SwarmInitBody>, ExtraFields {
  /** The address that other nodes are told, an address or interface with or without a port. */
  advertiseAddr?: string | null | undefined;
  /** Where the manager listens, an address or interface with or without a port. @default {"0.0.0.0:2377"} */
  listenAddr?: string | null | undefined;
  /** Whether a manager that lost the others begins anew with what it knows. @default {false} */
  forceNewCluster?: boolean | null | undefined;
  /** How the swarm is set up. */
  swarmSpec?: SwarmSpecJSON | SwarmSpecOptions | null | undefined;
  /** The address of the data between containers. Since API 1.30. */
  dataPathAddr?: string | null | undefined;
  /** The port of the data between containers, 1024 to 49151. Since API 1.40. */
  dataPathPort?: number | null | undefined;
  /**
   * Ranges that networks take their addresses from, e.g. `["10.20.0.0/16"]`; with `subnetSize` alone
   * `10.0.0.0/8`. Since API 1.39.
   */
  defaultAddrPool?: readonly string[] | null | undefined;
  /** The length of the prefix of such a network, in bits; with `defaultAddrPool` alone 24. Since API 1.39. */
  subnetSize?: number | null | undefined;
  /** Whether managers ask for a key after a restart; the same as in `swarmSpec`. Since API 1.25. @default {false} */
  autoLockManagers?: boolean | null | undefined;
  /** Whether the first node takes on tasks: new ones too, only those it has, or none. @default {"active"} */
  availability?: NodeAvailability | null | undefined;
}

const FIELDS: Fields<InitSwarmOptions> = fieldsOf<InitSwarmOptions>({
  advertiseAddr: inBody("AdvertiseAddr", toFilledText),
  listenAddr: inBody("ListenAddr", toFilledText),
  forceNewCluster: inBody("ForceNewCluster", toBoolean),
  swarmSpec: inBody("Spec", toSwarmSpec, { fields: SWARM_FIELDS }),
  dataPathAddr: inBody("DataPathAddr", toFilledText, { since: "1.30" }),
  dataPathPort: inBody("DataPathPort", integerFrom(0, 65535), { since: "1.40" }),
  defaultAddrPool: inBody("DefaultAddrPool", toTexts, { since: "1.39" }),
  subnetSize: inBody("SubnetSize", integerFrom(1, 32), { since: "1.39" }),
  autoLockManagers: inBody("AutoLockManagers", toBoolean, { since: "1.25" }),
  availability: inBody("Availability", toAvailability),
});

/** What {@linkcode initSwarm} asks of the Engine. */
export const INIT: Operation<InitSwarmOptions> = operation<InitSwarmOptions, InitSwarmOptions>(
  "POST /swarm/init",
  {},
  { since: "1.24", fields: FIELDS },
);

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
  const call = INIT.call(engine, "Cannot make a swarm", [], options, { ListenAddr: ANY_ADDRESS });
  return await call.json({
    shape: "any",
    json: withPairs(call.action, call.body as SwarmInitBody),
  });
}

/** Adds the other half of what means nothing, or does harm, alone. */
function withPairs(action: string, body: SwarmInitBody): SwarmInitBody {
  const whole: SwarmInitBody = { ...body };
  // A pool without a size makes a swarm that starts no task; a size without a pool is ignored.
  const hasPool = whole.DefaultAddrPool != null && whole.DefaultAddrPool.length > 0;
  if (hasPool && !whole.SubnetSize) whole.SubnetSize = 24;
  if (!hasPool && whole.SubnetSize) whole.DefaultAddrPool = ["10.0.0.0/8"];
  // One locks the first manager, the other one all that join.
  const inSpec = whole.Spec?.EncryptionConfig?.AutoLockManagers;
  if (whole.AutoLockManagers === false && inSpec) {
    throw new TypeError(`${action}: autoLockManagers is false, and in swarmSpec it is true`);
  }
  if (whole.AutoLockManagers && !inSpec) {
    const EncryptionConfig = { ...whole.Spec?.EncryptionConfig, AutoLockManagers: true };
    whole.Spec = { ...whole.Spec, EncryptionConfig };
  }
  if (inSpec) whole.AutoLockManagers = true;
  return whole;
}
