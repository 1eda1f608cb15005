import { toFlag, toTexts } from "../../convert/checks.ts";
import { type PlatformSelector, toPlatformJSON } from "../../convert/platform.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery } from "../../operation/option.ts";
import type { AttestationStatement } from "../../types/image_identity.ts";
import { isImageMissing } from "../common/image_missing.ts";

/** Options of {@linkcode inspectImageAttestations}. */
export interface InspectImageAttestationsOptions extends CallOptions {
  /** The platform whose attestations are told, e.g. `linux/arm64`; the Engine's own without it. */
  platform?: PlatformSelector | null | undefined;
  /** Only statements of this type, or these, e.g. `https://slsa.dev/provenance/v1`. */
  type?: string | readonly string[] | null | undefined;
  /** Whether the statements themselves are told, and not only what they are. @default {false} */
  statement?: boolean | null | undefined;
}

/** What {@linkcode inspectImageAttestations} asks of the Engine. */
export const INSPECT_ATTESTATIONS: Operation<InspectImageAttestationsOptions> = operation(
  "GET /images/{name}/attestations",
  {
    platform: inQuery("platform", toPlatformJSON),
    type: inQuery("type", toTypes),
    statement: inQuery("statement", toFlag),
  },
  { since: "1.55" },
);

/**
 * Returns the statements about how an image was made that came with it
 * (`GET /images/{name}/attestations`). Since API 1.55; the Engine needs the containerd image store.
 *
 * @param engine The engine.
 * @param image The image: a name or an id.
 * @param options Which statements, and whether they are told in full.
 * @returns The statements; none for an image without.
 * @throws {ImageNotFound} When there is no such image.
 * @throws {ServerError} (501) When the Engine's image store keeps no attestations.
 *
 * @example
 * ```ts no-run
 * import { createEngine, inspectImageAttestations } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * for (const { PredicateType } of await inspectImageAttestations(engine, "busybox")) {
 *   console.log(PredicateType);
 * }
 * ```
 */
export async function inspectImageAttestations(
  engine: Engine,
  image: Reference,
  options: InspectImageAttestationsOptions = {},
): Promise<AttestationStatement[]> {
  const id = toId(image, "image");
  const action = `Cannot inspect the attestations of image "${id}"`;
  const call = INSPECT_ATTESTATIONS.call(engine, action, [id], options);
  return await call.json({ shape: "list", image: isImageMissing });
}

function toTypes(value: unknown, argument: string): string[] {
  return typeof value === "string" ? [value] : toTexts(value, argument);
}
