import type { DriverConfigJSON, ObjectVersion, StringMap } from "./common.ts";

/** How a swarm is set up. */
export interface SwarmSpecJSON {
  /** The name, always `default`. */
  Name?: string | undefined;
  /** Labels. */
  Labels?: StringMap | null | undefined;
  /** How services are kept running. */
  Orchestration?: {
    /** How many ended tasks are kept for each place of a service. */
    TaskHistoryRetentionLimit?: number;
  } | null;
  /** How managers agree. */
  Raft?: SwarmRaft | undefined;
  /** How managers and workers talk. */
  Dispatcher?: {
    /** The time between two signs of life of a worker, in nanoseconds. */
    HeartbeatPeriod?: number;
  } | null;
  /** How nodes get certificates. */
  CAConfig?: SwarmCAConfig | null | undefined;
  /** How managers keep their data. */
  EncryptionConfig?: {
    /** Whether a manager asks for a key after a restart. */
    AutoLockManagers?: boolean;
  };
  /** What tasks get when their service does not say. */
  TaskDefaults?: {
    /** The logging driver. */
    LogDriver?: DriverConfigJSON | null;
  };
}

/** How the managers of a swarm agree. */
export interface SwarmRaft {
  /** How many entries of the log lie between two snapshots. */
  SnapshotInterval?: number | undefined;
  /** How many older snapshots are kept. */
  KeepOldSnapshots?: number | undefined;
  /** How many entries are kept behind a snapshot for slow managers. */
  LogEntriesForSlowFollowers?: number | undefined;
  /** After how many ticks without a sign of life a manager wants to lead, a tick being one second. */
  ElectionTick?: number | undefined;
  /** The number of ticks between the leader's signs of life. */
  HeartbeatTick?: number | undefined;
}

/** How the nodes of a swarm get certificates. */
export interface SwarmCAConfig {
  /** How long a certificate is valid, in nanoseconds. */
  NodeCertExpiry?: number | undefined;
  /** Authorities outside the swarm that sign. */
  ExternalCAs?: SwarmExternalCAJSON[] | null | undefined;
  /** The certificate that signs, as PEM text. Since API 1.30. */
  SigningCACert?: string | undefined;
  /** The key that signs, as PEM text. Since API 1.30. */
  SigningCAKey?: string | undefined;
  /** A number that, when it grows, makes the swarm take a new certificate. Since API 1.30. */
  ForceRotate?: number | undefined;
}

/** An authority outside a swarm that signs its certificates. */
export interface SwarmExternalCAJSON {
  /** How it is talked to, `cfssl`. */
  Protocol?: string | undefined;
  /** Where it is. */
  URL: string;
  /** Options of the protocol. */
  Options?: StringMap | null | undefined;
  /** Its own certificate, as PEM text. */
  CACert?: string | undefined;
}

/** What is known of a swarm. */
export interface ClusterInfo {
  /** The id. */
  ID: string;
  /** The version, for an update. */
  Version: ObjectVersion;
  /** When it was made. */
  CreatedAt: string;
  /** When it was changed. */
  UpdatedAt: string;
  /** How it is set up. */
  Spec: SwarmSpecJSON;
  /** Whom its nodes trust. Since API 1.30. */
  TLSInfo?: TLSInfo | undefined;
  /** Whether a change of the root certificate is under way. Since API 1.30. */
  RootRotationInProgress?: boolean | undefined;
  /** The port of the data between containers. Since API 1.40. */
  DataPathPort?: number | undefined;
  /** Ranges that its networks take their addresses from. Since API 1.39. */
  DefaultAddrPool?: string[] | null | undefined;
  /** The length of the prefix of such a network, in bits. Since API 1.39. */
  SubnetSize?: number | undefined;
}

/** What a manager tells of its swarm. */
export interface SwarmInspect extends ClusterInfo {
  /** What nodes need to join; keep it secret. */
  JoinTokens: JoinTokens;
}

/** What nodes need to join a swarm. */
export interface JoinTokens {
  /** Of a worker. */
  Worker: string;
  /** Of a manager. */
  Manager: string;
}

/** Whom the nodes of a swarm trust. Since API 1.30. */
export interface TLSInfo {
  /** The root certificates, as PEM text. */
  TrustRoot?: string | undefined;
  /** The name of the authority that issued the certificate, its bytes in base64. */
  CertIssuerSubject?: string | undefined;
  /** The public key of that authority, its bytes in base64. */
  CertIssuerPublicKey?: string | undefined;
}

/** The request for a new swarm. */
export interface SwarmInitBody {
  /** Where the manager listens, an address or interface with or without a port. */
  ListenAddr?: string | undefined;
  /** The address that other nodes are told. */
  AdvertiseAddr?: string | undefined;
  /** The address of the data between containers. Since API 1.30. */
  DataPathAddr?: string | undefined;
  /** The port of the data between containers, 1024 to 49151. Since API 1.40. */
  DataPathPort?: number | undefined;
  /** Ranges that networks take their addresses from. Since API 1.39. */
  DefaultAddrPool?: string[] | null | undefined;
  /** The length of the prefix of such a network, in bits. Since API 1.39. */
  SubnetSize?: number | undefined;
  /** Whether a manager that lost the others begins anew with what it knows. */
  ForceNewCluster?: boolean | undefined;
  /** Whether managers ask for a key after a restart. */
  AutoLockManagers?: boolean | undefined;
  /** What the first node takes on. */
  Availability?: NodeAvailability | undefined;
  /** How it is set up. */
  Spec?: SwarmSpecJSON | undefined;
}

/** The request to join a swarm. */
export interface SwarmJoinBody {
  /** Where the node listens if it becomes a manager. */
  ListenAddr?: string | undefined;
  /** The address that other nodes are told. */
  AdvertiseAddr?: string | undefined;
  /** The address of the data between containers. Since API 1.30. */
  DataPathAddr?: string | undefined;
  /** Addresses of managers. */
  RemoteAddrs: string[];
  /** What lets the node in. */
  JoinToken: string;
  /** What the node takes on. */
  Availability?: NodeAvailability | undefined;
}

/** The key that unlocks a manager after a restart. */
export interface SwarmUnlockKey {
  /** The key; empty if managers are not locked. */
  UnlockKey: string;
}

/** Whether a node takes on tasks: new ones too, only those it has, or none. */
export type NodeAvailability = "active" | "pause" | "drain";

/** How a node of a swarm is set up. */
export interface NodeSpec {
  /** A name. */
  Name?: string | undefined;
  /** Labels. */
  Labels?: StringMap | null | undefined;
  /** Whether it is a manager. */
  Role?: "worker" | "manager" | undefined;
  /** What it takes on. */
  Availability?: NodeAvailability | undefined;
}
