import {
  integerFrom,
  isRecord,
  listOf,
  oneOf,
  toInteger,
  toRecord,
  toText,
  toTexts,
} from "../../convert/checks.ts";
import { type ExtraHosts, toExtraHosts } from "../../convert/host_config/extra_hosts.ts";
import { parseImageName } from "../../convert/image_name.ts";
import { toLabels } from "../../convert/labels.ts";
import { wrongShape, wrongValue } from "../../convert/refuse.ts";
import { toBytes, toBytesOrUnlimited } from "../../convert/size.ts";
import { InvalidRepository } from "../../errors.ts";
import type { QueryValue } from "../../operation/query.ts";

/** Limits of the containers that a build runs. */
export interface ContainerLimits {
  /** Memory, in bytes or as `512m`. */
  memory?: number | string;
  /** Memory and swap together, in bytes or as `1g`; -1 for swap without limit. */
  memswap?: number | string;
  /** The share of processor time relative to others. */
  cpushares?: number;
  /** The processors that may be used, e.g. `0-3` or `0,1`. */
  cpusetcpus?: string;
  /** The length of a processor period, in microseconds. */
  cpuperiod?: number;
  /** The processor time within a period, in microseconds. */
  cpuquota?: number;
}

/** Where the result of a BuildKit build goes. Since API 1.40. */
export interface BuildOutput {
  /** The exporter, e.g. `image` or `moby`. */
  Type: string;
  /** Its settings. */
  Attrs?: Record<string, string>;
}

/** The options of a build that are parameters of its request. */
export interface BuildParameters {
  /** The name, or names, of the image, e.g. `team/app:1.2`. */
  tag?: string | readonly string[];
  /** Whether the Engine tells nothing but the image's id. @default {false} */
  quiet?: boolean;
  /** Whether every step runs, cached or not. @default {false} */
  nocache?: boolean;
  /** Whether the containers of successful steps are removed. @default {false} */
  rm?: boolean;
  /** Whether they are removed however the build ends. @default {false} */
  forcerm?: boolean;
  /** Whether base images are pulled even if the Engine has them. @default {false} */
  pull?: boolean;
  /** Limits of the containers that the build runs. */
  containerLimits?: ContainerLimits;
  /** The values of the Dockerfile's `ARG`s; `null` for one that is named and has none. */
  buildargs?: Readonly<Record<string, string | number | boolean | null>>;
  /** The size of `/dev/shm`, in bytes or as `64m`. */
  shmsize?: number | string;
  /** Labels of the image. */
  labels?: Readonly<Record<string, string>> | readonly string[];
  /** Images whose layers may be taken for steps that give the same. */
  cacheFrom?: readonly string[];
  /** The stage to build. */
  target?: string;
  /** The network of `RUN` steps, e.g. `host` or `none`. */
  networkMode?: string;
  /** Whether the new layers are made one; the Engine has this only with experimental features on. */
  squash?: boolean;
  /** Names for the hosts file of the containers that the build runs. */
  extraHosts?: ExtraHosts;
  /** The platform, e.g. `linux/arm64`. Since API 1.32. */
  platform?: string;
  /**
   * The builder: `1` is the old one, `2` BuildKit, which takes no credentials for base images here:
   * those that need some are to be pulled before. Since API 1.38. @default {"1"}
   */
  version?: "1" | "2";
  /** Where the result of a BuildKit build goes. Since API 1.40. */
  outputs?: readonly BuildOutput[];
}

const toVersion = oneOf("1", "2");

/**
 * Makes the parameters of a build's request.
 *
 * @param options The options.
 * @throws {TypeError} When an option has another type.
 * @throws {RangeError} When an option has a value that is not allowed.
 *
 * @internal
 */
export function buildQuery(options: BuildParameters): Record<string, QueryValue> {
  const { tag, quiet, nocache, rm, forcerm, pull, squash } = options;
  const tags = tag === undefined || tag === null ? [] : typeof tag === "string" ? [tag] : tag;
  return {
    t: listOf(toTag)(tags, "tag"),
    q: quiet || undefined,
    nocache: nocache || undefined,
    // Without the parameter the Engine removes them.
    rm: rm ?? false,
    forcerm: forcerm || undefined,
    pull: pull || undefined,
    squash: squash || undefined,
    ...limits(options.containerLimits),
    buildargs: given(options.buildargs, "buildargs", toBuildArguments),
    shmsize: given(options.shmsize, "shmsize", toShmSize),
    labels: given(
      options.labels,
      "labels",
      (value, argument) => JSON.stringify(toLabels(value, argument)),
    ),
    cachefrom: given(
      options.cacheFrom,
      "cacheFrom",
      (value, argument) => JSON.stringify(toTexts(value, argument)),
    ),
    target: given(options.target, "target", toText),
    networkmode: given(options.networkMode, "networkMode", toText),
    extrahosts: given(options.extraHosts, "extraHosts", toExtraHosts),
    platform: given(options.platform, "platform", toText),
    version: given(options.version, "version", toVersion),
    outputs: given(
      options.outputs,
      "outputs",
      (value, argument) => JSON.stringify(listOf(toRecord)(value, argument)),
    ),
  };
}

function given<T>(
  value: unknown,
  argument: string,
  convert: (value: unknown, argument: string) => T,
): T | undefined {
  return value === undefined || value === null ? undefined : convert(value, argument);
}

function toTag(value: unknown, argument: string): string {
  const { digest } = parseImageName(value, argument);
  if (digest === null) return value as string;
  throw new InvalidRepository(
    `Cannot use ${argument} "${value}": a digest follows from the content; give a tag`,
  );
}

function limits(value: unknown): Record<string, QueryValue> {
  const parameters: Record<string, QueryValue> = {};
  for (const [name, limit] of Object.entries(given(value, "containerLimits", toRecord) ?? {})) {
    const convert = LIMITS[name];
    if (convert === undefined) {
      const known = Object.keys(LIMITS).join(", ");
      throw new TypeError(`Cannot use containerLimits: "${name}" is none of ${known}`);
    }
    parameters[name] = given(limit, `containerLimits.${name}`, convert);
  }
  return parameters;
}

const LIMITS: Readonly<
  Record<string, (value: unknown, argument: string) => string | number>
> = {
  memory: toBytes,
  memswap: toBytesOrUnlimited,
  cpushares: integerFrom(0),
  cpusetcpus: toText,
  cpuperiod: integerFrom(0),
  cpuquota: toInteger,
};

function toBuildArguments(value: unknown, argument: string): string {
  if (!isRecord(value)) throw wrongShape(argument, value, "an object of strings");
  const map: Record<string, string | null> = {};
  for (const [name, item] of Object.entries(value)) {
    if (item === undefined) continue;
    const isText = ["string", "boolean"].includes(typeof item) || Number.isFinite(item);
    if (item !== null && !isText) {
      throw new TypeError(
        `Cannot use ${argument}["${name}"]: expected a string, a number, true, false or null`,
      );
    }
    map[name] = item === null ? null : String(item);
  }
  return JSON.stringify(map);
}

function toShmSize(value: unknown, argument: string): number {
  const size = toBytes(value, argument);
  if (size === 0) throw wrongValue(argument, value, "a size of more than 0 bytes");
  return size;
}
