/**
 * One call of each function of the API, with what it cannot do without.
 *
 * @module
 */
import * as api from "../../src/api/mod.ts";
import type { Engine } from "../../src/engine/engine.ts";

/** A call with the options that are tried. */
export type TriedCall = (engine: Engine, options: never) => unknown;

const DATA = "data";
/** An archive of nothing. */
const ARCHIVE = new Uint8Array(1024);
const TASK = { ContainerSpec: { Image: "app" } };

/** Puts further options beside what a call cannot do without; what they inherit, they keep. */
function beside(needed: object, options: object | undefined): never {
  return Object.defineProperties(Object.create(Object.getPrototypeOf(options ?? {})), {
    ...Object.getOwnPropertyDescriptors(needed),
    ...Object.getOwnPropertyDescriptors(options ?? {}),
  }) as never;
}

/** The calls by the functions' names. */
export const CALLS: Readonly<Record<string, TriedCall>> = {
  // The peer here has no process whose end could be asked for.
  attach: (engine, options) => api.attach(engine, "web", beside({ checkEnd: false }, options)),
  attachSocket: (engine, options) => api.attachSocket(engine, "web", options),
  build: (engine, options) =>
    api.build(engine, beside({ path: "https://host/context.tar" }, options)),
  cancelBuild: (engine, options) => api.cancelBuild(engine, "build", options),
  checkpoints: (engine, options) => api.checkpoints(engine, "web", options),
  commit: (engine, options) => api.commit(engine, "web", options),
  configs: (engine, options) => api.configs(engine, options),
  configurePlugin: (engine, options) => api.configurePlugin(engine, "plugin", { A: "1" }, options),
  connectContainerToNetwork: (engine, options) =>
    api.connectContainerToNetwork(engine, "web", "net", options),
  containers: (engine, options) => api.containers(engine, options),
  copy: (engine, options) => api.copy(engine, "web", "/file", options),
  createCheckpoint: (engine, options) => api.createCheckpoint(engine, "web", "warm", options),
  createConfig: (engine, options) => api.createConfig(engine, "config", DATA, options),
  createContainer: (engine, options) => api.createContainer(engine, "busybox", options),
  createContainerConfig: (_, options) => api.createContainerConfig("busybox", options),
  createContainerFromConfig: (engine, options) =>
    api.createContainerFromConfig(engine, { Image: "busybox" }, options),
  createEndpointConfig: (_, options) => api.createEndpointConfig(options),
  createHostConfig: (_, options) => api.createHostConfig(options),
  createNetwork: (engine, options) => api.createNetwork(engine, "net", options),
  createNetworkingConfig: (_, options) => api.createNetworkingConfig({ front: options }),
  createPlugin: (engine, options) =>
    api.createPlugin(engine, "plugin", "tests/fixtures/plugin", options),
  createSecret: (engine, options) => api.createSecret(engine, "secret", DATA, options),
  createService: (engine, options) => api.createService(engine, TASK, options),
  createSwarmSpec: (_, options) => api.createSwarmSpec(options),
  createVolume: (engine, options) => api.createVolume(engine, options),
  df: (engine, options) => api.df(engine, options),
  diff: (engine, options) => api.diff(engine, "web", options),
  disablePlugin: (engine, options) => api.disablePlugin(engine, "plugin", options),
  disconnectContainerFromNetwork: (engine, options) =>
    api.disconnectContainerFromNetwork(engine, "web", "net", options),
  enablePlugin: (engine, options) => api.enablePlugin(engine, "plugin", options),
  events: (engine, options) => api.events(engine, options),
  execCreate: (engine, options) => api.execCreate(engine, "web", ["date"], options),
  execExitCode: (engine, options) => api.execExitCode(engine, "1a", options),
  execInspect: (engine, options) => api.execInspect(engine, "1a", options),
  execResize: (engine, options) =>
    api.execResize(engine, "1a", beside({ height: 24, width: 80 }, options)),
  execStart: (engine, options) => api.execStart(engine, "1a", beside({ checkEnd: false }, options)),
  exportContainer: (engine, options) => api.exportContainer(engine, "web", options),
  getArchive: (engine, options) => api.getArchive(engine, "web", "/file", options),
  getImage: (engine, options) => api.getImage(engine, "app", options),
  getImages: (engine, options) => api.getImages(engine, ["app"], options),
  getUnlockKey: (engine, options) => api.getUnlockKey(engine, options),
  history: (engine, options) => api.history(engine, "app", options),
  images: (engine, options) => api.images(engine, options),
  importImage: (engine, options) =>
    api.importImage(engine, beside({ src: "https://host/image.tar" }, options)),
  importImageFromData: (engine, options) => api.importImageFromData(engine, ARCHIVE, options),
  importImageFromFile: (engine, options) => api.importImageFromFile(engine, "deno.json", options),
  importImageFromImage: (engine, options) => api.importImageFromImage(engine, "app", options),
  importImageFromStream: (engine, options) => api.importImageFromStream(engine, ARCHIVE, options),
  importImageFromUrl: (engine, options) =>
    api.importImageFromUrl(engine, "https://host/image.tar", options),
  info: (engine, options) => api.info(engine, options),
  initSwarm: (engine, options) => api.initSwarm(engine, options),
  insert: (engine, options) => api.insert(engine, "app", "https://host/x", "/x", options),
  inspectConfig: (engine, options) => api.inspectConfig(engine, "config", options),
  inspectContainer: (engine, options) => api.inspectContainer(engine, "web", options),
  inspectDistribution: (engine, options) =>
    api.inspectDistribution(engine, "registry.example/app", options),
  inspectImage: (engine, options) => api.inspectImage(engine, "app", options),
  inspectImageAttestations: (engine, options) =>
    api.inspectImageAttestations(engine, "app", options),
  inspectNetwork: (engine, options) => api.inspectNetwork(engine, "net", options),
  inspectNode: (engine, options) => api.inspectNode(engine, "node", options),
  inspectPlugin: (engine, options) => api.inspectPlugin(engine, "plugin", options),
  inspectSecret: (engine, options) => api.inspectSecret(engine, "secret", options),
  inspectService: (engine, options) => api.inspectService(engine, "service", options),
  inspectSwarm: (engine, options) => api.inspectSwarm(engine, options),
  inspectTask: (engine, options) => api.inspectTask(engine, "task", options),
  inspectVolume: (engine, options) => api.inspectVolume(engine, "volume", options),
  joinSwarm: (engine, options) => api.joinSwarm(engine, ["10.0.0.1:2377"], "token", options),
  kill: (engine, options) => api.kill(engine, "web", "SIGHUP", options),
  leaveSwarm: (engine, options) => api.leaveSwarm(engine, options),
  loadImage: (engine, options) => api.loadImage(engine, ARCHIVE, options),
  login: (engine, options) => api.login(engine, "user", beside({ password: "password" }, options)),
  logs: (engine, options) => api.logs(engine, "web", options),
  networks: (engine, options) => api.networks(engine, options),
  nodes: (engine, options) => api.nodes(engine, options),
  openSession: (engine, options) => api.openSession(engine, options),
  pause: (engine, options) => api.pause(engine, "web", options),
  ping: (engine, options) => api.ping(engine, options),
  pingInfo: (engine, options) => api.pingInfo(engine, options),
  pluginPrivileges: (engine, options) => api.pluginPrivileges(engine, "plugin", options),
  plugins: (engine, options) => api.plugins(engine, options),
  port: (engine, options) => api.port(engine, "web", 80, options),
  pruneBuilds: (engine, options) => api.pruneBuilds(engine, options),
  pruneContainers: (engine, options) => api.pruneContainers(engine, options),
  pruneImages: (engine, options) => api.pruneImages(engine, options),
  pruneNetworks: (engine, options) => api.pruneNetworks(engine, options),
  pruneVolumes: (engine, options) => api.pruneVolumes(engine, options),
  pull: (engine, options) => api.pull(engine, "registry.example/app", options),
  pullPlugin: (engine, options) => api.pullPlugin(engine, "plugin", [], options),
  push: (engine, options) => api.push(engine, "registry.example/app", options),
  pushPlugin: (engine, options) => api.pushPlugin(engine, "plugin", options),
  putArchive: (engine, options) => api.putArchive(engine, "web", "/", ARCHIVE, options),
  registerWait: (engine, options) => api.registerWait(engine, "web", options),
  removeCheckpoint: (engine, options) => api.removeCheckpoint(engine, "web", "warm", options),
  removeConfig: (engine, options) => api.removeConfig(engine, "config", options),
  removeContainer: (engine, options) => api.removeContainer(engine, "web", options),
  removeImage: (engine, options) => api.removeImage(engine, "app", options),
  removeNetwork: (engine, options) => api.removeNetwork(engine, "net", options),
  removeNode: (engine, options) => api.removeNode(engine, "node", options),
  removePlugin: (engine, options) => api.removePlugin(engine, "plugin", options),
  removeSecret: (engine, options) => api.removeSecret(engine, "secret", options),
  removeService: (engine, options) => api.removeService(engine, "service", options),
  removeVolume: (engine, options) => api.removeVolume(engine, "volume", options),
  rename: (engine, options) => api.rename(engine, "web", "other", options),
  request: (engine, options) => api.request(engine, "GET", "/info", options),
  resize: (engine, options) => api.resize(engine, "web", 24, 80, options),
  restart: (engine, options) => api.restart(engine, "web", options),
  search: (engine, options) => api.search(engine, "term", options),
  secrets: (engine, options) => api.secrets(engine, options),
  serviceLogs: (engine, options) =>
    api.serviceLogs(engine, "service", beside({ stdout: true }, options)),
  services: (engine, options) => api.services(engine, options),
  start: (engine, options) => api.start(engine, "web", options),
  statArchive: (engine, options) => api.statArchive(engine, "web", "/file", options),
  stats: (engine, options) => api.stats(engine, "web", options),
  stop: (engine, options) => api.stop(engine, "web", options),
  tag: (engine, options) => api.tag(engine, "app", "other", options),
  taskLogs: (engine, options) => api.taskLogs(engine, "task", beside({ stdout: true }, options)),
  tasks: (engine, options) => api.tasks(engine, options),
  top: (engine, options) => api.top(engine, "web", options),
  unlockSwarm: (engine, options) => api.unlockSwarm(engine, "key", options),
  unpause: (engine, options) => api.unpause(engine, "web", options),
  updateConfig: (engine, options) => api.updateConfig(engine, "config", 1, options),
  updateContainer: (engine, options) => api.updateContainer(engine, "web", options),
  updateNode: (engine, options) => api.updateNode(engine, "node", 1, options),
  updateSecret: (engine, options) => api.updateSecret(engine, "secret", 1, options),
  updateService: (engine, options) =>
    api.updateService(engine, "service", 1, beside({ taskTemplate: TASK }, options)),
  updateSwarm: (engine, options) => api.updateSwarm(engine, 1, options),
  updateVolume: (engine, options) => api.updateVolume(engine, "volume", 1, options),
  upgradePlugin: (engine, options) => api.upgradePlugin(engine, "plugin", "remote", [], options),
  version: (engine, options) => api.version(engine, options),
  volumes: (engine, options) => api.volumes(engine, options),
  wait: (engine, options) => api.wait(engine, "web", options),
};
