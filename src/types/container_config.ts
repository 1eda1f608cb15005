import type { EmptyObjectSet, StringMap } from "./common.ts";
import type { NetworkingConfig } from "./endpoints.ts";
import type { HealthcheckJSON } from "./health.ts";
import type { ContainerResources, ContainerRestartPolicy, HostConfig } from "./host_config.ts";

/** What a container is, wherever it runs. */
export interface ContainerConfig {
  /** The host's name inside the container. */
  Hostname?: string;
  /** The domain's name inside the container. */
  Domainname?: string;
  /** The user, `name` or `uid`, with `:group` if wanted. */
  User?: string;
  /** Whether stdin is attached. */
  AttachStdin?: boolean;
  /** Whether stdout is attached. */
  AttachStdout?: boolean;
  /** Whether stderr is attached. */
  AttachStderr?: boolean;
  /** Ports to expose, e.g. `{ "80/tcp": {} }`. */
  ExposedPorts?: EmptyObjectSet | null;
  /** Whether the process has a terminal. */
  Tty?: boolean;
  /** Whether stdin stays open. */
  OpenStdin?: boolean;
  /** Whether stdin closes when the first client that was attached to it leaves. */
  StdinOnce?: boolean;
  /** The environment, each `NAME=value`; a name alone removes what the image sets. */
  Env?: string[] | null;
  /** The command's words, or a line for the image's shell. */
  Cmd?: string[] | string | null;
  /** How the Engine finds out whether the container is well. */
  Healthcheck?: HealthcheckJSON | null;
  /** Whether the command is escaped already (Windows). */
  ArgsEscaped?: boolean | null;
  /** The image's name or id. */
  Image?: string;
  /** Paths that become nameless volumes, e.g. `{ "/data": {} }`. */
  Volumes?: EmptyObjectSet | null;
  /** The working directory of the process. */
  WorkingDir?: string;
  /** The words that come before the command. */
  Entrypoint?: string[] | string | null;
  /** Whether the container has no network. */
  NetworkDisabled?: boolean | null;
  /** The hardware address. Until API 1.51; an endpoint has its own since API 1.44. */
  MacAddress?: string | null;
  /** What the image's `ONBUILD` lines say. */
  OnBuild?: string[] | null;
  /** Labels. */
  Labels?: StringMap | null;
  /** The signal that asks the process to end. */
  StopSignal?: string | null;
  /** How long the process has to end, in seconds. Since API 1.25. */
  StopTimeout?: number | null;
  /** The words of the shell that runs lines. */
  Shell?: string[] | null;
}

/** The request for a container. */
export interface ContainerCreateBody extends ContainerConfig {
  /** How the container sits on its host. */
  HostConfig?: HostConfig;
  /** The networks that it joins. */
  NetworkingConfig?: NetworkingConfig;
}

/** The answer to a request for a container. */
export interface ContainerCreateResult {
  /** The container's id. */
  Id: string;
  /** What the Engine did otherwise than asked. */
  Warnings: string[] | null;
}

/** The request to change a container's resources. */
export interface ContainerUpdateBody extends ContainerResources {
  /** What happens when the container ends. */
  RestartPolicy?: ContainerRestartPolicy;
}

/** The answer to a change of a container's resources. */
export interface ContainerUpdateResult {
  /** What the Engine did otherwise than asked. */
  Warnings: string[] | null;
}
