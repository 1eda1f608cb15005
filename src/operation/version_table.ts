import type { MethodVersions } from "./version_range.ts";

/** Nothing to tell: every version that this client speaks knows all of the method. */
const ALWAYS: MethodVersions = {};

const IMPORT_OPTIONS = {
  changes: { since: "1.18" },
  message: { since: "1.19" },
  platform: { since: "1.32" },
};

/**
 * Which API versions know each method, its options and the fields of its body.
 *
 * The guards and the documentation share this one table. What no version between the oldest and the newest
 * differs in is not named; versions below 1.18 are not told apart, except for what they alone have.
 */
export const METHOD_VERSIONS: Readonly<Record<string, MethodVersions>> = {
  // Images
  getImage: { options: { platform: { since: "1.48" } } },
  history: { options: { platform: { since: "1.48" } } },
  images: {
    options: {
      viz: { until: "1.6", instead: "images() and draw the graph from ParentId" },
      sharedSize: { since: "1.42" },
      manifests: { since: "1.47" },
      identity: { since: "1.54" },
    },
  },
  importImage: { options: IMPORT_OPTIONS },
  importImageFromData: { options: IMPORT_OPTIONS },
  importImageFromFile: { options: IMPORT_OPTIONS },
  importImageFromImage: { options: IMPORT_OPTIONS },
  importImageFromStream: { options: IMPORT_OPTIONS },
  importImageFromUrl: { options: IMPORT_OPTIONS },
  insert: { until: "1.11", instead: "build() with an ADD line" },
  inspectImage: { options: { manifests: { since: "1.48" }, platform: { since: "1.49" } } },
  loadImage: { options: { quiet: { since: "1.23" }, platform: { since: "1.48" } } },
  pruneImages: { since: "1.25" },
  pull: { options: { platform: { since: "1.32" } } },
  push: { options: { platform: { since: "1.46" } } },
  removeImage: { options: { platforms: { since: "1.50" } } },
  search: { options: { limit: { since: "1.24" }, filters: { since: "1.24" } } },
  tag: { options: { force: { until: "1.23", harmless: true } } },

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

  // Beyond the seed
  inspectDistribution: { since: "1.30" },
  pruneBuilds: {
    since: "1.31",
    options: {
      filters: { since: "1.39" },
      all: { since: "1.39" },
      keepStorage: { since: "1.39", until: "1.51", instead: "reservedSpace" },
      reservedSpace: { since: "1.48" },
      maxUsedSpace: { since: "1.48" },
      minFreeSpace: { since: "1.48" },
    },
  },
};
