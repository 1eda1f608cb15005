import { toBoolean } from "../../convert/checks.ts";
import { type Reference, toContainerId, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Fields, fieldsOf, inBody } from "../../operation/fields.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import type { NetworkDisconnectBody } from "../../types/networks.ts";

/** Options of {@linkcode disconnectContainerFromNetwork}. */
export interface DisconnectContainerFromNetworkOptions extends CallOptions {
  /** Whether the Engine goes on when the container cannot be reached. @default {false} */
  force?: boolean | null | undefined;
}

const FIELDS: Fields<DisconnectContainerFromNetworkOptions> = fieldsOf<
  DisconnectContainerFromNetworkOptions
>({ force: inBody("Force", toBoolean) });

/** What {@linkcode disconnectContainerFromNetwork} asks of the Engine. */
export const DISCONNECT: Operation<DisconnectContainerFromNetworkOptions> = operation<
  DisconnectContainerFromNetworkOptions,
  DisconnectContainerFromNetworkOptions
>("POST /networks/{id}/disconnect", {}, { fields: FIELDS });

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
  const Container = toContainerId(container, "container");
  const action = `Cannot disconnect container "${Container}" from network "${id}"`;
  const body: NetworkDisconnectBody = { Container, Force: false };
  return await DISCONNECT.call(engine, action, [id], options, body).empty();
}
