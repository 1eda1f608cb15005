import type { BuildRecord } from "../types/build_trace.ts";

/** What a build made. */
export interface BuildResult {
  /** The image's id; `null` when no image is in the Engine. */
  imageId: string | null;
  /** The digest under which a registry, or the containerd image store, has it; `null` when it is not told. */
  digest: string | null;
  /** What the exporters tell beside it, e.g. `containerimage.descriptor`; empty where the Engine tells nothing. */
  metadata: Record<string, string>;
}

/** All that a quiet build tells: the image's id as a line. */
const ID_LINE = /^sha256:[0-9a-f]{64}\n$/;

/** Collects what a build made from what it tells. */
export class ResultCollector {
  readonly #isQuiet: boolean;
  /** The result so far. */
  readonly result: BuildResult = { imageId: null, digest: null, metadata: {} };

  /** @param isQuiet Whether the build tells nothing but the image's id. */
  constructor(isQuiet: boolean | undefined) {
    this.#isQuiet = isQuiet === true;
  }

  /** Takes note of a record. */
  take(record: BuildRecord): void {
    const stream = record?.stream;
    if (this.#isQuiet && typeof stream === "string" && ID_LINE.test(stream)) {
      this.result.imageId = stream.trimEnd();
    }
    const aux = record?.aux as { ID?: unknown } | null | undefined;
    if (typeof aux === "object" && typeof aux?.ID === "string") this.result.imageId = aux.ID;
  }

  /** Takes note of the exporters' answer. */
  takeResponse(response: Readonly<Record<string, string>>): void {
    Object.assign(this.result.metadata, response);
    this.result.digest = response["containerimage.digest"] ?? this.result.digest;
  }
}
