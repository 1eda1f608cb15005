import { toFilledText, toTexts } from "../../convert/checks.ts";
import { wrongShape } from "../../convert/refuse.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import {
  type EngineSpelt,
  type ExtraFields,
  type Fields,
  fieldsOf,
  inBody,
} from "../../operation/fields.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import type { NodeAvailability, SwarmJoinBody } from "../../types/swarm.ts";
import { ANY_ADDRESS, toAvailability } from "../common/swarm_node.ts";

/** Options of {@linkcode joinSwarm}. */
export interface JoinSwarmOptions
  extends CallOptions, EngineSpelt<Omit<SwarmJoinBody, "RemoteAddrs" | "JoinToken">>, ExtraFields {
  /** Where the node listens if it becomes a manager. @default {"0.0.0.0:2377"} */
  listenAddr?: string | null | undefined;
  /** The address that other nodes are told, an address or interface with or without a port. */
  advertiseAddr?: string | null | undefined;
  /** The address of the data between containers. Since API 1.30. */
  dataPathAddr?: string | null | undefined;
  /** Whether the node takes on tasks: new ones too, only those it has, or none. @default {"active"} */
  availability?: NodeAvailability | null | undefined;
}

const FIELDS: Fields<JoinSwarmOptions> = fieldsOf<JoinSwarmOptions>({
  listenAddr: inBody("ListenAddr", toFilledText),
  advertiseAddr: inBody("AdvertiseAddr", toFilledText),
  dataPathAddr: inBody("DataPathAddr", toFilledText, { since: "1.30" }),
  availability: inBody("Availability", toAvailability),
});

/** What {@linkcode joinSwarm} asks of the Engine. */
export const JOIN: Operation<JoinSwarmOptions> = operation<JoinSwarmOptions, JoinSwarmOptions>(
  "POST /swarm/join",
  {},
  { since: "1.24", fields: FIELDS },
);

/**
 * Lets the Engine join a swarm (`POST /swarm/join`).
 *
 * @param engine The engine.
 * @param remoteAddrs Addresses of managers, e.g. `["192.168.1.10:2377"]`.
 * @param joinToken The token of a worker or of a manager; it says which of them the node becomes.
 * @param options Where the node listens.
 * @returns True.
 * @throws {ServerError} When no manager answers, or the Engine is in a swarm already.
 *
 * @example
 * ```ts no-run
 * import { createEngine, joinSwarm } from "@longshore/docker/api";
 *
 * const manager = new APIClient({ baseUrl: "tcp://192.168.1.10:2375" });
 * const { JoinTokens } = await manager.inspectSwarm();
 * await joinSwarm(createEngine(), ["192.168.1.10:2377"], JoinTokens.Worker);
 * ```
 */
export async function joinSwarm(
  engine: Engine,
  remoteAddrs: readonly string[],
  joinToken: string,
  options: JoinSwarmOptions = {},
): Promise<true> {
  const action = "Cannot join the swarm";
  if (typeof joinToken !== "string" || joinToken.trim() === "") {
    // The token is a secret: what was given is not shown.
    throw new TypeError(`${action}: joinToken is empty or no string`);
  }
  const addresses = toTexts(remoteAddrs, "remoteAddrs");
  if (addresses.length === 0) {
    throw wrongShape(
      "remoteAddrs",
      remoteAddrs,
      'the address of a manager, e.g. ["10.0.0.1:2377"]',
    );
  }
  const body: SwarmJoinBody = {
    ListenAddr: ANY_ADDRESS,
    RemoteAddrs: addresses,
    JoinToken: joinToken.trim(),
  };
  return await JOIN.call(engine, action, [], options, body).empty();
}
