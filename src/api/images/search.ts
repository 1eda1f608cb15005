import { integerFrom, toText } from "../../convert/checks.ts";
import { toFilters } from "../../convert/filters.ts";
import { HUB } from "../../convert/image_name.ts";
import type { Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";
import type { Filters } from "../../types/common.ts";
import type { ImageSearchResult } from "../../types/images.ts";
import {
  REGISTRY,
  registryAuth,
  type RegistryOptions,
  TO_REGISTRY,
} from "../common/registry_auth.ts";

/** Options of {@linkcode search}. */
export interface SearchOptions extends RegistryOptions {
  /** The most results, from 1 to 100. */
  limit?: number | null | undefined;
  /** What a result must match, e.g. `{ "is-official": true }`, `stars`. */
  filters?: Filters | null | undefined;
}

/** What {@linkcode search} asks of the Engine. */
export const SEARCH: Operation<SearchOptions> = operation("GET /images/search", {
  ...REGISTRY,
  limit: inQuery("limit", integerFrom(1, 100)),
  filters: inQuery("filters", toFilters),
});

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
  const call = SEARCH.call(engine, `Cannot search for "${words}"`, [], options);
  const headers = await registryAuth(engine, registryOf(words), call.options);
  return await call.json({ shape: "list", ...TO_REGISTRY, query: { term: words }, headers });
}

/** The part before the first slash is a registry when it looks like a host. */
function registryOf(term: string): string {
  const [host, ...rest] = term.split("/");
  return rest.length > 0 && /[.:]|^localhost$/.test(host!) ? host! : HUB;
}
