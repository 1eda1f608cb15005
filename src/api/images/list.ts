import { toBoolean, toFilledText, toFlag } from "../../convert/checks.ts";
import { toFilters } from "../../convert/filters.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { compareVersions } from "../../engine/version.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery, ofClient } from "../../operation/option.ts";
import type { Filters } from "../../types/common.ts";
import type { ImageSummary } from "../../types/images.ts";

/** Options of {@linkcode images}. */
export interface ImagesOptions extends CallOptions {
  /** Only images of this repository, e.g. `busybox` or `busybox:1.36`. */
  name?: string | null | undefined;
  /** Whether only ids are returned. @default {false} */
  quiet?: boolean | null | undefined;
  /** Whether intermediate images are listed too. @default {false} */
  all?: boolean | null | undefined;
  /** What an image must match, e.g. `{ dangling: true }`, `label`, `before`, `since`, `reference`. */
  filters?: Filters | null | undefined;
  /** Asks for a graph as Engines before API 1.7 drew it; later ones refuse it. Until API 1.6. */
  viz?: boolean | null | undefined;
  /** Whether digests are told; Engines of today always do. @default {false} */
  digests?: boolean | null | undefined;
  /** Whether the size that images share is computed. Since API 1.42. @default {false} */
  sharedSize?: boolean | null | undefined;
  /** Whether the manifests of images for several platforms are listed. Since API 1.47. @default {false} */
  manifests?: boolean | null | undefined;
  /** Whether manifests tell who made an image; it asks for `manifests`. Since API 1.54. @default {false} */
  identity?: boolean | null | undefined;
}

/** What {@linkcode images} asks of the Engine. */
export const LIST: Operation<ImagesOptions> = operation("GET /images/json", {
  name: ofClient(toFilledText),
  quiet: ofClient(toBoolean),
  all: inQuery("all", toFlag),
  filters: inQuery("filters", toFilters),
  viz: ofClient(toFlag, { until: "1.6", instead: "images() and draw the graph from ParentId" }),
  digests: inQuery("digests", toFlag),
  sharedSize: inQuery("shared-size", toFlag, { since: "1.42" }),
  manifests: inQuery("manifests", toFlag, { since: "1.47" }),
  identity: inQuery("identity", toFlag, { since: "1.54" }),
});

/**
 * Lists images' ids (`GET /images/json`).
 *
 * @param engine The engine.
 * @param options Which images.
 */
export function images(
  engine: Engine,
  options: ImagesOptions & { quiet: true },
): Promise<string[]>;
/**
 * Lists images (`GET /images/json`).
 *
 * @param engine The engine.
 * @param options Which images.
 *
 * @example
 * ```ts no-run
 * import { createEngine, images } from "@longshore/docker/api";
 *
 * for (const { RepoTags, Size } of await images(createEngine())) console.log(RepoTags, Size);
 * ```
 */
export function images(
  engine: Engine,
  options?: ImagesOptions & { quiet?: false | null | undefined },
): Promise<ImageSummary[]>;
/**
 * Lists images or their ids (`GET /images/json`).
 *
 * @param engine The engine.
 * @param options Which images.
 * @throws {InvalidVersion} When `viz` is set and the API version is newer than 1.6.
 */
export function images(
  engine: Engine,
  options?: ImagesOptions,
): Promise<ImageSummary[] | string[]>;
export async function images(
  engine: Engine,
  options: ImagesOptions = {},
): Promise<ImageSummary[] | string[]> {
  const action = "Cannot list images";
  const call = LIST.call(engine, action, [], options);
  const { name, quiet, filters, manifests, identity } = call.options;
  if (identity && manifests === false) {
    throw new TypeError(`${action}: identity is told of manifests; leave manifests out`);
  }
  const version = await call.negotiate();
  // The parameter that the filter replaced is all that 1.24 knows.
  const filter = compareVersions(version, "1.25") < 0 ? name : undefined;
  const reference = name !== undefined && filter === undefined ? { reference: name } : {};
  const list = await call.json<ImageSummary[]>({
    shape: "list",
    query: {
      filter,
      filters: toFilters({ ...filters, ...reference }),
      // Without manifests the Engine refuses identity.
      manifests: manifests || identity || undefined,
    },
  });
  return quiet ? list.map(({ Id }) => Id) : list;
}
