import { isRecord, toFilledText } from "../../convert/checks.ts";
import { toPortBindings } from "../../convert/ports/port_bindings.ts";
import type { Reference } from "../../convert/reference.ts";
import { wrongShape } from "../../convert/refuse.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { checkOptions } from "../../operation/check_options.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";
import type { ContainerCreateBody, ContainerCreateResult } from "../../types/container_config.ts";
import {
  CONTAINER_FIELDS,
  type ContainerConfigOptions,
  createContainerConfig,
} from "./container_config.ts";

/** Options of {@linkcode createContainerFromConfig}. */
export interface CreateContainerFromConfigOptions extends CallOptions {
  /** The container's name; the Engine makes one up without it. */
  name?: string | null | undefined;
  /** The platform of the image, e.g. `linux/arm64`. Since API 1.41. */
  platform?: string | null | undefined;
}

/** Options of {@linkcode createContainer}. */
export interface CreateContainerOptions
  extends ContainerConfigOptions, CreateContainerFromConfigOptions {}

/** What {@linkcode createContainer} and {@linkcode createContainerFromConfig} ask of the Engine. */
export const CREATE: Operation<CreateContainerFromConfigOptions> = operation(
  "POST /containers/create",
  {
    name: inQuery("name", toFilledText),
    platform: inQuery("platform", toFilledText, { since: "1.41" }),
  },
);

/**
 * Creates a container (`POST /containers/create`).
 *
 * @param engine The engine.
 * @param image The image: a name or an id.
 * @param options The container's configuration.
 * @returns The container's `Id`, and `Warnings`.
 * @throws {ImageNotFound} When the Engine does not have the image.
 * @throws {Conflict} When the name is taken.
 *
 * @example
 * ```ts no-run
 * import { createContainer, createEngine } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const { Id } = await createContainer(engine, "busybox", {
 *   command: ["sh", "-c", "echo $GREETING"],
 *   environment: { GREETING: "hello" },
 * });
 * console.log(Id);
 * ```
 */
export async function createContainer(
  engine: Engine,
  image: Reference,
  options: CreateContainerOptions = {},
): Promise<ContainerCreateResult> {
  checkOptions("Cannot create a container", options ?? {});
  const { name, platform, signal, timeouts, ...configuration } = options ?? {};
  const config = createContainerConfig(image, configuration);
  return await create(engine, config, { name, platform, signal, timeouts });
}

/**
 * Creates a container from the Engine's own JSON (`POST /containers/create`).
 *
 * @param engine The engine.
 * @param config The body of the request, spelt as the Engine spells it.
 * @param options The container's name.
 * @returns The container's `Id`, and `Warnings`.
 * @throws {ImageNotFound} When the Engine does not have the image.
 * @throws {Conflict} When the name is taken.
 *
 * @example
 * ```ts no-run
 * import { createContainerFromConfig, createEngine } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * await createContainerFromConfig(engine, { Image: "busybox", Cmd: ["true"] }, { name: "once" });
 * ```
 */
export async function createContainerFromConfig(
  engine: Engine,
  config: ContainerCreateBody,
  options: CreateContainerFromConfigOptions = {},
): Promise<ContainerCreateResult> {
  if (!isRecord(config)) throw wrongShape("config", config, "what createContainerConfig() returns");
  return await create(engine, config, options);
}

async function create(
  engine: Engine,
  config: ContainerCreateBody,
  options: CreateContainerFromConfigOptions,
): Promise<ContainerCreateResult> {
  const action = `Cannot create a container of image ${JSON.stringify(config.Image ?? "")}`;
  const json = withPorts(config);
  const call = CREATE.call(engine, action, [], options);
  CONTAINER_FIELDS.require(action, await call.negotiate(), config);
  return await call.json({
    json,
    image: (explanation) => /no such image|image with reference/i.test(explanation),
  });
}

/**
 * Engine-spelt bindings are held to the rules of all others: a port never opens wider than asked. And
 * what is bound is exposed: up to 28.5 the Engine publishes no other port.
 */
function withPorts(config: ContainerCreateBody): ContainerCreateBody {
  const bindings = config.HostConfig?.PortBindings;
  if (bindings == null) return config;
  const PortBindings = toPortBindings(bindings, "HostConfig.PortBindings");
  const bound = Object.keys(PortBindings).map((port) => [port, {}]);
  return {
    ...config,
    ...bound.length > 0 && {
      ExposedPorts: { ...Object.fromEntries(bound), ...config.ExposedPorts },
    },
    HostConfig: { ...config.HostConfig, PortBindings },
  };
}
