import { toTexts } from "../../convert/checks.ts";
import { toFilters } from "../../convert/filters.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery, ofClient } from "../../operation/option.ts";
import type { Filters } from "../../types/common.ts";
import type { NetworkSummary } from "../../types/networks.ts";

/** Options of {@linkcode networks}. */
export interface NetworksOptions extends CallOptions {
  /** Only networks whose names contain one of these. */
  names?: readonly string[] | null | undefined;
  /** Only networks whose ids begin with one of these. */
  ids?: readonly string[] | null | undefined;
  /** What a network must match, e.g. `{ driver: "bridge", type: "custom" }`. */
  filters?: Filters | null | undefined;
}

/** What {@linkcode networks} asks of the Engine. */
export const LIST: Operation<NetworksOptions> = operation("GET /networks", {
  names: ofClient(toTexts),
  ids: ofClient(toTexts),
  filters: inQuery("filters", toFilters),
});

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
  const call = LIST.call(engine, "Cannot list networks", [], options);
  const { names, ids } = call.options;
  const filters: Filters = { ...call.options.filters };
  if (names !== undefined) filters.name = names;
  if (ids !== undefined) filters.id = ids;
  return await call.json({ shape: "list", query: { filters: toFilters(filters) } });
}
