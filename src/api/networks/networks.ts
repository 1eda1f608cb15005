import { toTexts } from "../../convert/checks.ts";
import { type EndpointConfigOptions, toEndpointConfig } from "../../specs/endpoint_config.ts";
import { toFilters } from "../../convert/filters.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import { requireVersion } from "../../operation/version_guard.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import type { Filters } from "../../types/common.ts";
import type {
  NetworkConnectBody,
  NetworkDisconnectBody,
  NetworkInspect,
  NetworksPruneReport,
  NetworkSummary,
} from "../../types/networks.ts";
import { ownOptions } from "../common/own_options.ts";
import { path } from "../../operation/path.ts";
import { query } from "../../operation/query.ts";

/** Options of {@linkcode networks}. */
export interface NetworksOptions extends CallOptions {
  /** Only networks whose names contain one of these. */
  names?: readonly string[];
  /** Only networks whose ids begin with one of these. */
  ids?: readonly string[];
  /** What a network must match, e.g. `{ driver: "bridge", type: "custom" }`. */
  filters?: Filters;
}

/** Options of {@linkcode inspectNetwork}. */
export interface InspectNetworkOptions extends CallOptions {
  /** Whether the services of the whole swarm are told. Since API 1.28. */
  verbose?: boolean;
  /** How far the network reaches, where names are ambiguous. Since API 1.31. */
  scope?: "local" | "global" | "swarm";
}

/** Options of {@linkcode connectContainerToNetwork}; fields as the Engine spells them are sent as they are. */
export interface ConnectContainerToNetworkOptions extends CallOptions, EndpointConfigOptions {}

/** Options of {@linkcode disconnectContainerFromNetwork}. */
export interface DisconnectContainerFromNetworkOptions extends CallOptions {
  /** Whether the Engine goes on when the container cannot be reached. @default {false} */
  force?: boolean;
}

/** Options of {@linkcode pruneNetworks}. */
export interface PruneNetworksOptions extends CallOptions {
  /** Which unused networks, e.g. `{ label: "app=web", until: "24h" }`. */
  filters?: Filters;
}

/**
 * Lists networks (`GET /networks`).
 *
 * @param engine The engine.
 * @param options Which networks.
 * @returns The networks, without the containers in them.
 * @throws {APIError} When the Engine refuses a filter.
 *
 * @example
 * ```ts no-run
 * import { createEngine, networks } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * for (const { Name } of await networks(engine, { filters: { driver: "bridge" } })) console.log(Name);
 * ```
 */
export async function networks(
  engine: Engine,
  options: NetworksOptions = {},
): Promise<NetworkSummary[]> {
  const { names, ids } = options;
  const filters: Filters = { ...options.filters };
  if (names !== undefined) filters.name = toTexts(names, "names");
  if (ids !== undefined) filters.id = toTexts(ids, "ids");
  return await engine.json("Cannot list networks", "GET", "/networks", options, {
    query: query({ filters: toFilters(filters) }),
  });
}

/**
 * Returns what the Engine knows of a network (`GET /networks/{id}`).
 *
 * @param engine The engine.
 * @param netId The network.
 * @param options Whether the services of the whole swarm are told, and which reach is meant.
 * @returns The network, with the containers in it.
 * @throws {NotFound} When there is no such network.
 *
 * @example
 * ```ts no-run
 * import { createEngine, inspectNetwork } from "@longshore/docker/api";
 *
 * const { Containers } = await inspectNetwork(createEngine(), "bridge");
 * for (const { Name, IPv4Address } of Object.values(Containers ?? {})) console.log(Name, IPv4Address);
 * ```
 */
export async function inspectNetwork(
  engine: Engine,
  netId: Reference,
  options: InspectNetworkOptions = {},
): Promise<NetworkInspect> {
  const id = toId(netId, "netId");
  const action = `Cannot inspect network "${id}"`;
  const { verbose, scope } = options;
  requireVersion(action, await engine.negotiate(options), "inspectNetwork", options);
  return await engine.json(action, "GET", path`/networks/${id}`, options, {
    query: query({ verbose, scope }),
  });
}

