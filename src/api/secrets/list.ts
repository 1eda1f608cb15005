import { toFilters } from "../../convert/filters.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";
import type { Filters } from "../../types/common.ts";
import type { Secret } from "../../types/secrets.ts";

/** Options of {@linkcode secrets}. */
export interface SecretsOptions extends CallOptions {
  /** What a secret must match, e.g. `{ name: "password" }` or `{ label: "app=web" }`. */
  filters?: Filters | null | undefined;
}

/** What {@linkcode secrets} asks of the Engine. */
export const LIST: Operation<SecretsOptions> = operation("GET /secrets", {
  filters: inQuery("filters", toFilters),
}, { since: "1.25" });

/**
 * Lists secrets (`GET /secrets`). Since API 1.25.
 *
 * @param engine The engine.
 * @param options Which secrets.
 * @returns The secrets, without their content.
 * @throws {APIError} When the Engine is no manager of a swarm.
 *
 * @example
 * ```ts no-run
 * import { createEngine, secrets } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * for (const { ID, Spec } of await secrets(engine, { filters: { label: "app=web" } })) {
 *   console.log(ID, Spec.Name);
 * }
 * ```
 */
export async function secrets(engine: Engine, options: SecretsOptions = {}): Promise<Secret[]> {
  return await LIST.call(engine, "Cannot list secrets", [], options).json({ shape: "list" });
}
