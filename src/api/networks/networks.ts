import { toBoolean, toFilledText, toRecord, toTextMap, toTexts } from "../../convert/checks.ts";
import { type EndpointConfigOptions, toEndpointConfig } from "../../specs/endpoint_config.ts";
import { type EngineFields, type Fields, setFields } from "../../operation/fields.ts";
import { toFilters } from "../../convert/filters.ts";
import { type Labels, toLabels } from "../../convert/labels.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import { IPAMConfig, type IPAMConfigOptions } from "../../specs/ipam_config.ts";
import { requireVersion } from "../../operation/version_guard.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import type { Filters } from "../../types/common.ts";
import type {
  IPAMConfigJSON,
  NetworkConnectBody,
  NetworkCreateBody,
  NetworkCreateResult,
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

/** Options of {@linkcode createNetwork}; fields as the Engine spells them are sent as they are. */
export interface CreateNetworkOptions extends CallOptions, EngineFields {
  /** The driver, e.g. `overlay`. @default {"bridge"} */
  driver?: string;
  /** Options of the driver. */
  options?: Readonly<Record<string, string | number | boolean>>;
  /** How the network hands out addresses. */
  ipam?: IPAMConfigJSON | IPAMConfigOptions;
  /** Whether the Engine refuses a name that is taken; newer Engines always do. Until API 1.45. */
  checkDuplicate?: boolean;
  /** Whether the network leads nowhere outside. @default {false} */
  internal?: boolean;
  /** Labels. */
  labels?: Labels;
  /** Whether the network has IPv6 addresses. @default {false} */
  enableIpv6?: boolean;
  /** Whether the network has IPv4 addresses. Since API 1.47. */
  enableIpv4?: boolean;
  /** Whether containers that belong to no service may join an overlay network. Since API 1.25. */
  attachable?: boolean;
  /** How far the network reaches. Since API 1.30. */
  scope?: "local" | "global" | "swarm";
  /** Whether the network spreads a swarm's published ports. Since API 1.29. */
  ingress?: boolean;
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

const CREATE_FIELDS: Fields<Omit<CreateNetworkOptions, keyof CallOptions>> = {
  driver: ["Driver", toFilledText],
  options: ["Options", toTextMap],
  ipam: ["IPAM", toIpam],
  checkDuplicate: ["CheckDuplicate", toBoolean],
  internal: ["Internal", toBoolean],
  labels: ["Labels", toLabels],
  enableIpv6: ["EnableIPv6", toBoolean],
  enableIpv4: ["EnableIPv4", toBoolean],
  attachable: ["Attachable", toBoolean],
  scope: ["Scope", toFilledText],
  ingress: ["Ingress", toBoolean],
};

/** Lists networks: see {@linkcode APIClient.networks}. */
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

/** Creates a network: see {@linkcode APIClient.createNetwork}. */
export async function createNetwork(
  engine: Engine,
  name: string,
  options: CreateNetworkOptions = {},
): Promise<NetworkCreateResult> {
  const body: NetworkCreateBody = { Name: toId(name, "name") };
  const action = `Cannot create network "${body.Name}"`;
  setFields(body, action, ownOptions(options), CREATE_FIELDS);
  requireVersion(action, await engine.negotiate(options), "createNetwork", options, body);
  return await engine.json(action, "POST", "/networks/create", options, { json: body });
}

/** Returns what the Engine knows of a network: see {@linkcode APIClient.inspectNetwork}. */
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

/** Removes a network: see {@linkcode APIClient.removeNetwork}. */
export async function removeNetwork(
  engine: Engine,
  netId: Reference,
  options: CallOptions = {},
): Promise<true> {
  const id = toId(netId, "netId");
  const action = `Cannot remove network "${id}"`;
  return await engine.empty(action, "DELETE", path`/networks/${id}`, options);
}

/** Brings a container into a network: see {@linkcode APIClient.connectContainerToNetwork}. */
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

/** Takes a container out of a network: see {@linkcode APIClient.disconnectContainerFromNetwork}. */
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

/** Removes unused networks: see {@linkcode APIClient.pruneNetworks}. */
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

function toIpam(value: unknown, argument: string): IPAMConfigJSON {
  return value instanceof IPAMConfig ? value : new IPAMConfig(toRecord(value, argument));
}