/**
 * Removes a network (`DELETE /networks/{id}`).
 *
 * @param engine The engine.
 * @param netId The network.
 * @param options The call's own options.
 * @returns True.
 * @throws {NotFound} When there is no such network.
 * @throws {Forbidden} When containers are in it, or it is one of the Engine's own.
 *
 * @example
 * ```ts no-run
 * import { createEngine, removeNetwork } from "@longshore/docker/api";
 *
 * await removeNetwork(createEngine(), "backend");
 * ```
 */
export async function removeNetwork(
  engine: Engine,
  netId: Reference,
  options: CallOptions = {},
): Promise<true> {
  const id = toId(netId, "netId");
  const action = `Cannot remove network "${id}"`;
  return await engine.empty(action, "DELETE", path`/networks/${id}`, options);
}

/**
 * Brings a container into a network (`POST /networks/{id}/connect`).
 *
 * @param engine The engine.
 * @param container The container, running or not.
 * @param netId The network.
 * @param options The container's names and addresses in it.
 * @returns True.
 * @throws {NotFound} When there is no such container or network.
 * @throws {APIError} When the container is in the network already, or an address is not free.
 *
 * @example
 * ```ts no-run
 * import { connectContainerToNetwork, createEngine } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * await connectContainerToNetwork(engine, "web", "backend", {
 *   aliases: ["www"],
 *   ipv4Address: "172.28.0.10",
 * });
 * ```
 */
export async function connectContainerToNetwork(
  engine: Engine,
  container: Reference,
  netId: Reference,
  options: ConnectContainerToNetworkOptions = {},
): Promise<true> {
  const id = toId(netId, "netId");
  const name = toId(container, "container");
  const action = `Cannot connect container "${name}" to network "${id}"`;
  const body: NetworkConnectBody = {
    Container: name,
    EndpointConfig: toEndpointConfig(ownOptions(options), action),
  };
  const version = await engine.negotiate(options);
  requireVersion(action, version, "connectContainerToNetwork", options, body);
  return await engine.empty(action, "POST", path`/networks/${id}/connect`, options, {
    json: body,
  });
}

/**
 * Takes a container out of a network (`POST /networks/{id}/disconnect`).
 *
 * @param engine The engine.
 * @param container The container.
 * @param netId The network.
 * @param options Whether the Engine goes on when the container cannot be reached.
 * @returns True.
 * @throws {NotFound} When there is no such container or network.
 * @throws {APIError} When the container is not in the network.
 *
 * @example
 * ```ts no-run
 * import { createEngine, disconnectContainerFromNetwork } from "@longshore/docker/api";
 *
 * await disconnectContainerFromNetwork(createEngine(), "web", "backend", { force: true });
 * ```
 */
export async function disconnectContainerFromNetwork(
  engine: Engine,
  container: Reference,
  netId: Reference,
  options: DisconnectContainerFromNetworkOptions = {},
): Promise<true> {
  const id = toId(netId, "netId");
  const body: NetworkDisconnectBody = {
    Container: toId(container, "container"),
    Force: options.force ?? false,
  };
  const action = `Cannot disconnect container "${body.Container}" from network "${id}"`;
  return await engine.empty(action, "POST", path`/networks/${id}/disconnect`, options, {
    json: body,
  });
}

/**
 * Removes the networks that no container uses (`POST /networks/prune`). Since API 1.25.
 *
 * @param engine The engine.
 * @param options Which of them.
 * @returns The names of those that are gone.
 *
 * @example
 * ```ts no-run
 * import { createEngine, pruneNetworks } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const { NetworksDeleted } = await pruneNetworks(engine, { filters: { until: "24h" } });
 * console.log(NetworksDeleted);
 * ```
 */
export async function pruneNetworks(
  engine: Engine,
  options: PruneNetworksOptions = {},
): Promise<NetworksPruneReport> {
  const action = "Cannot prune networks";
  const filters = toFilters(options.filters);
  requireVersion(action, await engine.negotiate(options), "pruneNetworks");
  return await engine.json(action, "POST", "/networks/prune", options, {
    query: query({ filters }),
  });
}
