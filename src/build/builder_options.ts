import { requireVersion, type VersionRange } from "../operation/versions.ts";
import { show } from "../convert/refuse.ts";
import { BUILD_SESSION, type SessionOptions } from "./session/options.ts";
import { BUILD_SOLVE, type SolveOptions, toCaches } from "./solve/solve_options.ts";

/** The options of a build of which one of the builders has nothing like. */
export interface BuilderOptions extends SessionOptions, SolveOptions {
  readonly outputs?: unknown;
  readonly cacheFrom?: unknown;
  readonly containerLimits?: unknown;
  readonly isolation?: unknown;
  readonly securityOpt?: unknown;
  readonly networkMode?: string | null | undefined;
  readonly squash?: boolean | null | undefined;
  readonly shmsize?: unknown;
  readonly ulimits?: unknown;
  readonly cgroupParent?: unknown;
}

/** The networks of BuildKit's `RUN` steps; the first two are the same. */
const KIT_NETWORKS = ["", "default", "host", "none"];

/** What BuildKit takes from certain API versions on; before, it drops it without a word. */
const KIT_VERSIONS: readonly (readonly [keyof BuilderOptions, VersionRange])[] = [
  ["shmsize", { since: "1.42" }],
  ["ulimits", { since: "1.42" }],
  ["cgroupParent", { since: "1.42" }],
];

/**
 * Refuses for the old builder what it would drop.
 *
 * @param action What is attempted.
 * @param options The options of the build.
 * @throws {TypeError} When one of them is for BuildKit.
 */
export function refuseKitOptions(action: string, options: BuilderOptions): void {
  const names = [...Object.keys({ ...BUILD_SESSION, ...BUILD_SOLVE }), "outputs"];
  const name = names.find((one) => options[one as keyof BuilderOptions] != null);
  if (name !== undefined) {
    throw new TypeError(`${action}: the option "${name}" is for BuildKit; it needs version: "2"`);
  }
  const caches = toCaches(options.cacheFrom ?? [], "cacheFrom", "src");
  const other = caches.find(({ type, attrs }) => {
    return type !== "registry" || Object.keys(attrs).length > 1;
  });
  if (other === undefined) return;
  throw new TypeError(
    `${action}: the old builder takes images alone as cacheFrom; ` +
      `cache of type ${show(other.type)} with options of its own needs version: "2"`,
  );
}

/**
 * Refuses for BuildKit what it would drop.
 *
 * @param action What is attempted.
 * @param version The API version in use.
 * @param options The options of the build.
 * @throws {TypeError} When one of them is for the old builder.
 * @throws {InvalidVersion} When BuildKit of Engines with this API version drops it.
 */
export function refuseClassicOptions(
  action: string,
  version: string,
  options: BuilderOptions,
): void {
  const { containerLimits, isolation, securityOpt, networkMode, squash } = options;
  const refuse = (name: string): never => {
    throw new TypeError(`${action}: BuildKit has no option "${name}"; it needs version: "1"`);
  };
  if (containerLimits != null) refuse("containerLimits");
  // Engine 20.10 has it with BuildKit; later ones answer well and leave the layers as they are.
  if (squash) refuse("squash");
  if (isolation != null && isolation !== "" && isolation !== "default") refuse("isolation");
  if (Array.isArray(securityOpt) && securityOpt.length > 0) refuse("securityOpt");
  if (networkMode != null && !KIT_NETWORKS.includes(networkMode)) {
    throw new TypeError(
      `${action}: BuildKit has no network ${
        show(networkMode)
      } for its steps; expected default, host or none`,
    );
  }
  for (const [name, range] of KIT_VERSIONS) {
    const value = options[name];
    if (value == null) continue;
    requireVersion(action, version, `option "${name}" with BuildKit`, range);
  }
}
