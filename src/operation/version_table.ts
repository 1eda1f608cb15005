import { ENDPOINT_FIELDS, serviceFields, SWARM_FIELDS } from "./version_fields.ts";
import { type MethodVersions, under } from "./version_range.ts";

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

  // Networks
  connectContainerToNetwork: {
    since: "1.21",
    body: () => under("EndpointConfig.", ENDPOINT_FIELDS),
  },
  createNetwork: {
    since: "1.21",
    body: {
      "CheckDuplicate": { until: "1.45", harmless: true, option: "checkDuplicate" },
      "Internal": { since: "1.22", option: "internal" },
      "IPAM.Options": { since: "1.22" },
      "EnableIPv6": { since: "1.23", option: "enableIpv6" },
      "Labels": { since: "1.23", option: "labels" },
      "Attachable": { since: "1.25", option: "attachable" },
      "Ingress": { since: "1.29", option: "ingress" },
      "Scope": { since: "1.30", option: "scope" },
      "ConfigOnly": { since: "1.30" },
      "ConfigFrom": { since: "1.30" },
      "EnableIPv4": { since: "1.48", option: "enableIpv4" },
    },
  },
  disconnectContainerFromNetwork: {
    since: "1.21",
    body: { "Force": { since: "1.22", option: "force" } },
  },
  inspectNetwork: {
    since: "1.21",
    options: { verbose: { since: "1.28" }, scope: { since: "1.31" } },
  },
  networks: { since: "1.21" },
  pruneNetworks: { since: "1.25" },
  removeNetwork: { since: "1.21" },

  // Volumes
  createVolume: {
    since: "1.21",
    body: {
      "Labels": { since: "1.23", option: "labels" },
      "ClusterVolumeSpec": { since: "1.42" },
    },
  },
  inspectVolume: { since: "1.21" },
  pruneVolumes: { since: "1.25" },
  removeVolume: { since: "1.21", options: { force: { since: "1.25" } } },
  volumes: { since: "1.21" },

  // Swarm
  createSwarmSpec: ALWAYS,
  initSwarm: {
    since: "1.24",
    body: () => ({
      "DataPathAddr": { since: "1.30", option: "dataPathAddr" },
      "DefaultAddrPool": { since: "1.39", option: "defaultAddrPool" },
      "SubnetSize": { since: "1.39", option: "subnetSize" },
      "DataPathPort": { since: "1.40", option: "dataPathPort" },
      ...under("Spec.", SWARM_FIELDS),
    }),
  },
  inspectNode: { since: "1.24" },
  inspectSwarm: { since: "1.24" },
  joinSwarm: {
    since: "1.24",
    body: { "DataPathAddr": { since: "1.30", option: "dataPathAddr" } },
  },
  leaveSwarm: { since: "1.24" },
  nodes: { since: "1.24" },
  removeNode: { since: "1.24" },
  updateNode: { since: "1.24" },
  updateSwarm: {
    since: "1.24",
    options: { rotateManagerUnlockKey: { since: "1.25" } },
    body: SWARM_FIELDS,
  },

  // Services
  createService: { since: "1.24", body: serviceFields },
  inspectService: { since: "1.24", options: { insertDefaults: { since: "1.29" } } },
  inspectTask: { since: "1.24" },
  removeService: { since: "1.24" },
  serviceLogs: { since: "1.25" },
  services: { since: "1.24", options: { status: { since: "1.41" } } },
  tasks: { since: "1.24" },
  updateService: {
    since: "1.24",
    options: { rollback: { since: "1.28" } },
    body: serviceFields,
  },

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

  // Secrets and configs
  createSecret: {
    since: "1.25",
    body: {
      "Driver": { since: "1.31", option: "driver" },
      "Templating": { since: "1.37", option: "templating" },
    },
  },
  inspectSecret: { since: "1.25" },
  removeSecret: { since: "1.25" },
  secrets: { since: "1.25" },
  configs: { since: "1.30" },
  createConfig: {
    since: "1.30",
    body: { "Templating": { since: "1.37", option: "templating" } },
  },
  inspectConfig: { since: "1.30" },
  removeConfig: { since: "1.30" },

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
  getUnlockKey: { since: "1.25" },
  unlockSwarm: { since: "1.24" },
};
