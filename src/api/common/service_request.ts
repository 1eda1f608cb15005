import { parseImageName } from "../../convert/image_name.ts";
import type { Engine } from "../../engine/engine.ts";
import { compareVersions } from "../../engine/version.ts";
import type { ServiceSpec } from "../../types/services.ts";
import { type Headers, registryAuth, type RegistryOptions } from "./registry_auth.ts";

/**
 * Finds the credentials that the nodes pull a service's image with.
 *
 * @param engine The engine.
 * @param spec The service.
 * @param options The call's options.
 * @returns The headers that carry them.
 */
export async function imageAuth(
  engine: Engine,
  spec: ServiceSpec,
  options: RegistryOptions,
): Promise<Headers> {
  const image = spec.TaskTemplate?.ContainerSpec?.Image;
  if (!image) return {};
  return await registryAuth(engine, parseImageName(image, "Image").registry, options);
}

/**
 * Refuses a greatest number of replicas where there are none: the Engine takes no notice of it.
 *
 * @param action What is attempted.
 * @param spec The service.
 * @throws {TypeError} When a service that runs on every node has one.
 */
export function checkReplicas(action: string, { Mode, TaskTemplate }: ServiceSpec): void {
  if (!TaskTemplate?.Placement?.MaxReplicas || !Mode?.Global && !Mode?.GlobalJob) return;
  throw new TypeError(`${action}: maxreplicas is for replicated services, not for global ones`);
}

/**
 * Puts the networks of a service where an API version looks for them.
 *
 * @param spec The service.
 * @param version The version in use.
 */
export function placeNetworks(spec: ServiceSpec, version: string): ServiceSpec {
  if (compareVersions(version, "1.25") >= 0 || !spec.TaskTemplate?.Networks) return spec;
  const { Networks, ...TaskTemplate } = spec.TaskTemplate;
  return { ...spec, TaskTemplate, Networks };
}
