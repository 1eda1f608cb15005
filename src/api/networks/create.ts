import {
  isRecord,
  oneOf,
  toBoolean,
  toFilledText,
  toText,
  toTextMap,
} from "../../convert/checks.ts";
import { type Labels, toLabels } from "../../convert/labels.ts";
import { toName } from "../../convert/reference.ts";
import { wrongShape } from "../../convert/refuse.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import {
  type EngineSpelt,
  type ExtraFields,
  type Fields,
  fieldsOf,
  inBody,
  RETURNED_FIELD,
} from "../../operation/fields.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import {
  IPAM_FIELDS,
  IPAMConfig,
  type IPAMConfigOptions,
  toIPAMConfig,
} from "../../specs/ipam_config.ts";
import type {
  IPAMConfigJSON,
  NetworkConfigFrom,
  NetworkCreateBody,
  NetworkCreateResult,
} from "../../types/networks.ts";

/** Options of {@linkcode createNetwork}. */
export interface CreateNetworkOptions
  extends CallOptions, EngineSpelt<Omit<NetworkCreateBody, "Name">>, ExtraFields {
  /** The driver, e.g. `overlay`. @default {"bridge"} */
  driver?: string | null | undefined;
  /** Options of the driver. */
  options?: Readonly<Record<string, string | number | boolean>> | null | undefined;
  /** How the network hands out addresses. */
  ipam?: IPAMConfigJSON | IPAMConfigOptions | null | undefined;
  /** Whether the Engine refuses a name that is taken; newer Engines always do. Until API 1.45. */
  checkDuplicate?: boolean | null | undefined;
  /** Whether the network leads nowhere outside. @default {false} */
  internal?: boolean | null | undefined;
  /** Labels. */
  labels?: Labels | null | undefined;
  /** Whether the network has IPv6 addresses. @default {false} */
  enableIpv6?: boolean | null | undefined;
  /** Whether the network has IPv4 addresses. Since API 1.48. */
  enableIpv4?: boolean | null | undefined;
  /** Whether containers that belong to no service may join an overlay network. Since API 1.25. */
  attachable?: boolean | null | undefined;
  /** How far the network reaches. Since API 1.30. */
  scope?: "local" | "global" | "swarm" | null | undefined;
  /** Whether the network spreads a swarm's published ports. Since API 1.29. */
  ingress?: boolean | null | undefined;
  /** Whether the network is only a pattern for others. Since API 1.30. @default {false} */
  configOnly?: boolean | null | undefined;
  /** The network that is the pattern of this one, by name. Since API 1.30. */
  configFrom?: string | NetworkConfigFrom | null | undefined;
}

const NETWORK: Fields<CreateNetworkOptions> = fieldsOf<CreateNetworkOptions>({
  driver: inBody("Driver", toFilledText),
  options: inBody("Options", toTextMap),
  ipam: inBody("IPAM", toIPAMConfig, { fields: IPAM_FIELDS }),
  checkDuplicate: inBody("CheckDuplicate", toBoolean, { until: "1.45", harmless: true }),
  internal: inBody("Internal", toBoolean),
  labels: inBody("Labels", toLabels),
  enableIpv6: inBody("EnableIPv6", toBoolean),
  enableIpv4: inBody("EnableIPv4", toBoolean, {
    since: "1.48",
    zeroAsks: true,
    // Inspections return it at versions that do not know it, and all of these beside it.
    isReturned: (network) =>
      ["EnableIPv6", "Internal", "Attachable", "Ingress", "ConfigOnly"].every((name) =>
        name in network
      ),
  }),
  attachable: inBody("Attachable", toBoolean, { since: "1.25" }),
  scope: inBody("Scope", oneOf("local", "global", "swarm"), {
    since: "1.30",
    // An inspection returns it, and networks of one host have it anyway.
    isReturned: (network) => (network as NetworkCreateBody).Scope === "local",
  }),
  ingress: inBody("Ingress", toBoolean, { since: "1.29" }),
  configOnly: inBody("ConfigOnly", toBoolean, { since: "1.30" }),
  configFrom: inBody("ConfigFrom", toConfigFrom, { since: "1.30" }),
  Name: RETURNED_FIELD,
  Id: RETURNED_FIELD,
  Created: RETURNED_FIELD,
  Containers: RETURNED_FIELD,
  Services: RETURNED_FIELD,
  Peers: RETURNED_FIELD,
  Status: RETURNED_FIELD,
});

/** What the `docker` command has as options of its own. */
const ALIASES = [["ipam", "subnet"], ["ipam", "gateway"], ["ipam", "ipRange"]] as const;

/** What {@linkcode createNetwork} asks of the Engine. */
export const CREATE: Operation<CreateNetworkOptions> = operation<
  CreateNetworkOptions,
  CreateNetworkOptions
>("POST /networks/create", {}, { fields: NETWORK, aliases: ALIASES });

/**
 * Creates a network (`POST /networks/create`).
 *
 * @param engine The engine.
 * @param name The name.
 * @param options The network's driver, addresses and reach.
 * @returns The network's `Id`, and a `Warning`.
 * @throws {Conflict} When the name is taken, or the addresses are.
 *
 * @example
 * ```ts no-run
 * import { createEngine, createNetwork } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const { Id } = await createNetwork(engine, "backend", {
 *   driver: "bridge",
 *   ipam: { Config: [{ Subnet: "172.28.0.0/16", Gateway: "172.28.0.1" }] },
 * });
 * console.log(Id);
 * ```
 */
export async function createNetwork(
  engine: Engine,
  name: string,
  options: CreateNetworkOptions = {},
): Promise<NetworkCreateResult> {
  const Name = toName(name, "name");
  const call = CREATE.call(engine, `Cannot create network "${Name}"`, [], options, { Name });
  const body = call.body as NetworkCreateBody;
  checkSubnets(call.action, body, options?.ipam);
  if (Object.hasOwn(options ?? {}, "Created")) leaveOutShown(body);
  return await call.json();
}

/** Leaves out what an inspection shows of a pattern, or of a network that has one, and nobody may ask for. */
function leaveOutShown(body: NetworkCreateBody): void {
  if (body.ConfigOnly) delete body.Scope;
  if (!body.ConfigFrom) return;
  for (const name of ["IPAM", "EnableIPv4", "EnableIPv6", "Options", "Labels"] as const) {
    delete body[name];
  }
}

/** Refuses IPv6 addresses of a network that has none: the Engine hands out none of them. */
function checkSubnets(
  action: string,
  { EnableIPv6, IPAM }: NetworkCreateBody,
  given: CreateNetworkOptions["ipam"],
): void {
  // What an inspection returned is taken as it was.
  const isReturned = given == null ||
    !(given instanceof IPAMConfig) && Object.hasOwn(given, "Driver") &&
      Object.hasOwn(given, "Options");
  if (isReturned || EnableIPv6 === true) return;
  const subnet = IPAM?.Config?.find(({ Subnet }) => Subnet?.includes(":"))?.Subnet;
  if (subnet === undefined) return;
  throw new TypeError(`${action}: the subnet ${JSON.stringify(subnet)} needs enableIpv6: true`);
}

/** An inspection returns an empty name where there is no pattern. */
function toConfigFrom(value: unknown, argument: string): NetworkConfigFrom | undefined {
  if (!isRecord(value)) return { Network: toFilledText(value, argument) };
  const { Network: name, ...others } = value;
  if (Object.keys(others).length > 0) throw wrongShape(argument, value, "{ Network }");
  const Network = toText(name, `${argument}.Network`);
  return Network === "" ? undefined : { Network };
}
