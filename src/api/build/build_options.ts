import { setOwn } from "../../convert/own.ts";
import {
  integerFrom,
  isRecord,
  listOf,
  oneOf,
  toBoolean,
  toFilledText,
  toFlag,
  toInteger,
  toText,
  toTexts,
} from "../../convert/checks.ts";
import { type ExtraHosts, toExtraHosts } from "../../convert/host_config/extra_hosts.ts";
import { toUlimit, type UlimitOption } from "../../convert/host_config/ulimit.ts";
import { parseImageName } from "../../convert/image_name.ts";
import { type Labels, toLabels } from "../../convert/labels.ts";
import { wrongShape, wrongValue } from "../../convert/refuse.ts";
import { toBytes, toBytesOrUnlimited } from "../../convert/size.ts";
import { InvalidRepository } from "../../errors.ts";
import { type BuildOutputs, toOutputs } from "../../build/output/output_options.ts";
import { type BuildCache, toCaches } from "../../build/solve/solve_options.ts";
import { type Declared, inQueries, inQuery, ofClient } from "../../operation/option.ts";
import type { Isolation } from "../../types/common.ts";
import { jsonText } from "../../text/json_text.ts";

/** Limits of the containers that a build runs; BuildKit has none. */
export interface ContainerLimits {
  /** Memory, in bytes or as `512m`. */
  memory?: number | string | null | undefined;
  /** Memory and swap together, in bytes or as `1g`; -1 for swap without limit. */
  memswap?: number | string | null | undefined;
  /** The share of CPU time relative to others. */
  cpushares?: number | null | undefined;
  /** The CPUs that may be used, e.g. `0-3` or `0,1`. */
  cpusetcpus?: string | null | undefined;
  /** The memory nodes that may be used, e.g. `0-1`. */
  cpusetmems?: string | null | undefined;
  /** The length of a CPU period, in microseconds. */
  cpuperiod?: number | null | undefined;
  /** The CPU time within a period, in microseconds. */
  cpuquota?: number | null | undefined;
}

/** The options of a build that are parameters of its request. */
export interface BuildParameters {
  /** The name, or names, of the image, e.g. `team/app:1.2`. */
  tag?: string | readonly string[] | null | undefined;
  /** Whether the Engine tells nothing but the image's id. @default {false} */
  quiet?: boolean | null | undefined;
  /** Whether every step runs, cached or not. @default {false} */
  nocache?: boolean | null | undefined;
  /**
   * Whether the containers of successful steps are removed; without it the old builder leaves one
   * a step behind. @default {false}
   */
  rm?: boolean | null | undefined;
  /** Whether they are removed however the build ends. @default {false} */
  forcerm?: boolean | null | undefined;
  /** Whether base images are pulled even if the Engine has them. @default {false} */
  pull?: boolean | null | undefined;
  /**
   * Whether the new layers are made one; for the old builder, and only with experimental features on.
   * Since API 1.25.
   */
  squash?: boolean | null | undefined;
  /** Limits of the containers that the build runs; for the old builder. */
  containerLimits?: ContainerLimits | null | undefined;
  /**
   * Limits of the resources of processes in `RUN` steps, e.g. `[{ name: "nofile", soft: 1024 }]`;
   * BuildKit has them from API 1.42 on.
   */
  ulimits?: readonly UlimitOption[] | null | undefined;
  /** The cgroup that the cgroups of `RUN` steps are put into; BuildKit has it from API 1.42 on. */
  cgroupParent?: string | null | undefined;
  /** How the containers of `RUN` steps are isolated (Windows); for the old builder. */
  isolation?: Isolation | null | undefined;
  /**
   * Security options of `RUN` steps, e.g. `credentialspec=file://x.json` (Windows; others refuse
   * them); for the old builder.
   */
  securityOpt?: readonly string[] | null | undefined;
  /** The values of the Dockerfile's `ARG`s; `null` for one that is named and has none. */
  buildargs?: Readonly<Record<string, string | number | boolean | null>> | null | undefined;
  /** The size of `/dev/shm`, in bytes or as `64m`; BuildKit has it from API 1.42 on. */
  shmsize?: number | string | null | undefined;
  /** Labels of the image. */
  labels?: Labels | null | undefined;
  /**
   * Images whose layers may be taken for steps that give the same; for BuildKit also cache of other
   * kinds, e.g. `{ type: "local", src: "cache" }` or `"type=local,src=cache"`. Since API 1.25.
   */
  cacheFrom?: readonly (string | BuildCache)[] | null | undefined;
  /** The stage to build. Since API 1.29. */
  target?: string | null | undefined;
  /** The network of `RUN` steps, e.g. `host` or `none`; BuildKit has no others. Since API 1.25. */
  networkMode?: string | null | undefined;
  /** Names for the hosts file of the containers that the build runs. Since API 1.27. */
  extraHosts?: ExtraHosts | null | undefined;
  /** The platform, e.g. `linux/arm64`. Since API 1.32. */
  platform?: string | null | undefined;
  /**
   * The builder: `1` is the old one, `2` BuildKit, `auto` BuildKit where the Engine has it. Since API
   * 1.38. @default {"1"}
   */
  version?: "1" | "2" | "auto" | null | undefined;
  /** Where the result of a BuildKit build goes. Since API 1.40. */
  outputs?: BuildOutputs | null | undefined;
  /** A name by which `cancelBuild` ends a BuildKit build. Since API 1.39. */
  buildId?: string | null | undefined;
}

