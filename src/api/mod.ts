// Written by tools/write_client.ts.
/**
 * Every method of `APIClient` as a function of its own: a bundle that makes one call carries that
 * call only. The first argument is made by {@linkcode createEngine}, or is the `engine` of a client.
 *
 * @module
 */
export { build } from "./build/build.ts";
export { cancelBuild } from "./build/cancel.ts";
export { pruneBuilds } from "./build/prune.ts";
export { openSession } from "./build/session.ts";
export { createConfig } from "./configs/create.ts";
export { inspectConfig } from "./configs/inspect.ts";
export { configs } from "./configs/list.ts";
export { removeConfig } from "./configs/remove.ts";
export { updateConfig } from "./configs/update.ts";
export { attach } from "./containers/attach.ts";
export { attachSocket } from "./containers/attach_socket.ts";
export { diff } from "./containers/changes.ts";
export { checkpoints } from "./containers/checkpoints.ts";
export { commit } from "./containers/commit.ts";
export { createContainerConfig } from "./containers/container_config.ts";
export { copy } from "./containers/copy.ts";
export { createContainer } from "./containers/create.ts";
export { createCheckpoint } from "./containers/create_checkpoint.ts";
export { createContainerFromConfig } from "./containers/create_from_config.ts";
export { exportContainer, exportContainer as export } from "./containers/export.ts";
export { getArchive } from "./containers/get_archive.ts";
export { createHostConfig } from "./containers/host_config.ts";
export { inspectContainer } from "./containers/inspect.ts";
export { kill } from "./containers/kill.ts";
export { containers } from "./containers/list.ts";
export { logs } from "./containers/logs.ts";
export { createEndpointConfig, createNetworkingConfig } from "./containers/networking_config.ts";
export { pause } from "./containers/pause.ts";
export { port } from "./containers/port.ts";
export { pruneContainers } from "./containers/prune.ts";
export { putArchive } from "./containers/put_archive.ts";
export { registerWait } from "./containers/register_wait.ts";
export { removeContainer } from "./containers/remove.ts";
export { removeCheckpoint } from "./containers/remove_checkpoint.ts";
export { rename } from "./containers/rename.ts";
export { resize } from "./containers/resize.ts";
export { restart } from "./containers/restart.ts";
export { start } from "./containers/start.ts";
export { statArchive } from "./containers/stat_archive.ts";
export { stats } from "./containers/stats.ts";
export { stop } from "./containers/stop.ts";
export { top } from "./containers/top.ts";
export { unpause } from "./containers/unpause.ts";
export { updateContainer } from "./containers/update.ts";
export { wait } from "./containers/wait.ts";
export { execCreate } from "./exec/create.ts";
export { execExitCode } from "./exec/exit_code.ts";
export { execInspect } from "./exec/inspect.ts";
export { execResize } from "./exec/resize.ts";
export { execStart } from "./exec/start.ts";
export { getImage } from "./images/get.ts";
export { getImages } from "./images/get_several.ts";
export { history } from "./images/history.ts";
export {
  importImageFromData,
  importImageFromFile,
  importImageFromStream,
  importImageFromUrl,
} from "./images/import.ts";
export { importImage } from "./images/import_any.ts";
export { importImageFromImage } from "./images/import_from_image.ts";
export { insert } from "./images/insert.ts";
export { inspectImage } from "./images/inspect.ts";
export { inspectImageAttestations } from "./images/inspect_attestations.ts";
export { inspectDistribution } from "./images/inspect_distribution.ts";
export { images } from "./images/list.ts";
export { loadImage } from "./images/load.ts";
export { pruneImages } from "./images/prune.ts";
export { pull } from "./images/pull.ts";
export { push } from "./images/push.ts";
export { removeImage } from "./images/remove.ts";
export { search } from "./images/search.ts";
export { tag } from "./images/tag.ts";
export { connectContainerToNetwork } from "./networks/connect.ts";
export { createNetwork } from "./networks/create.ts";
export { disconnectContainerFromNetwork } from "./networks/disconnect.ts";
export { inspectNetwork } from "./networks/inspect.ts";
export { networks } from "./networks/list.ts";
export { pruneNetworks } from "./networks/prune.ts";
export { removeNetwork } from "./networks/remove.ts";
export { inspectNode } from "./nodes/inspect.ts";
export { nodes } from "./nodes/list.ts";
export { removeNode } from "./nodes/remove.ts";
export { updateNode } from "./nodes/update.ts";
export { configurePlugin } from "./plugins/configure.ts";
export { createPlugin } from "./plugins/create.ts";
export { disablePlugin } from "./plugins/disable.ts";
export { enablePlugin } from "./plugins/enable.ts";
export { inspectPlugin } from "./plugins/inspect.ts";
export { plugins } from "./plugins/list.ts";
export { pluginPrivileges } from "./plugins/privileges.ts";
export { pullPlugin } from "./plugins/pull.ts";
export { pushPlugin } from "./plugins/push.ts";
export { removePlugin } from "./plugins/remove.ts";
export { upgradePlugin } from "./plugins/upgrade.ts";
export { createSecret } from "./secrets/create.ts";
export { inspectSecret } from "./secrets/inspect.ts";
export { secrets } from "./secrets/list.ts";
export { removeSecret } from "./secrets/remove.ts";
export { updateSecret } from "./secrets/update.ts";
export { createService } from "./services/create.ts";
export { inspectService } from "./services/inspect.ts";
export { inspectTask } from "./services/inspect_task.ts";
export { services } from "./services/list.ts";
export { tasks } from "./services/list_tasks.ts";
export { serviceLogs } from "./services/logs.ts";
export { removeService } from "./services/remove.ts";
export { taskLogs } from "./services/task_logs.ts";
export { updateService } from "./services/update.ts";
export { initSwarm } from "./swarm/init.ts";
export { inspectSwarm } from "./swarm/inspect.ts";
export { joinSwarm } from "./swarm/join.ts";
export { leaveSwarm } from "./swarm/leave.ts";
export { createSwarmSpec } from "./swarm/swarm_spec.ts";
export { unlockSwarm } from "./swarm/unlock.ts";
export { getUnlockKey } from "./swarm/unlock_key.ts";
export { updateSwarm } from "./swarm/update.ts";
export { df } from "./system/df.ts";
export { events } from "./system/events.ts";
export { info } from "./system/info.ts";
export { login } from "./system/login.ts";
export { ping } from "./system/ping.ts";
export { pingInfo } from "./system/ping_info.ts";
export { EngineResponse, request } from "./system/request.ts";
export { version } from "./system/version.ts";
export { createVolume } from "./volumes/create.ts";
export { inspectVolume } from "./volumes/inspect.ts";
export { volumes } from "./volumes/list.ts";
export { pruneVolumes } from "./volumes/prune.ts";
export { removeVolume } from "./volumes/remove.ts";
export { updateVolume } from "./volumes/update.ts";
export {
  type APIClientOptions,
  createEngine,
  type SSHOptions,
  TLSConfig,
  type TLSConfigOptions,
} from "../create_engine.ts";
export type { Engine } from "../engine/engine.ts";
