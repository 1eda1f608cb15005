import { addTrace } from "../../build/trace.ts";
import { checkOptions } from "../../operation/old_fields.ts";
import { requireVersion } from "../../operation/version_guard.ts";
import type { Engine } from "../../engine/engine.ts";
import { BuildError } from "../../errors.ts";
import type { BatchStream } from "../../streams/batch_stream.ts";
import type { BuildRecord } from "../../types/build_trace.ts";
import type { AuthConfig } from "../../types/registry.ts";
import { type BuildParameters, buildQuery } from "./build_query.ts";
import { refuseSessionOptions, type SessionOptions } from "../../build/build_session.ts";
import { type BuildSourceOptions, closeBuildSource, openBuildSource } from "../../build/source.ts";
import {
  progressBytes,
  type ProgressOptions,
  type ProgressReading,
  progressRecords,
} from "../common/progress.ts";
import { query } from "../../operation/query.ts";
import { registryConfig } from "../common/registry_auth.ts";

/** Options of {@linkcode build}: one of `path` and `fileobj` is needed. */
export interface BuildOptions
  extends BuildSourceOptions, BuildParameters, SessionOptions, ProgressOptions {
  /** How long the build may take, in seconds. */
  timeout?: number;
  /** Whether the output comes as records instead of bytes. @default {false} */
  decode?: boolean;
  /** Accepted for old programs and without effect: the output always comes as a stream. */
  stream?: boolean;
  /** Credentials for base images by registry, in place of those of `login` and of the configuration file. */
  authConfigs?: Readonly<Record<string, AuthConfig>>;
}

/** What helps where BuildKit asks for credentials: it does so through a session. */
const NO_SESSION =
  " without a BuildKit session, which this client does not open; pull base images that need credentials first";

/**
 * Builds an image and streams the output as records (`POST /build`).
 *
 * @param engine The engine.
 * @param options What it is built from (`path` or `fileobj`), its name, and how.
 * @returns A stream of records; the image is there at its end. A step that fails makes it reject.
 * @throws {BuildError} (the stream) When a step fails; its `records` are the output so far.
 * @throws {BadRequest} When the Dockerfile cannot be parsed.
 * @throws {TypeError} When neither `path` nor `fileobj` is given, or the path is no folder.
 * @throws {DockerError} When something needs a BuildKit session: secrets or an SSH agent.
 *
 * @example Build a folder with BuildKit
 * ```ts no-run
 * import { build, createEngine } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * for await (
 *   const { trace } of await build(engine, { path: ".", tag: "app", version: "2", decode: true })
 * ) {
 *   for (const { name, completed } of trace?.vertexes ?? []) console.log(name, completed);
 * }
 * ```
 */
export function build(
  engine: Engine,
  options: BuildOptions & { decode: true },
): Promise<BatchStream<BuildRecord>>;
/**
 * Builds an image and streams the output as the Engine's bytes, JSON line by line (`POST /build`).
 *
 * @param engine The engine.
 * @param options What it is built from (`path` or `fileobj`), its name, and how.
 * @returns A stream of bytes; the image is there at its end. A step that fails makes it reject.
 */
export function build(
  engine: Engine,
  options: BuildOptions & { decode?: false },
): Promise<BatchStream<Uint8Array>>;
/**
 * Builds an image (`POST /build`).
 *
 * @param engine The engine.
 * @param options What it is built from (`path` or `fileobj`), its name, and how.
 */
export function build(
  engine: Engine,
  options: BuildOptions,
): Promise<BatchStream<Uint8Array> | BatchStream<BuildRecord>>;
export async function build(
  engine: Engine,
  options: BuildOptions,
): Promise<BatchStream<Uint8Array> | BatchStream<BuildRecord>> {
  const action = `Cannot build ${describe(options)}`;
  checkOptions(action, options);
  const parameters = buildQuery(options);
  refuseSessionOptions(action, options);
  const { timeout, decode, rejectOnError, version } = options;
  if (timeout !== undefined && !(timeout > 0)) {
    throw new RangeError(`${action}: timeout is ${timeout}; expected a number of seconds above 0`);
  }
  const source = await openBuildSource(engine, action, options, version === "2");
  try {
    const headers = await registryConfig(engine, action, options);
    requireVersion(action, await engine.negotiate(options), "build", options);
    const answer = await engine.stream(action, "POST", "/build", options, {
      query: query({ ...parameters, remote: source.remote, dockerfile: source.dockerfile }),
      headers: { ...headers, ...source.headers },
      body: source.body,
      total: timeout,
      quiet: true,
      patience: Infinity,
      image: false,
    });
    const reading: ProgressReading = {
      rejectOnError,
      complete: addTrace,
      failure: (explanation, records, code = 500) => {
        const attempt = explanation.includes("no active session") ? action + NO_SESSION : action;
        return new BuildError(attempt, answer.details(explanation, records, code));
      },
    };
    return decode ? progressRecords(answer, reading) : progressBytes(answer, reading);
  } catch (error) {
    closeBuildSource(source, error);
    throw error;
  }
}

/** Names a build by its first tag, or by where it is made from. */
function describe(options: BuildOptions): string {
  if (options === undefined || options === null) return "the image";
  const { tag, path } = options;
  const name = (typeof tag === "object" && tag !== null ? tag[0] : tag) ?? path;
  return typeof name === "string" && name !== "" ? `"${name}"` : "the image";
}
