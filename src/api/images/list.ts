import { toFilters } from "../../convert/filters.ts";
import type { CallOptions, Engine } from "../../engine.ts";
import type { Filters } from "../../types/common.ts";
import type { ImageSummary } from "../../types/images.ts";
import { compareVersions } from "../../version.ts";
import { query } from "../query.ts";

/** Options of {@linkcode images}. */
export interface ImagesOptions extends CallOptions {
  /** Only images of this repository, e.g. `busybox` or `busybox:1.36`. */
  name?: string;
  /** Whether only ids are returned. @default {false} */
  quiet?: boolean;
  /** Whether intermediate images are listed too. @default {false} */
  all?: boolean;
  /** What an image must match, e.g. `{ dangling: true }`. */
  filters?: Filters;
}

/** Lists images: see {@linkcode APIClient.images}. */
export function images(
  engine: Engine,
  options: ImagesOptions & { quiet: true },
): Promise<string[]>;
/** Lists images: see {@linkcode APIClient.images}. */
export function images(
  engine: Engine,
  options?: ImagesOptions & { quiet?: false },
): Promise<ImageSummary[]>;
/** Lists images: see {@linkcode APIClient.images}. */
export function images(
  engine: Engine,
  options?: ImagesOptions,
): Promise<ImageSummary[] | string[]>;
export async function images(
  engine: Engine,
  options: ImagesOptions = {},
): Promise<ImageSummary[] | string[]> {
  const filters: Filters = { ...options.filters };
  let filter: string | undefined;
  if (options.name !== undefined) {
    const version = await engine.negotiate(options);
    // The parameter that the filter replaced is all that 1.24 knows.
    if (compareVersions(version, "1.25") >= 0) filters.reference = options.name;
    else filter = options.name;
  }
  const list = await engine.json<ImageSummary[]>("Cannot list images", "GET", "/images/json", {
    ...options,
    query: query({ all: options.all || undefined, filter, filters: toFilters(filters) }),
  });
  return options.quiet ? list.map(({ Id }) => Id) : list;
}
