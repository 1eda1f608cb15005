import type { SessionOptions } from "../../build/session/options.ts";
import type { BuildSourceOptions } from "../../build/source.ts";
import type { SolveOptions } from "../../build/solve/solve_options.ts";
import type { AuthConfig } from "../../types/registry.ts";
import type { ProgressOptions } from "../common/progress.ts";
import type { BuildParameters } from "./build_options.ts";

/** Options of {@linkcode build}: one of `path` and `fileobj` is needed. */
export interface BuildOptions
  extends BuildSourceOptions, BuildParameters, SessionOptions, SolveOptions, ProgressOptions {
  /** How long the build may take, in seconds. */
  timeout?: number | null | undefined;
  /** Whether the output comes as records instead of bytes. @default {false} */
  decode?: boolean | null | undefined;
  /** Accepted for old programs and without effect: the output always comes as a stream. */
  stream?: boolean | null | undefined;
  /**
   * Whether the `proxies` of the configuration file, the Engine's own or the default ones, become build
   * arguments beside `buildargs`, which win. Without a permission to read the file there are none.
   *
   * @default {true}
   */
  useConfigProxy?: boolean | null | undefined;
  /** Credentials for base images by registry, in place of those of `login` and of the configuration file. */
  authConfigs?: Readonly<Record<string, AuthConfig>> | null | undefined;
}
