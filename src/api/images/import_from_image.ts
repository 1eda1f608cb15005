import { parseImageName, selectTag } from "../../convert/image_name.ts";
import type { Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { isImageMissing } from "../common/image_missing.ts";
import { progressText } from "../common/progress.ts";
import {
  REGISTRY,
  registryAuth,
  registryFailure,
  type RegistryOptions,
  TO_REGISTRY,
} from "../common/registry_auth.ts";
import { IMPORT_OPTIONS, type ImportImageOptions } from "./import.ts";

/** Options of {@linkcode importImageFromImage}. */
export interface ImportImageFromImageOptions extends ImportImageOptions, RegistryOptions {}

/** What {@linkcode importImageFromImage} asks of the Engine. */
export const IMPORT_FROM_IMAGE: Operation<ImportImageFromImageOptions> = operation(
  "POST /images/create",
  { ...IMPORT_OPTIONS, ...REGISTRY },
);

/**
 * Pulls an image by the parameters of an import (`POST /images/create`); the same as
 * {@linkcode APIClient.pull}. The Engine takes no notice of `repository`, `changes` and `message`.
 *
 * @param engine The engine.
 * @param image The image to pull.
 * @param options Its tag, and credentials.
 * @returns The Engine's progress records as text.
 * @throws {ImageNotFound} When the registry does not have it.
 *
 * @example
 * ```ts no-run
 * import { createEngine, importImageFromImage } from "@longshore/docker/api";
 *
 * await importImageFromImage(createEngine(), "busybox", { tag: "1.36" });
 * ```
 */
export async function importImageFromImage(
  engine: Engine,
  image: string,
  options: ImportImageFromImageOptions = {},
): Promise<string> {
  const name = parseImageName(image, "image");
  const call = IMPORT_FROM_IMAGE.call(engine, `Cannot import image "${image}"`, [], options);
  const { tag, rejectOnError } = call.options;
  const answer = await call.stream({
    ...TO_REGISTRY,
    query: { fromImage: name.repository, tag: selectTag(name, tag, "image") ?? "latest" },
    headers: await registryAuth(engine, name.registry, call.options),
    image: isImageMissing,
    quiet: true,
    patience: Infinity,
  });
  return await progressText(answer, { rejectOnError, failure: registryFailure(answer) });
}
