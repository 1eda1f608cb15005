import type { EmptyObjectSet, StringMap } from "./common.ts";
import type { NetworkingConfig } from "./endpoints.ts";
import type { HealthcheckJSON } from "./health.ts";
import type { ContainerResources, ContainerRestartPolicy, HostConfig } from "./host_config.ts";

/** What a container is, wherever it runs. */
export interface ContainerConfig {
  /** The host's name inside the container. */
  Hostname?: string | undefined;
  /** The domain's name inside the container. */
  Domainname?: string | undefined;
  /** The user, `name` or `uid`, with `:group` if wanted. */
  User?: string | undefined;
  /** Whether stdin is attached. */
  AttachStdin?: boolean | undefined;
  /** Whether stdout is attached. */
  AttachStdout?: boolean | undefined;
  /** Whether stderr is attached. */
  AttachStderr?: boolean | undefined;
  /** Ports to expose, e.g. `{ "80/tcp": {} }`. */
  ExposedPorts?: EmptyObjectSet | null | undefined;
  /** Whether the process has a terminal. */
  Tty?: boolean | undefined;
  /** Whether stdin stays open. */
  OpenStdin?: boolean | undefined;
  /** Whether stdin closes when the first client that was attached to it leaves. */
  StdinOnce?: boolean | undefined;
  /** The environment, each `NAME=value`; a name alone removes what the image sets. */
  Env?: string[] | null | undefined;
  /** The command's words, or a line for the image's shell. */
  Cmd?: string[] | string | null | undefined;
  /** How the Engine finds out whether the container is well. */
  Healthcheck?: HealthcheckJSON | null | undefined;
  /** Whether the command is escaped already (Windows). */
  ArgsEscaped?: boolean | null | undefined;
  /** The image's name or id. */
  Image?: string | undefined;
  /** Paths that become nameless volumes, e.g. `{ "/data": {} }`. */
  Volumes?: EmptyObjectSet | null | undefined;
  /** The working directory of the process. */
  WorkingDir?: string | undefined;
  /** The words that come before the command. */
  Entrypoint?: string[] | string | null | undefined;
  /** Whether the container has no network. */
  NetworkDisabled?: boolean | null | undefined;
  /** The hardware address. Until API 1.51; an endpoint has its own since API 1.44. */
  MacAddress?: string | null | undefined;
  /** What the image's `ONBUILD` lines say. */
  OnBuild?: string[] | null | undefined;
  /** Labels. */
  Labels?: StringMap | null | undefined;
  /** The signal that asks the process to end. */
  StopSignal?: string | null | undefined;
  /** How long the process has to end, in seconds. Since API 1.25. */
  StopTimeout?: number | null | undefined;
  /** The words of the shell that runs lines. */
  Shell?: string[] | null | undefined;
}

/** The request for a container. */
export interface ContainerCreateBody extends ContainerConfig {
  /** How the container sits on its host. */
  HostConfig?: HostConfig | undefined;
  /** The networks that it joins. */
  NetworkingConfig?: NetworkingConfig | undefined;
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
  RestartPolicy?: ContainerRestartPolicy | undefined;
}

/** The answer to a change of a container's resources. */
export interface ContainerUpdateResult {
  /** What the Engine did otherwise than asked. */
  Warnings: string[] | null;
}