/** The declarations of {@linkcode BuildParameters}. */
export const BUILD_PARAMETERS: Declared<BuildParameters> = {
  tag: inQuery("t", toTags),
  quiet: inQuery("q", toFlag),
  nocache: inQuery("nocache", toFlag),
  // Without the parameter the Engine removes them, so that false is sent.
  rm: inQuery("rm", toBoolean),
  forcerm: inQuery("forcerm", toFlag),
  pull: inQuery("pull", toFlag),
  squash: inQuery("squash", toFlag, { since: "1.25" }),
  containerLimits: inQueries({
    memory: inQuery("memory", toBytes),
    memswap: inQuery("memswap", toBytesOrUnlimited),
    cpushares: inQuery("cpushares", integerFrom(0)),
    cpusetcpus: inQuery("cpusetcpus", toText),
    cpusetmems: inQuery("cpusetmems", toText),
    cpuperiod: inQuery("cpuperiod", integerFrom(0)),
    cpuquota: inQuery("cpuquota", toInteger),
  }),
  ulimits: inQuery("ulimits", toJSON(listOf(toUlimit))),
  cgroupParent: inQuery("cgroupparent", toText),
  isolation: inQuery("isolation", oneOf("", "default", "process", "hyperv")),
  securityOpt: inQuery("securityopt", toTexts),
  buildargs: inQuery("buildargs", toBuildArguments),
  shmsize: inQuery("shmsize", toShmSize),
  labels: inQuery("labels", toJSON(toLabels)),
  cacheFrom: inQuery("cachefrom", toCacheNames, { since: "1.25" }),
  target: inQuery("target", toText, { since: "1.29" }),
  networkMode: inQuery("networkmode", toText, { since: "1.25" }),
  extraHosts: inQuery("extrahosts", toExtraHosts, { since: "1.27" }),
  platform: inQuery("platform", toText, { since: "1.32" }),
  version: ofClient(oneOf("1", "2", "auto")),
  outputs: inQuery("outputs", toOutputsJSON, { since: "1.40" }),
  buildId: inQuery("buildid", toFilledText, { since: "1.39" }),
};

function toJSON(
  convert: (value: unknown, argument: string) => unknown,
): (value: unknown, argument: string) => string {
  return (value, argument) => jsonText(`Cannot use ${argument}`, convert(value, argument));
}

/** Makes the outputs' parameter: what the Engine has to know of them. */
function toOutputsJSON(value: unknown, argument: string): string {
  return jsonText(
    `Cannot use ${argument}`,
    toOutputs(value, argument).map(({ type, attrs }) => ({ Type: type, Attrs: attrs })),
  );
}

/** Makes the parameter of those caches that are images. */
function toCacheNames(value: unknown, argument: string): string {
  const images = toCaches(value, argument, "src").filter(({ type }) => type === "registry");
  return jsonText(`Cannot use ${argument}`, images.map(({ attrs }) => attrs.ref));
}

function toTags(value: unknown, argument: string): string[] {
  return listOf(toTag)(typeof value === "string" ? [value] : value, argument);
}

function toTag(value: unknown, argument: string): string {
  const { digest } = parseImageName(value, argument);
  if (digest === null) return value as string;
  throw new InvalidRepository(
    `Cannot use ${argument} "${value}": a digest follows from the content; give a tag`,
  );
}

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
    setOwn(map, name, item === null ? null : String(item));
  }
  return jsonText(`Cannot use ${argument}`, map);
}

function toShmSize(value: unknown, argument: string): number {
  const size = toBytes(value, argument);
  if (size === 0) throw wrongValue(argument, value, "a size of more than 0 bytes");
  return size;
}
