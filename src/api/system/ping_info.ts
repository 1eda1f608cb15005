import type { CallOptions, Engine } from "../../engine/engine.ts";
import type { StreamAnswer } from "../../engine/stream_answer.ts";
import { APIError } from "../../errors.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import type { PingInfo } from "../../types/daemon.ts";
import { PING } from "./ping.ts";

/** What {@linkcode pingInfo} asks of the Engine. */
export const PING_HEAD: Operation<CallOptions> = operation("HEAD /_ping", {});

/** How Engines that know no HEAD ping refuse it. */
const UNKNOWN_STATUSES: readonly number[] = [404, 405, 501];

/**
 * Asks what the Engine is, without a body and without an API version (`HEAD /_ping`; `GET /_ping` of
 * Engines before API 1.40).
 *
 * @param engine The engine.
 * @param options The call's own options.
 * @returns The newest API version, the operating system, the builder, and the state of the swarm.
 * @throws {ConnectionError} When nothing answers at the address.
 * @throws {APIError} When the Engine is not well.
 *
 * @example
 * ```ts no-run
 * import { createEngine, pingInfo } from "@longshore/docker/api";
 *
 * const { apiVersion, osType, swarm } = await pingInfo(createEngine());
 * console.log(apiVersion, osType, swarm?.state);
 * ```
 */
export async function pingInfo(engine: Engine, options: CallOptions = {}): Promise<PingInfo> {
  const { head } = await ask(engine, options);
  const [state, role] = (head.header("swarm") ?? "").split("/");
  return {
    apiVersion: head.header("api-version") ?? null,
    osType: head.header("ostype") ?? null,
    builderVersion: head.header("builder-version") ?? null,
    experimental: head.header("docker-experimental") === "true",
    swarm: state ? { state, isManager: role === "manager" } : null,
    server: head.header("server") ?? null,
  };
}

async function ask(engine: Engine, options: CallOptions): Promise<StreamAnswer> {
  const action = "Cannot ping the engine";
  const answer = await PING_HEAD.call(engine, action, [], options).stream({ unversioned: true })
    .catch(async (error) => {
      if (!(error instanceof APIError && UNKNOWN_STATUSES.includes(error.status))) throw error;
      return await PING.call(engine, action, [], options).stream({ unversioned: true });
    });
  while (await answer.body.next() !== null);
  return answer;
}
