import { type Convert, oneOf, toFunction, toRecord } from "../convert/checks.ts";
import type { CallOptions } from "../engine/call_options.ts";
import type { Engine } from "../engine/engine.ts";
import { ImageNotFound } from "../errors.ts";
import type { AuthConfig } from "../types/registry.ts";
import type { OnProgress } from "./progress.ts";

/** When an image is pulled: when the Engine does not have it, every time, or never. */
export type PullPolicy = "missing" | "always" | "never";

/** Options of tasks that may pull an image. */
export interface PullingOptions {
  /** When the image is pulled. @default {"missing"} */
  pull?: PullPolicy | null | undefined;
  /** Told of each record of the pull. */
  onProgress?: OnProgress | null | undefined;
  /** The credentials for the pull, in place of those of `login` and of the configuration file. */
  authConfig?: AuthConfig | null | undefined;
}

/** What they may be. */
export const PULLING_OPTIONS: Readonly<Record<keyof PullingOptions, Convert>> = {
  pull: oneOf("missing", "always", "never"),
  onProgress: toFunction,
  authConfig: toRecord,
};

/**
 * Does what needs an image, and pulls it as the policy says.
 *
 * @param engine The engine.
 * @param image The image's name.
 * @param options The policy, and the call's own options.
 * @param work What needs the image; it is done anew after a pull.
 */
export async function withImage<T>(
  engine: Engine,
  image: string,
  options: PullingOptions & CallOptions & { platform?: string | undefined },
  work: () => Promise<T>,
): Promise<T> {
  const policy = options.pull ?? "missing";
  const fetch = async (): Promise<void> => {
    // Most runs pull nothing, and go without what reads credentials and progress.
    const { pullMissing } = await import("./pull_missing.ts");
    await pullMissing(engine, image, options);
  };
  if (policy === "always") await fetch();
  try {
    return await work();
  } catch (error) {
    if (policy !== "missing" || !(error instanceof ImageNotFound) || isImageId(image)) throw error;
  }
  await fetch();
  return await work();
}

/** An id names what the Engine has; no registry knows it. */
function isImageId(image: string): boolean {
  return /^(?:sha256:)?[0-9a-f]{12,64}$/.test(image);
}
