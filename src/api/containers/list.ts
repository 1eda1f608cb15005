import { integerFrom, toBoolean, toFlag } from "../../convert/checks.ts";
import { toFilters } from "../../convert/filters.ts";
import { type Reference, toContainerId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery, ofClient } from "../../operation/option.ts";
import type { Filters } from "../../types/common.ts";
import type { ContainerSummary } from "../../types/containers.ts";

/** Options of {@linkcode containers}. */
export interface ContainersOptions extends CallOptions {
  /** Whether only ids are returned: the summaries then have no other field. @default {false} */
  quiet?: boolean | null | undefined;
  /** Whether stopped containers are listed too. @default {false} */
  all?: boolean | null | undefined;
  /** Whether ids are cut to 12 characters. @default {false} */
  trunc?: boolean | null | undefined;
  /** Whether only the container created last is listed, running or not. @default {false} */
  latest?: boolean | null | undefined;
  /** Only containers created after this one. */
  since?: Reference | null | undefined;
  /** Only containers created before this one. */
  before?: Reference | null | undefined;
  /** How many of the containers created last are listed, running or not; -1 lists all. @default {-1} */
  limit?: number | null | undefined;
  /** Whether sizes are computed, which takes the Engine a while. @default {false} */
  size?: boolean | null | undefined;
  /** What a container must match, e.g. `{ label: ["app=web"], status: "exited" }`. */
  filters?: Filters | null | undefined;
}

/** What {@linkcode containers} asks of the Engine. */
export const LIST: Operation<ContainersOptions> = operation("GET /containers/json", {
  quiet: ofClient(toBoolean),
  all: inQuery("all", toFlag),
  trunc: ofClient(toBoolean),
  latest: ofClient(toBoolean),
  since: ofClient(toContainerId),
  before: ofClient(toContainerId),
  limit: inQuery("limit", integerFrom(-1)),
  size: inQuery("size", toFlag),
  filters: inQuery("filters", toFilters),
});

/**
 * Lists containers (`GET /containers/json`).
 *
 * @param engine The engine.
 * @param options Which containers, and what of them.
 * @returns The containers, those created last first.
 * @throws {APIError} When the Engine refuses a filter.
 *
 * @example
 * ```ts no-run
 * import { containers, createEngine } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * for (const { Names, Status } of await containers(engine, { all: true })) console.log(Names[0], Status);
 * ```
 */
export function containers(
  engine: Engine,
  options: ContainersOptions & { quiet: true },
): Promise<Pick<ContainerSummary, "Id">[]>;
/**
 * Lists containers (`GET /containers/json`).
 *
 * @param engine The engine.
 * @param options Which containers, and what of them.
 */
export function containers(
  engine: Engine,
  options?: ContainersOptions,
): Promise<ContainerSummary[]>;
export async function containers(
  engine: Engine,
  options: ContainersOptions = {},
): Promise<Pick<ContainerSummary, "Id">[]> {
  const call = LIST.call(engine, "Cannot list containers", [], options);
  const { since, before, latest, limit, filters, quiet, trunc } = call.options;
  const list = await call.json<ContainerSummary[]>({
    shape: "list",
    query: {
      limit: latest ? 1 : limit === -1 ? undefined : limit,
      filters: filters || since || before
        ? toFilters({
          ...filters,
          ...since && { since: toContainerId(since, "since") },
          ...before && { before: toContainerId(before, "before") },
        })
        : undefined,
    },
  });
  const listed = trunc ? list.map(truncated) : list;
  return quiet ? listed.map(({ Id }) => ({ Id })) : listed;
}

/** Cuts the id; what has none, from a look-alike of the Engine, passes as it is. */
function truncated(one: ContainerSummary): ContainerSummary {
  return typeof one.Id === "string" ? { ...one, Id: one.Id.slice(0, 12) } : one;
}
