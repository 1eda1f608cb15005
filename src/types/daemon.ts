import type { StringMap } from "./common.ts";

/** Which versions an Engine has. */
export interface EngineVersion {
  /** The product's name. Since API 1.35. */
  Platform?: {
    /** The name. */
    Name: string;
  };
  /** The parts. Since API 1.35. */
  Components?: EngineComponent[] | null;
  /** The Engine's version. */
  Version: string;
  /** The newest API version. */
  ApiVersion: string;
  /** The oldest API version. Since API 1.25. */
  MinAPIVersion?: string;
  /** The commit that it was built from. */
  GitCommit: string;
  /** The version of Go. */
  GoVersion: string;
  /** The operating system, `linux` or `windows`. */
  Os: string;
  /** The CPU architecture, e.g. `amd64`. */
  Arch: string;
  /** The kernel's version. */
  KernelVersion?: string;
  /** Whether experimental features are on. */
  Experimental?: boolean;
  /** When it was built. */
  BuildTime?: string;
}

/** A part of an Engine, such as `containerd`. Since API 1.35. */
export interface EngineComponent {
  /** The name. */
  Name: string;
  /** The version. */
  Version: string;
  /** What else is known. */
  Details?: StringMap | null;
}

/** What an event is about; `system` is one of Podman alone. */
export type EventType =
  | "builder"
  | "config"
  | "container"
  | "daemon"
  | "system"
  | "image"
  | "network"
  | "node"
  | "plugin"
  | "secret"
  | "service"
  | "volume";

/** Something that happened. */
export interface EngineEvent {
  /** What it is about. */
  Type: EventType;
  /** What happened, e.g. `start`. */
  Action: string;
  /** To whom it happened. */
  Actor: EventActor;
  /** Whether it happened here or in the swarm. Since API 1.30. */
  scope?: "local" | "swarm";
  /** When, in seconds since 1970. */
  time: number;
  /** When, in nanoseconds since 1970, rounded to what a number can hold (about 200 nanoseconds). */
  timeNano: number;
  /** The same as `Action`. Until API 1.51. */
  status?: string;
  /** The same as the actor's id. Until API 1.51. */
  id?: string;
  /** The container's image. Until API 1.51. */
  from?: string;
}

/** To whom an event happened. */
export interface EventActor {
  /** The id, or the name where there is none. */
  ID: string;
  /** What else is known, such as labels, a name or an exit code. */
  Attributes: StringMap | null;
}

/** What the Engine tells of itself in the headers of a ping. */
export interface PingInfo {
  /** The newest API version that it speaks. */
  apiVersion: string | null;
  /** The operating system of its containers, `linux` or `windows`. */
  osType: string | null;
  /** The builder that it would rather use: `1` is the old one, `2` BuildKit. */
  builderVersion: string | null;
  /** Whether experimental features are on. */
  experimental: boolean;
  /** What it is in a swarm; `null` when it does not tell. Since API 1.42. */
  swarm: {
    /** E.g. `inactive`, `pending`, `active`, `error` or `locked`. */
    state: string;
    /** Whether it is a manager. */
    isManager: boolean;
  } | null;
  /** Its name and version, e.g. `Docker/28.5.2 (linux)`. */
  server: string | null;
}
