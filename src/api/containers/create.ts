import { proxyVariables } from "../../auth/engine_config.ts";
import { toBoolean } from "../../convert/checks.ts";
import { withVariables } from "../../convert/environment.ts";
import type { Reference } from "../../convert/reference.ts";
import type { Engine } from "../../engine/engine.ts";
import { checkOptions } from "../../operation/check_options.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { ofClient } from "../../operation/option.ts";
import type { ContainerCreateResult } from "../../types/container_config.ts";
import { createAction, CREATION, type CreationOptions, sendCreation } from "../common/creation.ts";
import { type ContainerConfigOptions, createContainerConfig } from "./container_config.ts";

/** Options of {@linkcode createContainer}. */
export interface CreateContainerOptions extends ContainerConfigOptions, CreationOptions {
  /**
   * Whether the `proxies` of the configuration file, the Engine's own or the default ones, become
   * environment variables beside `environment`, which wins. Without a permission to read the file there
   * are none.
   *
   * @default {true}
   */
  useConfigProxy?: boolean | null | undefined;
}

/** What {@linkcode createContainer} asks of the Engine. */
export const CREATE: Operation<CreateContainerOptions> = operation<
  CreateContainerOptions,
  ContainerConfigOptions
>(
  "POST /containers/create",
  {
    ...CREATION,
    useConfigProxy: ofClient(toBoolean),
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
  const { name, platform, useConfigProxy, signal, timeouts, ...configuration } = options ?? {};
  const config = createContainerConfig(image, configuration);
  const own = { name, platform, useConfigProxy, signal, timeouts };
  const call = CREATE.call(engine, createAction(config), [], own);
  return await sendCreation(call, config, async (config) => {
    const proxies = await proxyVariables(engine, call.options.useConfigProxy);
    if (proxies.length === 0) return config;
    const own = Object.hasOwn(config, "Env") ? config.Env : undefined;
    return { ...config, Env: withVariables(own, proxies) };
  });
}
