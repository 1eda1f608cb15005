import type { DriverConfigJSON } from "../types/common.ts";
import type {
  SwarmCAConfig,
  SwarmExternalCAJSON,
  SwarmRaft,
  SwarmSpecJSON,
} from "../types/swarm.ts";
import {
  integerFrom,
  listOf,
  toBoolean,
  toFilledText,
  toRecord,
  toSecretText,
} from "../convert/checks.ts";
import { type Duration, toNanoseconds } from "../convert/duration.ts";
import { type EngineFields, type Fields, setFields } from "../operation/old_fields.ts";
import { type Labels, toLabels } from "../convert/labels.ts";
import type { DriverConfig } from "./driver_config.ts";
import type { SwarmExternalCA } from "./swarm_external_ca.ts";

/** Options of a {@linkcode SwarmSpec}. */
export interface SwarmSpecOptions extends EngineFields {
  /** How many ended tasks are kept for each place of a service. */
  taskHistoryRetentionLimit?: number;
  /** How many entries of the managers' log lie between two snapshots. */
  snapshotInterval?: number;
  /** How many older snapshots are kept. */
  keepOldSnapshots?: number;
  /** How many entries are kept behind a snapshot for slow managers. */
  logEntriesForSlowFollowers?: number;
  /** The time between the leader's signs of life, in ticks of a second. */
  heartbeatTick?: number;
  /** After how many ticks (seconds) without a sign of life a manager wants to lead. */
  electionTick?: number;
  /** The time between two signs of life of a worker: nanoseconds, or e.g. `"5s"`. */
  dispatcherHeartbeatPeriod?: Duration;
  /** How long a node's certificate is valid: nanoseconds, or e.g. `"2160h"`. */
  nodeCertExpiry?: Duration;
  /** Authorities outside the swarm that sign certificates. */
  externalCas?: readonly (SwarmExternalCA | SwarmExternalCAJSON)[];
  /** The swarm's name; the Engine knows only `default`. */
  name?: string;
  /** Labels. */
  labels?: Labels;
  /** The certificate that signs all nodes' certificates, as PEM text. */
  signingCaCert?: string;
  /** The key of that certificate, as PEM text; never shown in errors. */
  signingCaKey?: string;
  /** A number that, when it grows, makes the swarm take a new root certificate. */
  caForceRotate?: number;
  /** Whether a manager asks for a key after a restart. */
  autolockManagers?: boolean;
  /** The logging driver of tasks whose service names none; Engines up to now accept it without effect. */
  logDriver?: DriverConfig | DriverConfigJSON;
}

const FIELDS: Fields<SwarmSpecOptions> = {
  taskHistoryRetentionLimit: ["Orchestration.TaskHistoryRetentionLimit", integerFrom(0)],
  snapshotInterval: ["Raft.SnapshotInterval", integerFrom(0)],
  keepOldSnapshots: ["Raft.KeepOldSnapshots", integerFrom(0)],
  logEntriesForSlowFollowers: ["Raft.LogEntriesForSlowFollowers", integerFrom(0)],
  heartbeatTick: ["Raft.HeartbeatTick", integerFrom(0)],
  electionTick: ["Raft.ElectionTick", integerFrom(0)],
  dispatcherHeartbeatPeriod: ["Dispatcher.HeartbeatPeriod", toNanoseconds],
  nodeCertExpiry: ["CAConfig.NodeCertExpiry", toNanoseconds],
  externalCas: ["CAConfig.ExternalCAs", listOf(toRecord)],
  name: ["Name", toFilledText],
  labels: ["Labels", toLabels],
  signingCaCert: ["CAConfig.SigningCACert", toSecretText],
  signingCaKey: ["CAConfig.SigningCAKey", toSecretText],
  caForceRotate: ["CAConfig.ForceRotate", integerFrom(0)],
  autolockManagers: ["EncryptionConfig.AutoLockManagers", toBoolean],
  logDriver: ["TaskDefaults.LogDriver", toRecord],
};

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
export class SwarmSpec implements SwarmSpecJSON {
  /** Whatever else the Engine accepts. */
  [field: string]: unknown;
  /** The swarm's name. */
  declare Name?: string;
  /** Labels. */
  declare Labels?: Record<string, string>;
  /** How services are kept running. */
  declare Orchestration?: {
    /** How many ended tasks are kept for each place of a service. */
    TaskHistoryRetentionLimit?: number;
  };
  /** How managers agree. */
  declare Raft?: SwarmRaft;
  /** How managers and workers talk. */
  declare Dispatcher?: {
    /** The time between two signs of life of a worker, in nanoseconds. */
    HeartbeatPeriod?: number;
  };
  /** How nodes get certificates. */
  declare CAConfig?: SwarmCAConfig;
  /** How managers keep their data. */
  declare EncryptionConfig?: {
    /** Whether a manager asks for a key after a restart. */
    AutoLockManagers?: boolean;
  };
  /** What tasks get when their service does not say. */
  declare TaskDefaults?: {
    /** The logging driver. */
    LogDriver?: DriverConfigJSON | null;
  };

  /**
   * Makes a specification.
   *
   * @param options The settings.
   * @throws {TypeError} When one of them has another shape.
   * @throws {RangeError} When a number is negative.
   */
  constructor(options: SwarmSpecOptions = {}) {
    setFields(this, "Cannot create a swarm specification", options, FIELDS);
  }
}
