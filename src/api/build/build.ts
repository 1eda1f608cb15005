import { credentialsOf } from "../../auth/engine_credentials.ts";
import { KitBuild } from "../../build/kit_build.ts";
import { BUILD_SESSION, type SessionOptions } from "../../build/session/options.ts";
import { toSecrets } from "../../build/session/secret_options.ts";
import type { SessionServices } from "../../build/session/services.ts";
import { toSshAgents } from "../../build/session/ssh_options.ts";
import {
  BUILD_SOURCE,
  type BuildSource,
  type BuildSourceOptions,
  openBuildSource,
} from "../../build/source.ts";
import { addTrace } from "../../build/trace.ts";
import { toBoolean, toLimit } from "../../convert/checks.ts";
import type { Engine, StreamAnswer } from "../../engine/engine.ts";
import { BuildError } from "../../errors.ts";
import { checkOptions } from "../../operation/check_options.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inHeader, ofClient } from "../../operation/option.ts";
import type { BatchStream } from "../../streams/batch_stream.ts";
import type { BuildRecord } from "../../types/build_trace.ts";
import type { AuthConfig } from "../../types/registry.ts";
import { cancelUnsent } from "../common/cancel_unsent.ts";
import {
  type FailureMaker,
  PROGRESS,
  progressBytes,
  type ProgressOptions,
  type ProgressReading,
  progressRecords,
} from "../common/progress.ts";
import { credentialFinder, registryConfig, toRegistryConfig } from "../common/registry_auth.ts";
import { BUILD_PARAMETERS, type BuildParameters } from "./build_options.ts";

/** Options of {@linkcode build}: one of `path` and `fileobj` is needed. */
export interface BuildOptions
  extends BuildSourceOptions, BuildParameters, SessionOptions, ProgressOptions {
  /** How long the build may take, in seconds. */
  timeout?: number | null | undefined;
  /** Whether the output comes as records instead of bytes. @default {false} */
  decode?: boolean | null | undefined;
  /** Accepted for old programs and without effect: the output always comes as a stream. */
  stream?: boolean | null | undefined;
  /** Credentials for base images by registry, in place of those of `login` and of the configuration file. */
  authConfigs?: Readonly<Record<string, AuthConfig>> | null | undefined;
}

/** What {@linkcode build} asks of the Engine. */
export const BUILD: Operation<BuildOptions> = operation("POST /build", {
  ...BUILD_PARAMETERS,
  ...BUILD_SOURCE,
  ...BUILD_SESSION,
  ...PROGRESS,
  timeout: ofClient(toLimit),
  decode: ofClient(toBoolean),
  stream: ofClient(toBoolean),
  authConfigs: inHeader("X-Registry-Config", toRegistryConfig),
});

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
  options: BuildOptions & { decode?: false | null | undefined },
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
  return await cancelUnsent(options.fileobj, async () => {
    const call = BUILD.call(engine, action, [], { ...options, rm: options.rm ?? false });
    const { authConfigs, timeout, decode, rejectOnError, version } = call.options;
    const isKit = version === "2";
    const services = sessionServices(engine, action, call.options, isKit);
    await call.negotiate();
    const source = await openBuildSource(engine, action, call.options, isKit);
    return await cancelUnsent(streamOf(source), async () => {
      const needs = isKit && (source.mounts || await asksSession(engine, call.options));
      const kit = isKit
        ? await KitBuild.open(
          engine,
          action,
          needs ? { ...services, ...source.sync } : null,
          options,
        )
        : null;
      try {
        const headers = authConfigs || isKit ? {} : await registryConfig(engine, options);
        const answer = await call.stream({
          query: { ...kit?.query, remote: source.remote, dockerfile: source.dockerfile },
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
          failure: failureOf(action, answer, kit),
        };
        const body = kit?.watch(answer.body) ?? answer.body;
        const watched = { body, failure: answer.failure.bind(answer) };
        return decode ? progressRecords(watched, reading) : progressBytes(watched, reading);
      } catch (error) {
        kit?.end(false);
        throw error;
      }
    });
  });
}

/** Takes what a build may be asked for. */
function sessionServices(
  engine: Engine,
  action: string,
  { secrets, ssh, authConfigs }: Pick<BuildOptions, "secrets" | "ssh" | "authConfigs">,
  isKit: boolean,
): Omit<SessionServices, "onFailure"> {
  for (const [name, value] of Object.entries({ secrets, ssh })) {
    if (isKit || value == null) continue;
    throw new TypeError(`${action}: the option "${name}" is for BuildKit; it needs version: "2"`);
  }
  return {
    secrets: secrets == null ? undefined : toSecrets(secrets, "secrets"),
    ssh: ssh == null ? undefined : toSshAgents(ssh, "ssh"),
    credentials: credentialFinder(engine, authConfigs),
  };
}

/** Tells whether a BuildKit build may ask this side for something. */
async function asksSession(
  engine: Engine,
  { secrets, ssh, authConfigs }: Pick<BuildOptions, "secrets" | "ssh" | "authConfigs">,
): Promise<boolean> {
  if ([secrets, ssh, authConfigs].some((one) => one != null)) return true;
  return !await credentialsOf(engine).isEmpty();
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
function failureOf(action: string, answer: StreamAnswer, kit: KitBuild | null): FailureMaker {
  return (explanation, records, code) => {
    kit?.end(true);
    // The old builder sends a process's exit code in the place of a status.
    const told = EXIT_REGEXP.exec(explanation)?.[1];
    const isStatus = code !== undefined && code >= 400 && code < 600 && told === undefined;
    const exitCode = told !== undefined ? Number(told) : isStatus ? null : code ?? null;
    const details = answer.details(explanation, records, isStatus ? code : 500);
    const error = new BuildError(action, details, exitCode);
    if (kit !== null && kit.failures.length > 0) error.cause = kit.failures[0];
    return error;
  };
}
