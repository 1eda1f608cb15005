import { parseImageName } from "../../convert/image_name.ts";
import type { Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import type { DistributionInspect } from "../../types/registry.ts";
import { isImageMissing } from "../common/image_missing.ts";
import {
  REGISTRY,
  registryAuth,
  type RegistryOptions,
  TO_REGISTRY,
} from "../common/registry_auth.ts";

/** Options of {@linkcode inspectDistribution}. */
export interface InspectDistributionOptions extends RegistryOptions {}

/** What {@linkcode inspectDistribution} asks of the Engine. */
export const INSPECT_DISTRIBUTION: Operation<InspectDistributionOptions> = operation(
  "GET /distribution/{name}/json",
  REGISTRY,
  { since: "1.30" },
);

/**
 * Asks the registry for an image, without pulling it (`GET /distribution/{name}/json`). Since API 1.30.
 *
 * @param engine The engine.
 * @param image The image's name, e.g. `busybox` or `registry.example:5000/team/app:1.2`.
 * @param options Credentials, in place of those of `login` and of the configuration file.
 * @returns What its name points to, and its platforms.
 * @throws {ImageNotFound} When the registry does not have it.
 * @throws {APIError} When the registry cannot be reached or refuses the credentials.
 *
 * @example
 * ```ts no-run
 * import { createEngine, inspectDistribution } from "@longshore/docker/api";
 *
 * const { Descriptor, Platforms } = await inspectDistribution(createEngine(), "busybox:1.36");
 * console.log(Descriptor.digest, Platforms?.map(({ architecture }) => architecture));
 * ```
 */
export async function inspectDistribution(
  engine: Engine,
  image: string,
  options: InspectDistributionOptions = {},
): Promise<DistributionInspect> {
  const { registry } = parseImageName(image, "image");
  const action = `Cannot ask the registry for "${image}"`;
  const call = INSPECT_DISTRIBUTION.call(engine, action, [image], options);
  const headers = await registryAuth(engine, registry, call.options);
  return await call.json({ ...TO_REGISTRY, headers, image: isImageMissing });
}
