import assert from "node:assert/strict";
import { test } from "node:test";
import { bodyRanges, type VersionRange } from "../../src/operation/version_range.ts";
import { METHOD_VERSIONS } from "../../src/operation/version_table.ts";
import { compareVersions, NEWEST_VERSION } from "../../src/engine/version.ts";

/** What the specifications from 1.25 to 1.56 say: method, option or path of a field, first, last. */
const SPECIFIED: [method: string, name: string, first: string, last?: string][] = [
  ["login", "email", "", "1.51"],
  ["pruneBuilds", "", "1.31"],
  ["pruneBuilds", "all", "1.39"],
  ["pruneBuilds", "filters", "1.39"],
  ["pruneBuilds", "keepStorage", "1.39", "1.51"],
  ["pruneBuilds", "maxUsedSpace", "1.48"],
  ["pruneBuilds", "minFreeSpace", "1.48"],
  ["pruneBuilds", "reservedSpace", "1.48"],
  ["configs", "", "1.30"],
  ["createConfig", "", "1.30"],
  ["createConfig", "Templating", "1.37"],
  ["removeConfig", "", "1.30"],
  ["inspectConfig", "", "1.30"],
  ["createContainer", "platform", "1.41"],
  ["createContainer", "Healthcheck.StartInterval", "1.44"],
  ["createContainer", "Healthcheck.StartPeriod", "1.29"],
  ["createContainer", "HostConfig.Annotations", "1.43"],
  ["createContainer", "HostConfig.Capabilities", "1.40", "1.40"],
  ["createContainer", "HostConfig.CgroupnsMode", "1.41"],
  ["createContainer", "HostConfig.DeviceCgroupRules", "1.28"],
  ["createContainer", "HostConfig.DeviceRequests", "1.40"],
  ["createContainer", "HostConfig.DiskQuota", "", "1.39"],
  ["createContainer", "HostConfig.Init", "1.37"],
  ["createContainer", "HostConfig.KernelMemory", "1.36", "1.41"],
  ["createContainer", "HostConfig.KernelMemoryTCP", "1.40", "1.51"],
  ["createContainer", "HostConfig.MaskedPaths", "1.38"],
  ["createContainer", "HostConfig.ReadonlyPaths", "1.38"],
  ["createContainer", "MacAddress", "", "1.51"],
  ["putArchive", "copyUidGid", "1.39"],
  ["execCreate", "ConsoleSize", "1.42"],
  ["execCreate", "WorkingDir", "1.35"],
  ["logs", "until", "1.35"],
  ["restart", "stopSignal", "1.42"],
  ["stats", "oneShot", "1.41"],
  ["stop", "stopSignal", "1.42"],
  ["updateContainer", "DeviceCgroupRules", "1.28"],
  ["updateContainer", "DeviceRequests", "1.40"],
  ["updateContainer", "DiskQuota", "", "1.39"],
  ["updateContainer", "KernelMemory", "1.36", "1.41"],
  ["updateContainer", "KernelMemoryTCP", "1.40", "1.51"],
  ["wait", "condition", "1.30"],
  ["inspectDistribution", "", "1.30"],
  ["execStart", "ConsoleSize", "1.42"],
  ["importImage", "changes", "1.40"],
  ["importImage", "message", "1.39"],
  ["importImage", "platform", "1.32"],
  ["images", "identity", "1.54"],
  ["images", "manifests", "1.47"],
  ["images", "sharedSize", "1.42"],
  ["loadImage", "platform", "1.48"],
  ["removeImage", "platforms", "1.50"],
  ["getImage", "platform", "1.48"],
  ["history", "platform", "1.48"],
  ["inspectImage", "manifests", "1.48"],
  ["inspectImage", "platform", "1.49"],
  ["push", "platform", "1.46"],
  ["createNetwork", "Attachable", "1.27"],
  ["createNetwork", "CheckDuplicate", "", "1.45"],
  ["createNetwork", "ConfigFrom", "1.41"],
  ["createNetwork", "ConfigOnly", "1.41"],
  ["createNetwork", "EnableIPv4", "1.48"],
  ["createNetwork", "Ingress", "1.29"],
  ["createNetwork", "Scope", "1.41"],
  ["inspectNetwork", "scope", "1.31"],
  ["inspectNetwork", "verbose", "1.28"],
  ["connectContainerToNetwork", "EndpointConfig.DriverOpts", "1.32"],
  ["connectContainerToNetwork", "EndpointConfig.GwPriority", "1.48"],
  ["plugins", "filters", "1.28"],
  ["disablePlugin", "force", "1.28"],
  ["upgradePlugin", "", "1.26"],
  ["createSecret", "Driver", "1.31"],
  ["createSecret", "Templating", "1.37"],
  ["services", "status", "1.41"],
  ["createService", "Mode.GlobalJob", "1.41"],
  ["createService", "Mode.ReplicatedJob", "1.41"],
  ["createService", "RollbackConfig", "1.28"],
  ["createService", "RollbackConfig.Order", "1.29"],
  ["createService", "TaskTemplate.ContainerSpec.CapabilityAdd", "1.41"],
  ["createService", "TaskTemplate.ContainerSpec.CapabilityDrop", "1.41"],
  ["createService", "TaskTemplate.ContainerSpec.Configs", "1.30"],
  ["createService", "TaskTemplate.ContainerSpec.Groups", "1.27"],
  ["createService", "TaskTemplate.ContainerSpec.HealthCheck", "1.27"],
  ["createService", "TaskTemplate.ContainerSpec.Hostname", "1.27"],
  ["createService", "TaskTemplate.ContainerSpec.Hosts", "1.27"],
  ["createService", "TaskTemplate.ContainerSpec.Init", "1.38"],
  ["createService", "TaskTemplate.ContainerSpec.Isolation", "1.35"],
  ["createService", "TaskTemplate.ContainerSpec.OomScoreAdj", "1.46"],
  ["createService", "TaskTemplate.ContainerSpec.OpenStdin", "1.27"],
  ["createService", "TaskTemplate.ContainerSpec.Privileges", "1.30"],
  ["createService", "TaskTemplate.ContainerSpec.ReadOnly", "1.27"],
  ["createService", "TaskTemplate.ContainerSpec.Secrets", "1.27"],
  ["createService", "TaskTemplate.ContainerSpec.StopSignal", "1.28"],
  ["createService", "TaskTemplate.ContainerSpec.Sysctls", "1.40"],
  ["createService", "TaskTemplate.ContainerSpec.Ulimits", "1.41"],
  ["createService", "TaskTemplate.NetworkAttachmentSpec", "1.38"],
  ["createService", "TaskTemplate.Placement.MaxReplicas", "1.40"],
  ["createService", "TaskTemplate.Placement.Platforms", "1.30"],
  ["createService", "TaskTemplate.Placement.Preferences", "1.28"],
  ["createService", "TaskTemplate.PluginSpec", "1.31"],
  ["createService", "TaskTemplate.Resources.MemorySwappiness", "1.52"],
  ["createService", "TaskTemplate.Resources.SwapBytes", "1.52"],
  ["createService", "TaskTemplate.Runtime", "1.30"],
  ["createService", "UpdateConfig.Order", "1.29"],
  ["inspectService", "insertDefaults", "1.29"],
  ["updateService", "rollback", "1.28"],
  ["updateService", "Mode.GlobalJob", "1.41"],
  ["updateService", "Mode.ReplicatedJob", "1.41"],
  ["updateService", "RollbackConfig", "1.28"],
  ["updateService", "RollbackConfig.Order", "1.29"],
  ["updateService", "TaskTemplate.ContainerSpec.CapabilityAdd", "1.41"],
  ["updateService", "TaskTemplate.ContainerSpec.CapabilityDrop", "1.41"],
  ["updateService", "TaskTemplate.ContainerSpec.Configs", "1.30"],
  ["updateService", "TaskTemplate.ContainerSpec.Groups", "1.27"],
  ["updateService", "TaskTemplate.ContainerSpec.HealthCheck", "1.27"],
  ["updateService", "TaskTemplate.ContainerSpec.Hostname", "1.27"],
  ["updateService", "TaskTemplate.ContainerSpec.Hosts", "1.27"],
  ["updateService", "TaskTemplate.ContainerSpec.Init", "1.38"],
  ["updateService", "TaskTemplate.ContainerSpec.Isolation", "1.35"],
  ["updateService", "TaskTemplate.ContainerSpec.OomScoreAdj", "1.46"],
  ["updateService", "TaskTemplate.ContainerSpec.OpenStdin", "1.27"],
  ["updateService", "TaskTemplate.ContainerSpec.Privileges", "1.30"],
  ["updateService", "TaskTemplate.ContainerSpec.ReadOnly", "1.27"],
  ["updateService", "TaskTemplate.ContainerSpec.Secrets", "1.27"],
  ["updateService", "TaskTemplate.ContainerSpec.StopSignal", "1.28"],
  ["updateService", "TaskTemplate.ContainerSpec.Sysctls", "1.40"],
  ["updateService", "TaskTemplate.ContainerSpec.Ulimits", "1.41"],
  ["updateService", "TaskTemplate.NetworkAttachmentSpec", "1.38"],
  ["updateService", "TaskTemplate.Placement.MaxReplicas", "1.40"],
  ["updateService", "TaskTemplate.Placement.Platforms", "1.30"],
  ["updateService", "TaskTemplate.Placement.Preferences", "1.28"],
  ["updateService", "TaskTemplate.PluginSpec", "1.31"],
  ["updateService", "TaskTemplate.Resources.MemorySwappiness", "1.52"],
  ["updateService", "TaskTemplate.Resources.SwapBytes", "1.52"],
  ["updateService", "TaskTemplate.Runtime", "1.30"],
  ["updateService", "UpdateConfig.Order", "1.29"],
  ["initSwarm", "DataPathAddr", "1.30"],
  ["initSwarm", "DataPathPort", "1.40"],
  ["initSwarm", "DefaultAddrPool", "1.39"],
  ["initSwarm", "Spec.CAConfig.ForceRotate", "1.30"],
  ["initSwarm", "Spec.CAConfig.SigningCACert", "1.30"],
  ["initSwarm", "Spec.CAConfig.SigningCAKey", "1.30"],
  ["initSwarm", "SubnetSize", "1.39"],
  ["joinSwarm", "DataPathAddr", "1.30"],
  ["updateSwarm", "CAConfig.ForceRotate", "1.30"],
  ["updateSwarm", "CAConfig.SigningCACert", "1.30"],
  ["updateSwarm", "CAConfig.SigningCAKey", "1.30"],
  ["df", "type", "1.42"],
  ["df", "verbose", "1.52"],
  ["createVolume", "ClusterVolumeSpec", "1.42"],
];

