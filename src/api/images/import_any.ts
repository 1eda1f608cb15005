import { toBoolean, toFilledText } from "../../convert/checks.ts";
import { type Data, toData } from "../../convert/data.ts";
import type { Engine } from "../../engine/engine.ts";
import { DockerError } from "../../errors.ts";
import { checkOptions } from "../../operation/check_options.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { ofClient } from "../../operation/option.ts";
import { REGISTRY } from "../common/registry_auth.ts";
import { cancelUnsent } from "../common/sending_data.ts";
import {
  fileBody,
  IMPORT_OPTIONS,
  importCall,
  importImageFromData,
  importImageFromStream,
  importImageFromUrl,
  isUrl,
  sendImport,
} from "./import.ts";
import { importImageFromImage, type ImportImageFromImageOptions } from "./import_from_image.ts";
import { redact } from "../../text/redact.ts";

/** Options of {@linkcode importImage}: one of `src` and `image` is needed. */
export interface ImportAnyImageOptions extends ImportImageFromImageOptions {
  /** The archive: the path of a file, a URL that the Engine fetches, or the bytes themselves (no string). */
  src?: Data | null | undefined;
  /** In place of `src`, an image that is pulled. */
  image?: string | null | undefined;
  /** Whether bytes are sent in chunks, their length untold. @default {false} */
  streamSrc?: boolean | null | undefined;
}

/** What {@linkcode importImage} takes. */
export const IMPORT_ANY: Operation<ImportAnyImageOptions> = operation("POST /images/create", {
  ...IMPORT_OPTIONS,
  ...REGISTRY,
  src: ofClient(toData),
  image: ofClient(toFilledText),
  streamSrc: ofClient(toBoolean),
});

const ACTION = "Cannot import the image";

/**
 * Imports an image from a file, a URL, bytes or another image (`POST /images/create`).
 *
 * @param engine The engine.
 * @param options Where it comes from, as `src` or `image`; its name, and instructions that apply to it.
 * @returns The Engine's progress records as text; the last one's `status` is the image's id.
 * @throws {DockerError} When `src` is a string that is neither a file nor a URL.
 * @throws {APIError} When what comes from there is no archive.
 *
 * @example
 * ```ts no-run
 * import { createEngine, importImage } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * await importImage(engine, { src: "./rootfs.tar", repository: "rootfs", changes: 'CMD ["sh"]' });
 * ```
 */
export async function importImage(
  engine: Engine,
  options: ImportAnyImageOptions,
): Promise<string> {
  checkOptions(ACTION, options);
  return await cancelUnsent(options.src, async () => {
    const { src, image, streamSrc, ...rest } = IMPORT_ANY.call(engine, ACTION, [], options).options;
    if (image !== undefined) {
      if (src !== undefined) throw new TypeError(`${ACTION}: both src and image are given`);
      return await importImageFromImage(engine, image, rest);
    }
    if (src === undefined || src === "") {
      throw new TypeError(`${ACTION}: expected src (a path, a URL or bytes) or image (a name)`);
    }
    const { authConfig, insecureRegistry: _, ...own } = rest;
    if (authConfig !== undefined) {
      throw new TypeError(`${ACTION}: authConfig is for image, and src needs no credentials`);
    }
    if (typeof src !== "string") {
      return streamSrc
        ? await importImageFromStream(engine, src, own)
        : await importImageFromData(engine, src, own);
    }
    if (isUrl(src)) return await importImageFromUrl(engine, src, own);
    const call = importCall(engine, own);
    const body = await fileBody(engine, src);
    if (body !== null) return await sendImport(call, "-", body);
    throw new DockerError(
      `${ACTION}: "${
        redact(src)
      }" is neither a file nor a URL that begins with http:// or https://`,
    );
  });
}
