/**
 * A client of the Docker Engine API for Deno, Bun and Node, without dependencies.
 *
 * @example A container from creation to removal
 * ```ts no-run
 * import { APIClient } from "@longshore/docker";
 *
 * await using client = new APIClient();
 * const container = await client.createContainer("busybox", { command: "sh -c 'echo hello; exit 3'" });
 * const exit = await client.registerWait(container, { condition: "next-exit" });
 * await client.start(container);
 * for await (const bytes of await client.logs(container, { stream: true })) {
 *   console.log(new TextDecoder().decode(bytes));
 * }
 * console.log(await exit.exitCode());
 * await client.removeContainer(container);
 * ```
 *
 * @module
 */
export { APIClient, type APIClientOptions } from "./src/client.ts";
export type { CallOptions, Timeouts } from "./src/engine.ts";
export {
  APIError,
  type APIErrorDetails,
  BadRequest,
  BuildError,
  Conflict,
  ConnectionError,
  CreateSwarmError,
  DeprecatedMethod,
  DockerError,
  Forbidden,
  ImageNotFound,
  InvalidConfigFile,
  InvalidRepository,
  InvalidVersion,
  NotFound,
  NullResource,
  ProtocolError,
  ServerError,
  TimeoutError,
  type TimeoutPhase,
  TLSParameterError,
  Unauthorized,
} from "./src/errors.ts";
