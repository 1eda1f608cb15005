import type { DriverConfigJSON } from "../types/common.ts";
import type { SwarmExternalCAJSON, SwarmSpecJSON } from "../types/swarm.ts";
import { integerFrom, listOf, toBoolean, toFilledText, toSecretText } from "../convert/checks.ts";
import { type Duration, toNanoseconds } from "../convert/duration.ts";
import {
  type EngineSpelt,
  type ExtraFields,
  type Fields,
  fieldsOf,
  inBody,
} from "../operation/fields.ts";
import { type Labels, toLabels } from "../convert/labels.ts";
import { type DriverConfig, toDriverConfig } from "./driver_config.ts";
import { EXTERNAL_CA_FIELDS, type SwarmExternalCA, toExternalCA } from "./swarm_external_ca.ts";
import { toConfig } from "./whole.ts";

/** Options of a {@linkcode SwarmSpec}. */
export interface SwarmSpecOptions extends EngineSpelt<SwarmSpecJSON>, ExtraFields {
  /** How many ended tasks are kept for each place of a service. */
  taskHistoryRetentionLimit?: number | null | undefined;
  /** How many entries of the managers' log lie between two snapshots. */
  snapshotInterval?: number | null | undefined;
  /** How many older snapshots are kept. */
  keepOldSnapshots?: number | null | undefined;
  /** How many entries are kept behind a snapshot for slow managers. */
  logEntriesForSlowFollowers?: number | null | undefined;
  /** The time between the leader's signs of life, in ticks of a second. */
  heartbeatTick?: number | null | undefined;
  /** After how many ticks (seconds) without a sign of life a manager wants to lead. */
  electionTick?: number | null | undefined;
  /** The time between two signs of life of a worker: nanoseconds, or e.g. `"5s"`. */
  dispatcherHeartbeatPeriod?: Duration | null | undefined;
  /** How long a node's certificate is valid: nanoseconds, or e.g. `"2160h"`. */
  nodeCertExpiry?: Duration | null | undefined;
  /** Authorities outside the swarm that sign certificates. */
  externalCas?: readonly (SwarmExternalCA | SwarmExternalCAJSON)[] | null | undefined;
  /** The swarm's name; the Engine knows only `default`. */
  name?: string | null | undefined;
  /** Labels. */
  labels?: Labels | null | undefined;
  /** The certificate that signs all nodes' certificates, as PEM text. Since API 1.30. */
  signingCaCert?: string | null | undefined;
  /** The key of that certificate, as PEM text; never shown in errors. Since API 1.30. */
  signingCaKey?: string | null | undefined;
  /** A number that, when it grows, makes the swarm take a new root certificate. Since API 1.30. */
  caForceRotate?: number | null | undefined;
  /** Whether a manager asks for a key after a restart. Since API 1.25. */
  autolockManagers?: boolean | null | undefined;
  /** The logging driver of tasks whose service names none; Engines up to now accept it without effect. Since API 1.25. */
  logDriver?: DriverConfig | DriverConfigJSON | null | undefined;
}

/** What the specification of a swarm takes. */
export const SWARM_FIELDS: Fields<SwarmSpecOptions> = fieldsOf<SwarmSpecOptions>({
  taskHistoryRetentionLimit: inBody("Orchestration.TaskHistoryRetentionLimit", integerFrom(0)),
  snapshotInterval: inBody("Raft.SnapshotInterval", integerFrom(0)),
  keepOldSnapshots: inBody("Raft.KeepOldSnapshots", integerFrom(0)),
  logEntriesForSlowFollowers: inBody("Raft.LogEntriesForSlowFollowers", integerFrom(0)),
  heartbeatTick: inBody("Raft.HeartbeatTick", integerFrom(0)),
  electionTick: inBody("Raft.ElectionTick", integerFrom(0)),
  dispatcherHeartbeatPeriod: inBody("Dispatcher.HeartbeatPeriod", toNanoseconds),
  nodeCertExpiry: inBody("CAConfig.NodeCertExpiry", toNanoseconds),
  externalCas: inBody("CAConfig.ExternalCAs", listOf(toExternalCA), { each: EXTERNAL_CA_FIELDS }),
  name: inBody("Name", toFilledText),
  labels: inBody("Labels", toLabels),
  signingCaCert: inBody("CAConfig.SigningCACert", toSecretText, { since: "1.30" }),
  signingCaKey: inBody("CAConfig.SigningCAKey", toSecretText, { since: "1.30" }),
  caForceRotate: inBody("CAConfig.ForceRotate", integerFrom(0), { since: "1.30" }),
  autolockManagers: inBody("EncryptionConfig.AutoLockManagers", toBoolean, { since: "1.25" }),
  logDriver: inBody("TaskDefaults.LogDriver", toDriverConfig, { since: "1.25" }),
});

const ACTION = "Cannot create a swarm specification";

/** How a swarm is set up, as the Engine spells it. */
export interface SwarmSpec extends SwarmSpecJSON {}

/**
 * How a swarm is set up, for `initSwarm` and `updateSwarm`; what is left out is the Engine's default.
 *
 * @example
 * ```ts no-run
 * import { APIClient, SwarmSpec } from "@longshore/docker";
 *
 * const client = new APIClient();
 * const swarmSpec = new SwarmSpec({ snapshotInterval: 5000, logEntriesForSlowFollowers: 1200 });
 * await client.initSwarm({ advertiseAddr: "eth0", listenAddr: "0.0.0.0:5000", swarmSpec });
 * ```
 */
export class SwarmSpec {
  /**
   * Makes a specification.
   *
   * @param options The settings.
   * @throws {TypeError} When one of them has another shape.
   * @throws {RangeError} When a number is negative.
   */
  constructor(options: SwarmSpecOptions = {}) {
    SWARM_FIELDS.set(this, ACTION, options);
    const { ElectionTick, HeartbeatTick } = this.Raft ?? {};
    // Managers would elect a leader again and again.
    if (ElectionTick && HeartbeatTick && ElectionTick <= HeartbeatTick) {
      throw new RangeError(`${ACTION}: electionTick is not more than heartbeatTick`);
    }
  }
}

/**
 * Reads how a swarm is set up: an instance, its options, or the Engine's fields.
 *
 * @param value The specification.
 * @param argument The argument's name, for errors.
 */
export function toSwarmSpec(value: unknown, argument: string): SwarmSpecJSON {
  return toConfig(value, argument, "a SwarmSpec or its options", SWARM_FIELDS, SwarmSpec);
}
