import type { ResultCollector } from "../../build/build_result.ts";
import type { KitBuild } from "../../build/kit_build.ts";
import type { OutputSpec } from "../../build/output/output_options.ts";
import type { OpenedCaches } from "../../build/solve/caches.ts";
import type { BuildSource } from "../../build/source.ts";
import type { APIErrorDetails } from "../../errors.ts";
import type { Engine } from "../../engine/engine.ts";
import type { Call } from "../../operation/call.ts";
import type { ByteBatches } from "../../streams/output.ts";
import type { BuildOptions } from "./build_call.ts";

/** A BuildKit build that has begun. */
export interface RunningKit {
  /** The build and its session. */
  readonly kit: KitBuild;
  /** Its output. */
  readonly body: ByteBatches;
  /** What it makes. */
  readonly collector: ResultCollector;
  /** Returns what an error of a failure within the output knows. */
  details(explanation: string, records: readonly unknown[], code: number): APIErrorDetails;
}

/** What a BuildKit build is to do, checked. */
export interface KitJob {
  /** The engine. */
  readonly engine: Engine;
  /** The call. */
  readonly call: Call<BuildOptions>;
  /** What it is made of. */
  readonly source: BuildSource;
  /** Where its results go, as the builder is told. */
  readonly outputs: readonly OutputSpec[];
  /** Where cache goes, and where it comes from. */
  readonly caches: OpenedCaches;
}
