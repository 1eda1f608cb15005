import { toFilledText } from "../../convert/checks.ts";
import { isOthers } from "../../convert/namespace_mode.ts";
import { snapshot } from "../../convert/snapshot.ts";
import { ulimitName } from "../../convert/host_config/ulimit.ts";
import { toPortBindings } from "../../convert/ports/port_bindings.ts";
import type { CallOptions } from "../../engine/engine.ts";
import type { Call } from "../../operation/call.ts";
import { type Declared, inQuery } from "../../operation/option.ts";
import type { ContainerCreateBody, ContainerCreateResult } from "../../types/container_config.ts";
import { CONTAINER_FIELDS } from "../containers/container_config.ts";

/** The options of every way to create a container. */
export interface CreationOptions extends CallOptions {
  /** The container's name; the Engine makes one up without it. */
  name?: string | null | undefined;
  /** The platform of the image, e.g. `linux/arm64`. Since API 1.41. */
  platform?: string | null | undefined;
}

/** The declarations of {@linkcode CreationOptions}. */
export const CREATION: Declared<CreationOptions> = {
  name: inQuery("name", toFilledText),
  platform: inQuery("platform", toFilledText, { since: "1.41" }),
};

/** Says what is attempted. */
export function createAction(config: ContainerCreateBody): string {
  return `Cannot create a container of image ${JSON.stringify(config.Image ?? "")}`;
}

/**
 * Sends a container's configuration.
 *
 * @param call The call, whose options are checked.
 * @param config The configuration.
 * @param complete Adds what is not the caller's own, once nothing refuses the call.
 */
export async function sendCreation(
  call: Call<CreationOptions>,
  config: ContainerCreateBody,
  complete?: (config: ContainerCreateBody) => Promise<ContainerCreateBody>,
): Promise<ContainerCreateResult> {
  const given = snapshot(config, true);
  const json = withUlimits(withPorts(withoutShown(given)));
  CONTAINER_FIELDS.require(call.action, await call.negotiate(), given);
  return await call.json({
    json: await complete?.(json) ?? json,
    image: (explanation) => /no such image|image with reference/i.test(explanation),
  });
}

/** Leaves out what the Engine shows of a container in others' namespaces, and takes from nobody. */
function withoutShown(config: ContainerCreateBody): ContainerCreateBody {
  const joins = isOthers(config.HostConfig?.NetworkMode);
  // Every inspection holds it, and no option makes it.
  const isShown = "OnBuild" in config;
  if (!isShown || !joins && config.HostConfig?.UTSMode !== "host") return config;
  return { ...config, Hostname: undefined, ...joins && { ExposedPorts: undefined } };
}

/**
 * Engine-spelt bindings are held to the rules of all others: a port never opens wider than asked. And
 * what is bound is exposed: up to 28.5 the Engine publishes no other port.
 */
function withPorts(config: ContainerCreateBody): ContainerCreateBody {
  const bindings = config.HostConfig?.PortBindings;
  if (bindings == null) return config;
  const PortBindings = toPortBindings(bindings, "HostConfig.PortBindings");
  const ExposedPorts = { ...config.ExposedPorts };
  for (const port of Object.keys(PortBindings)) ExposedPorts[port] ??= {};
  return { ...config, ExposedPorts, HostConfig: { ...config.HostConfig, PortBindings } };
}

/** Names limits as they are taken: what Podman returned of a container makes another one. */
function withUlimits(config: ContainerCreateBody): ContainerCreateBody {
  const limits = config.HostConfig?.Ulimits;
  if (!Array.isArray(limits)) return config;
  const Ulimits = limits.map((limit) => ({ ...limit, Name: ulimitName(limit.Name) }));
  return { ...config, HostConfig: { ...config.HostConfig, Ulimits } };
}
