import { toFilledText } from "../../convert/checks.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";

/** What {@linkcode cancelBuild} asks of the Engine. */
export const CANCEL: Operation<CallOptions> = operation("POST /build/cancel", {}, {
  since: "1.39",
});

/**
 * Ends a BuildKit build that runs (`POST /build/cancel`). Since API 1.39. The build's own stream
 * rejects; to cancel the stream, or to abort its signal, ends the build too.
 *
 * @param engine The engine.
 * @param buildId The `buildId` that the build was started with.
 * @param options The call's own options.
 * @returns True, for a build that is over or was never there too.
 *
 * @example
 * ```ts no-run
 * import { build, cancelBuild, createEngine } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const output = await build(engine, { path: ".", version: "2", buildId: "nightly", decode: true });
 * setTimeout(() => cancelBuild(engine, "nightly"), 60_000);
 * for await (const { error } of output) console.log(error);
 * ```
 */
export async function cancelBuild(
  engine: Engine,
  buildId: string,
  options: CallOptions = {},
): Promise<true> {
  const id = toFilledText(buildId, "buildId");
  const call = CANCEL.call(engine, `Cannot cancel the build "${id}"`, [], options);
  return await call.empty({ query: { id } });
}
