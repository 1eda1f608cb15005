import { toCommand } from "../../convert/command.ts";
import { toEnvironment } from "../../convert/environment.ts";
import { toLabels } from "../../convert/labels.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine.ts";
import type { ContainerCreateBody, ContainerCreateResult } from "../../types/container_config.ts";
import type { HostConfig } from "../../types/host_config.ts";
import { query } from "../query.ts";

/** Options of {@linkcode createContainer}. */
export interface CreateContainerOptions extends CallOptions {
  /** The command: a list, or text that is split as a shell splits it. */
  command?: string | readonly string[];
  /** The container's name; the Engine makes one up without it. */
  name?: string;
  /** Environment variables, e.g. `{ LANG: "C" }` or `["LANG=C"]`. */
  environment?: Readonly<Record<string, string | null>> | readonly string[];
  /** Labels, e.g. `{ app: "web" }`, or a list of names with empty values. */
  labels?: Readonly<Record<string, string>> | readonly string[];
  /** The folder that the command starts in. */
  workingDir?: string;
  /** The user that the command runs as: a name or a number. */
  user?: string | number;
  /** Whether the command gets a terminal. @default {false} */
  tty?: boolean;
  /** Whether the command's standard input is open. @default {false} */
  stdinOpen?: boolean;
  /** Whether nothing is attached when the container starts. @default {false} */
  detach?: boolean;
  /** How the container sits on its host. */
  hostConfig?: HostConfig;
}

/** Creates a container: see {@linkcode APIClient.createContainer}. */
export async function createContainer(
  engine: Engine,
  image: Reference,
  options: CreateContainerOptions = {},
): Promise<ContainerCreateResult> {
  const { command, environment, labels, stdinOpen = false, detach = false } = options;
  const config: ContainerCreateBody = {
    Image: toId(image, "image"),
    Cmd: command === undefined ? undefined : toCommand(command, "command"),
    Env: environment === undefined ? undefined : toEnvironment(environment, "environment"),
    Labels: labels === undefined ? undefined : toLabels(labels, "labels"),
    WorkingDir: options.workingDir,
    User: options.user === undefined ? undefined : String(options.user),
    Tty: options.tty ?? false,
    OpenStdin: stdinOpen,
    // Without StdinOnce, the end of an attached input would cut the output off.
    StdinOnce: stdinOpen && !detach,
    AttachStdin: stdinOpen && !detach,
    AttachStdout: !detach,
    AttachStderr: !detach,
    HostConfig: options.hostConfig,
  };
  return await createContainerFromConfig(engine, config, options);
}

/** Options of {@linkcode createContainerFromConfig}. */
export interface CreateContainerFromConfigOptions extends CallOptions {
  /** The container's name; the Engine makes one up without it. */
  name?: string;
}

/** Creates a container from the Engine's own JSON: see {@linkcode APIClient.createContainerFromConfig}. */
export async function createContainerFromConfig(
  engine: Engine,
  config: ContainerCreateBody,
  options: CreateContainerFromConfigOptions = {},
): Promise<ContainerCreateResult> {
  return await engine.json(
    `Cannot create a container of image "${config.Image}"`,
    "POST",
    "/containers/create",
    {
      ...options,
      query: query({ name: options.name }),
      json: config,
      image: (explanation) => /no such image/i.test(explanation),
    },
  );
}
