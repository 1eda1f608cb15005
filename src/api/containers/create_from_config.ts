import { isRecord } from "../../convert/checks.ts";
import { wrongShape } from "../../convert/refuse.ts";
import type { Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import type { ContainerCreateBody, ContainerCreateResult } from "../../types/container_config.ts";
import { refuseMisspelt } from "../../operation/misspelt_fields.ts";
import { CONTAINER_FIELDS } from "./container_config.ts";
import { createAction, CREATION, type CreationOptions, sendCreation } from "../common/creation.ts";

/** Options of {@linkcode createContainerFromConfig}. */
export interface CreateContainerFromConfigOptions extends CreationOptions {}

/** What {@linkcode createContainerFromConfig} asks of the Engine. */
export const CREATE_FROM_CONFIG: Operation<CreateContainerFromConfigOptions> = operation(
  "POST /containers/create",
  CREATION,
);

/**
 * Creates a container from the Engine's own JSON (`POST /containers/create`).
 *
 * @param engine The engine.
 * @param config The body of the request, spelt as the Engine spells it.
 * @param options The container's name.
 * @returns The container's `Id`, and `Warnings`.
 * @throws {TypeError} When a field's name is misspelt; what is unknown otherwise is sent as it is.
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
  const call = CREATE_FROM_CONFIG.call(engine, createAction(config), [], options);
  refuseMisspelt(CONTAINER_FIELDS, call.action, config);
  return await sendCreation(call, config);
}
