import type { BuildOptions } from "./build_call.ts";
import { ResultCollector } from "../../build/build_result.ts";
import { type BuildStream, withResult } from "../../build/build_stream.ts";
import { findFailedStep, type KnownDockerfile } from "../../build/failed_step.ts";
import type { KitBuild } from "../../build/kit_build.ts";
import { BUILD_SESSION } from "../../build/session/options.ts";
import { BUILD_SOURCE, type BuildSource, openBuildSource } from "../../build/source.ts";
import { addTrace } from "../../build/trace.ts";
import { toBoolean, toLimit } from "../../convert/checks.ts";
import type { Call } from "../../operation/call.ts";
import { BUILD_SOLVE } from "../../build/solve/solve_options.ts";
import type { Engine } from "../../engine/engine.ts";
import { BuildError } from "../../build/build_error.ts";
import { requireVersion } from "../../operation/versions.ts";
import { refuseClassicOptions, refuseKitOptions } from "../../build/builder_options.ts";
import { findBuilder } from "../../build/builder_version.ts";
import { checkOptions } from "../../operation/check_options.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inHeader, ofClient } from "../../operation/option.ts";
import type { BuildRecord } from "../../types/build_trace.ts";
import { proxyVariables } from "../../auth/engine_config.ts";
import {
  PROGRESS,
  progressBytes,
  type ProgressReading,
  progressRecords,
  type ProgressSource,
} from "../common/progress.ts";
import { registryConfig, toRegistryConfig } from "../common/registry_auth.ts";
import { cancelUnsent } from "../common/sending_data.ts";
import { runKit } from "./kit.ts";
import type { RunningKit } from "./kit_job.ts";
import { BUILD_PARAMETERS } from "./build_options.ts";
import { redact } from "../../text/redact.ts";

/** What options are called elsewhere: by the `docker` command and other clients. */
const ALIASES = [
  ["path", "context"],
  ["dockerfile", "file"],
  ["tag", "tags"],
  ["platform", "platforms"],
  ["version", "buildkit"],
] as const;

/** What {@linkcode build} asks of the Engine. */
export const BUILD: Operation<BuildOptions> = operation("POST /build", {
  ...BUILD_PARAMETERS,
  ...BUILD_SOURCE,
  ...BUILD_SESSION,
  ...BUILD_SOLVE,
  ...PROGRESS,
  timeout: ofClient(toLimit),
  decode: ofClient(toBoolean),
  stream: ofClient(toBoolean),
  useConfigProxy: ofClient(toBoolean),
  authConfigs: inHeader("X-Registry-Config", toRegistryConfig),
}, { aliases: ALIASES });

/** How the builders tell of a process that failed. */
const EXIT_REGEXP = /(?:returned a non-zero code|: exit code): (\d+)/;

/**
 * Builds an image and streams the output as records (`POST /build`).
 *
 * @param engine The engine.
 * @param options What it is built from (`path` or `fileobj`), its name, and how.
 * @returns A stream of records; the image is there at its end. A step that fails makes it reject.
 * @throws {BuildError} (the stream) When a step fails; its `records` are the output so far.
 * @throws {BadRequest} When the Dockerfile cannot be parsed.
 * @throws {TypeError} When neither `path` nor `fileobj` is given, or the path is no directory.
 * @throws {RangeError} When a secret's file, its variable or an SSH agent is not there.
 * @throws {DockerError} When something needs a BuildKit session, and the Engine has none.
 *
 * @example Build a directory with BuildKit
 * ```ts no-run
 * import { build } from "@longshore/docker/api";
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
): Promise<BuildStream<BuildRecord>>;
/**
 * Builds an image and streams the output as the Engine's bytes, JSON line by line (`POST /build`).
 *
 * @param engine The engine.
 * @param options What it is built from (`path` or `fileobj`), its name, and how.
 * @returns A stream of bytes; the image is there at its end. A step that fails makes it reject.
 */
export function build(
  engine: Engine,
  options: BuildOptions & { decode?: false | null | undefined },
): Promise<BuildStream<Uint8Array>>;
/**
 * Builds an image (`POST /build`).
 *
 * @param engine The engine.
 * @param options What it is built from (`path` or `fileobj`), its name, and how.
 */
