import { toText } from "../../convert/checks.ts";
import { toFilters } from "../../convert/filters.ts";
import { requireVersion } from "../../operation/version_guard.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import type { Filters } from "../../types/common.ts";
import type { ImageSearchResult } from "../../types/images.ts";
import { query } from "../../operation/query.ts";

/** Options of {@linkcode search}. */
export interface SearchOptions extends CallOptions {
  /** The most results, from 1 to 100. Since API 1.24. */
  limit?: number;
  /** What a result must match, e.g. `{ "is-official": true }`, `stars`. Since API 1.24. */
  filters?: Filters;
}

/**
 * Searches a registry, Docker Hub unless the term begins with another's host (`GET /images/search`).
 *
 * @param engine The engine.
 * @param term What is searched for.
 * @param options How many results, and which.
 * @returns The repositories that were found.
 * @throws {APIError} When the registry cannot be reached, or does not offer a search.
 *
 * @example
 * ```ts no-run
 * import { createEngine, search } from "@longshore/docker/api";
 *
 * for (const { name, star_count } of await search(createEngine(), "busybox", { limit: 5 })) {
 *   console.log(name, star_count);
 * }
 * ```
 */
export async function search(
  engine: Engine,
  term: string,
  options: SearchOptions = {},
): Promise<ImageSearchResult[]> {
  const words = toText(term, "term").trim();
  if (words === "") throw new TypeError("Cannot search for images: the term is empty");
  const action = `Cannot search for "${words}"`;
  const filters = toFilters(options.filters);
  requireVersion(action, await engine.negotiate(options), "search", options);
  return await engine.json(action, "GET", "/images/search", options, {
    query: query({ term: words, limit: options.limit, filters }),
  });
}
