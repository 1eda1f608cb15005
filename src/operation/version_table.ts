import type { MethodVersions } from "./version_range.ts";

/** Nothing to tell: every version that this client speaks knows all of the method. */
const ALWAYS: MethodVersions = {};

/**
 * Which API versions know each method, its options and the fields of its body.
 *
 * The guards and the documentation share this one table. What no version between the oldest and the newest
 * differs in is not named; versions below 1.18 are not told apart, except for what they alone have.
 */
export const METHOD_VERSIONS: Readonly<Record<string, MethodVersions>> = {
  // Plugins
  configurePlugin: { since: "1.25" },
  createPlugin: { since: "1.25" },
  disablePlugin: { since: "1.25", options: { force: { since: "1.28" } } },
  enablePlugin: { since: "1.25" },
  inspectPlugin: { since: "1.25" },
  pluginPrivileges: { since: "1.25" },
  plugins: { since: "1.25", options: { filters: { since: "1.28" } } },
  pullPlugin: { since: "1.25" },
  pushPlugin: { since: "1.25" },
  removePlugin: { since: "1.25" },
  upgradePlugin: { since: "1.26" },

  // The daemon
  df: { since: "1.25", options: { type: { since: "1.42" }, verbose: { since: "1.52" } } },
  events: ALWAYS,
  info: ALWAYS,
  login: { options: { email: { until: "1.51", harmless: true } } },
  ping: ALWAYS,
  version: ALWAYS,
};