export function build(
  engine: Engine,
  options: BuildOptions,
): Promise<BuildStream<Uint8Array> | BuildStream<BuildRecord>>;
export async function build(
  engine: Engine,
  options: BuildOptions,
): Promise<BuildStream<Uint8Array> | BuildStream<BuildRecord>> {
  const action = redact(`Cannot build ${describe(options)}`);
  checkOptions(action, options);
  return await cancelUnsent(options.fileobj, async () => {
    const own = { ...options, rm: options.rm ?? false };
    let call = BUILD.call(engine, action, [], own);
    const { version: wanted = "1" } = call.options;
    if (wanted === "1") refuseKitOptions(action, call.options);
    const apiVersion = await call.negotiate(call.options.timeout);
    if (call.options.version !== undefined && wanted !== "auto") {
      requireVersion(action, apiVersion, 'option "version"', { since: "1.38" });
    }
    const isKit = await findBuilder(engine, wanted, call.options) === "2";
    if (isKit) refuseClassicOptions(action, apiVersion, call.options);
    else refuseKitOptions(action, call.options);
    const proxies = await proxyVariables(engine, call.options.useConfigProxy);
    if (proxies.length > 0) {
      const buildargs = { ...Object.fromEntries(proxies), ...call.options.buildargs };
      call = BUILD.call(engine, action, [], { ...own, buildargs });
    }
    const source = await openBuildSource(engine, action, call.options, isKit);
    return await cancelUnsent(streamOf(source), async () => {
      return isKit
        ? read(call, source, await runKit(engine, call, source))
        : await sendClassic(engine, call, source);
    });
  });
}

/** Builds with the old builder. */
async function sendClassic(
  engine: Engine,
  call: Call<BuildOptions>,
  source: BuildSource,
): Promise<BuildStream<Uint8Array> | BuildStream<BuildRecord>> {
  const { authConfigs, timeout, version } = call.options;
  const headers = authConfigs ? {} : await registryConfig(engine, call.options);
  const answer = await call.stream({
    query: {
      version: version === "1" ? version : undefined,
      remote: source.remote,
      dockerfile: source.dockerfile,
    },
    headers: { ...headers, ...source.headers },
    body: source.body,
    total: timeout,
    quiet: true,
    patience: Infinity,
    image: false,
  });
  const { body } = answer;
  const details = answer.details.bind(answer);
  return read(call, source, {
    kit: null,
    body,
    collector: new ResultCollector(call.options.quiet),
    details,
  });
}

/** Reads the output of a build. */
function read(
  { action, options }: Call<BuildOptions>,
  source: BuildSource,
  running: Omit<RunningKit, "kit"> & { readonly kit: KitBuild | null },
): BuildStream<Uint8Array> | BuildStream<BuildRecord> {
  const { body, collector } = running;
  const failure = failureOf(action, source.known ?? null, running);
  const reading: ProgressReading = {
    rejectOnError: options.rejectOnError,
    complete: addTrace,
    observe: (record) => collector.take(record),
    failure,
  };
  return options.decode
    ? withResult(progressRecords({ body, failure }, reading), collector)
    : withResult(progressBytes({ body, failure }, reading), collector);
}

/** Names a build by its first tag, or by where it is made from. */
function describe(options: BuildOptions): string {
  if (options === undefined || options === null) return "the image";
  const { tag, path } = options;
  const name = (typeof tag === "object" && tag !== null ? tag[0] : tag) ?? path;
  return typeof name === "string" && name !== "" ? `"${name}"` : "the image";
}

function streamOf({ body }: BuildSource): ReadableStream<Uint8Array> | undefined {
  return body instanceof Uint8Array ? undefined : body?.stream;
}

/** Makes the error of a record that reports a failure. */
function failureOf(
  action: string,
  dockerfile: KnownDockerfile | null,
  { details, kit }: Pick<RunningKit, "details"> & { readonly kit: KitBuild | null },
): ProgressSource["failure"] {
  return (explanation, records, code) => {
    kit?.end(true);
    // The old builder sends a process's exit code in the place of a status.
    const told = EXIT_REGEXP.exec(explanation)?.[1];
    const isStatus = code !== undefined && code >= 400 && code < 600 && told === undefined;
    const exitCode = told !== undefined ? Number(told) : isStatus ? null : code ?? null;
    const error = new BuildError(
      action,
      details(explain(explanation), records, isStatus ? code : 500),
      exitCode,
      findFailedStep(records, dockerfile),
    );
    if (kit !== null && kit.failures.length > 0) error.cause = kit.failures[0];
    return error;
  };
}

/** Says what helps where the Engine's words do not. */
function explain(explanation: string): string {
  const isUnknown =
    /exporter "\w+" could not be found|[Cc]ache export is not supported|unknown cache exporter|attestations are not supported/;
  if (!isUnknown.test(explanation)) return explanation;
  return `${explanation}; this Engine has it with the containerd image store alone`;
}
