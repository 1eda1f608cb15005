import { toFilters } from "../../convert/filters.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import type { Filters } from "../../types/common.ts";
import type { ContainerSummary } from "../../types/containers.ts";
import { query } from "../../operation/query.ts";

/** Options of {@linkcode containers}. */
export interface ContainersOptions extends CallOptions {
  /** Whether only ids are returned: the summaries then have no other field. @default {false} */
  quiet?: boolean;
  /** Whether stopped containers are listed too. @default {false} */
  all?: boolean;
  /** Whether ids are cut to 12 characters. @default {false} */
  trunc?: boolean;
  /** Whether only the container created last is listed, running or not. @default {false} */
  latest?: boolean;
  /** Only containers created after this one. */
  since?: Reference;
  /** Only containers created before this one. */
  before?: Reference;
  /** How many of the containers created last are listed, running or not; -1 lists all. @default {-1} */
  limit?: number;
  /** Whether sizes are computed, which takes the Engine a while. @default {false} */
  size?: boolean;
  /** What a container must match, e.g. `{ label: ["app=web"], status: "exited" }`. */
  filters?: Filters;
}

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
  const filters: Filters = { ...options.filters };
  if (options.since != null) filters.since = toId(options.since, "since");
  if (options.before != null) filters.before = toId(options.before, "before");
  const limit = options.latest ? 1 : options.limit ?? -1;
  const list = await engine.json<ContainerSummary[]>(
    "Cannot list containers",
    "GET",
    "/containers/json",
    options,
    {
      query: query({
        all: options.all || undefined,
        limit: limit === -1 ? undefined : limit,
        size: options.size || undefined,
        filters: toFilters(filters),
      }),
    },
  );
  const listed = options.trunc ? list.map((one) => ({ ...one, Id: one.Id.slice(0, 12) })) : list;
  return options.quiet ? listed.map(({ Id }) => ({ Id })) : listed;
}
