import { setOwn } from "../../convert/own.ts";
import { isRecord } from "../../convert/checks.ts";
import { toExtraHosts } from "../../convert/host_config/extra_hosts.ts";
import { toUlimit } from "../../convert/host_config/ulimit.ts";
import { toLabels } from "../../convert/labels.ts";
import { toBytes } from "../../convert/size.ts";

/** The options of a build that the frontend takes. */
export interface FrontendOptions {
  readonly target?: unknown;
  readonly platform?: unknown;
  readonly buildargs?: unknown;
  readonly labels?: unknown;
  readonly nocache?: unknown;
  readonly noCacheFilter?: unknown;
  readonly pull?: unknown;
  readonly extraHosts?: unknown;
  readonly networkMode?: unknown;
  readonly shmsize?: unknown;
  readonly ulimits?: unknown;
  readonly cgroupParent?: unknown;
}

/**
 * Makes the frontend's settings of a build's options, which were checked.
 *
 * @param options The options.
 */
export function frontendAttrs(options: FrontendOptions): Record<string, string> {
  const attrs: Record<string, string> = {};
  const set = (name: string, value: unknown): void => {
    if (value !== undefined && value !== null) setOwn(attrs, name, String(value));
  };
  set("target", options.target);
  set("platform", options.platform);
  set("image-resolve-mode", options.pull ? "pull" : "default");
  set("cgroup-parent", options.cgroupParent);
  const { buildargs, labels, extraHosts, networkMode, shmsize, ulimits } = options;
  for (const [name, value] of Object.entries(isRecord(buildargs) ? buildargs : {})) {
    set(`build-arg:${name}`, value);
  }
  if (labels != null) {
    for (const [name, value] of Object.entries(toLabels(labels, "labels"))) {
      set(`label:${name}`, value);
    }
  }
  if (options.nocache) set("no-cache", "");
  else if (Array.isArray(options.noCacheFilter)) set("no-cache", options.noCacheFilter.join(","));
  if (extraHosts != null) {
    const hosts = toExtraHosts(extraHosts, "extraHosts");
    set("add-hosts", hosts.map((host) => host.replace(":", "=")).join(","));
  }
  if (networkMode === "host" || networkMode === "none") set("force-network-mode", networkMode);
  if (shmsize != null) set("shm-size", toBytes(shmsize, "shmsize"));
  if (Array.isArray(ulimits)) {
    const limits = ulimits.map((one, index) => toUlimit(one, `ulimits[${index}]`));
    set("ulimit", limits.map(({ Name, Soft, Hard }) => `${Name}=${Soft}:${Hard}`).join(","));
  }
  return attrs;
}
