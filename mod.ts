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
export type { ProgressOptions } from "./src/api/progress.ts";
export type { RegistryOptions } from "./src/api/registry_auth.ts";
export type { GetImageOptions } from "./src/api/images/get.ts";
export type { HistoryOptions } from "./src/api/images/history.ts";
export type { ImportImageOptions } from "./src/api/images/import.ts";
export type {
  ImportAnyImageOptions,
  ImportImageFromImageOptions,
} from "./src/api/images/import_any.ts";
export type { InspectImageOptions } from "./src/api/images/inspect.ts";
export type { ImagesOptions } from "./src/api/images/list.ts";
export type { LoadImageOptions } from "./src/api/images/load.ts";
export type { PruneImagesOptions } from "./src/api/images/prune.ts";
export type { PullOptions } from "./src/api/images/pull.ts";
export type { PushOptions } from "./src/api/images/push.ts";
export type { RemoveImageOptions } from "./src/api/images/remove.ts";
export type { SearchOptions } from "./src/api/images/search.ts";
export type { TagOptions } from "./src/api/images/tag.ts";
export type { PlatformSelector } from "./src/convert/platform.ts";