/** Where a specification names a field before the Engine heeds it, by the Engine's own change log. */
const TOO_EARLY: Record<string, string> = {
  "TaskTemplate.ContainerSpec.ReadOnly": "1.28",
};

function everyRange(): [place: string, range: VersionRange][] {
  const ranges: [string, VersionRange][] = [];
  for (const [method, versions] of Object.entries(METHOD_VERSIONS)) {
    ranges.push([method, versions]);
    for (const [name, range] of Object.entries({ ...versions.options, ...bodyRanges(versions) })) {
      ranges.push([`${method}: ${name}`, range]);
    }
  }
  return ranges;
}

test("METHOD_VERSIONS has well-formed ranges", () => {
  for (const [place, { since = "1.0", until = NEWEST_VERSION }] of everyRange()) {
    assert.ok(compareVersions(since, until) <= 0, place);
    assert.ok(compareVersions(until, NEWEST_VERSION) <= 0, place);
  }
});

test("METHOD_VERSIONS agrees with the specifications of the Engine", () => {
  assert.ok(SPECIFIED.length >= 90);
  for (const [method, name, first, last] of SPECIFIED) {
    const versions = METHOD_VERSIONS[method]!;
    const range = name === "" ? versions : bodyRanges(versions)[name] ?? versions.options?.[name];
    const place = `${method}: ${name}`;
    assert.ok(range !== undefined, place);
    if (first !== "") {
      // The Engine may have known a field before its specification did, and never after.
      const limit = TOO_EARLY[name] ?? first;
      assert.ok(range.since !== undefined && compareVersions(range.since, limit) <= 0, place);
    }
    assert.equal(range.until, last, place);
  }
});
