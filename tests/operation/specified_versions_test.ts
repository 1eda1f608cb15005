import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compareVersions, NEWEST_VERSION } from "../../src/engine/version.ts";
import { Fields } from "../../src/operation/fields.ts";
import { Operation } from "../../src/operation/operation.ts";
import type { VersionRange } from "../../src/operation/versions.ts";
import { type Declaration, findDeclarations } from "./declarations.ts";

/**
 * What the specifications from 1.25 to 1.56 say: the operation, an option or a field of the body
 * (empty for the operation itself), first version, last version.
 */
const SPECIFIED: [operation: string, name: string, first: string, last?: string][] = [
  ["POST /build", "extraHosts", "1.28"],
  ["POST /build", "outputs", "1.40"],
  ["POST /build", "platform", "1.34"],
  ["POST /build", "target", "1.37"],
  ["GET /images/get", "platform", "1.48"],
  ["GET /images/{name}/attestations", "", "1.55"],
  ["POST /auth", "email", "", "1.51"],
  ["POST /build/prune", "", "1.31"],
  ["POST /build/prune", "all", "1.39"],
  ["POST /build/prune", "filters", "1.39"],
  ["POST /build/prune", "keepStorage", "1.39", "1.51"],
  ["POST /build/prune", "maxUsedSpace", "1.48"],
  ["POST /build/prune", "minFreeSpace", "1.48"],
  ["POST /build/prune", "reservedSpace", "1.48"],
  ["GET /configs", "", "1.30"],
  ["POST /configs/create", "", "1.30"],
  ["POST /configs/create", "Templating", "1.37"],
  ["DELETE /configs/{id}", "", "1.30"],
  ["GET /configs/{id}", "", "1.30"],
  ["POST /containers/create", "platform", "1.41"],
  ["POST /containers/create", "Healthcheck.StartInterval", "1.44"],
  ["POST /containers/create", "Healthcheck.StartPeriod", "1.29"],
  ["POST /containers/create", "HostConfig.Annotations", "1.43"],
  ["POST /containers/create", "HostConfig.Capabilities", "1.40", "1.40"],
  ["POST /containers/create", "HostConfig.CgroupnsMode", "1.41"],
  ["POST /containers/create", "HostConfig.DeviceCgroupRules", "1.28"],
  ["POST /containers/create", "HostConfig.DeviceRequests", "1.40"],
  ["POST /containers/create", "HostConfig.DiskQuota", "", "1.39"],
  ["POST /containers/create", "HostConfig.Init", "1.37"],
  ["POST /containers/create", "HostConfig.KernelMemory", "1.36", "1.41"],
  ["POST /containers/create", "HostConfig.KernelMemoryTCP", "1.40", "1.51"],
  ["POST /containers/create", "HostConfig.MaskedPaths", "1.38"],
  ["POST /containers/create", "HostConfig.ReadonlyPaths", "1.38"],
  ["POST /containers/create", "MacAddress", "", "1.51"],
  ["PUT /containers/{id}/archive", "copyUidGid", "1.39"],
  ["POST /containers/{id}/exec", "ConsoleSize", "1.42"],
  ["POST /containers/{id}/exec", "WorkingDir", "1.35"],
  ["GET /containers/{id}/logs", "until", "1.35"],
  ["POST /containers/{id}/restart", "stopSignal", "1.42"],
  ["GET /containers/{id}/stats", "oneShot", "1.41"],
  ["POST /containers/{id}/stop", "stopSignal", "1.42"],
  ["POST /containers/{id}/update", "DeviceCgroupRules", "1.28"],
  ["POST /containers/{id}/update", "DeviceRequests", "1.40"],
  ["POST /containers/{id}/update", "DiskQuota", "", "1.39"],
  ["POST /containers/{id}/update", "KernelMemory", "1.36", "1.41"],
  ["POST /containers/{id}/update", "KernelMemoryTCP", "1.40", "1.51"],
  ["POST /containers/{id}/wait", "condition", "1.30"],
  ["GET /distribution/{name}/json", "", "1.30"],
  ["POST /exec/{id}/start", "ConsoleSize", "1.42"],
  ["POST /images/create", "changes", "1.40"],
  ["POST /images/create", "message", "1.39"],
  ["POST /images/create", "platform", "1.32"],
  ["GET /images/json", "identity", "1.54"],
  ["GET /images/json", "manifests", "1.47"],
  ["GET /images/json", "sharedSize", "1.42"],
  ["POST /images/load", "platform", "1.48"],
  ["DELETE /images/{name}", "platforms", "1.50"],
  ["GET /images/{name}/get", "platform", "1.48"],
  ["GET /images/{name}/history", "platform", "1.48"],
  ["GET /images/{name}/json", "manifests", "1.48"],
  ["GET /images/{name}/json", "platform", "1.49"],
  ["POST /images/{name}/push", "platform", "1.46"],
  ["POST /networks/create", "Attachable", "1.27"],
  ["POST /networks/create", "CheckDuplicate", "", "1.45"],
  ["POST /networks/create", "ConfigFrom", "1.41"],
  ["POST /networks/create", "ConfigOnly", "1.41"],
  ["POST /networks/create", "EnableIPv4", "1.48"],
  ["POST /networks/create", "Ingress", "1.29"],
  ["POST /networks/create", "Scope", "1.41"],
  ["GET /networks/{id}", "scope", "1.31"],
  ["GET /networks/{id}", "verbose", "1.28"],
  ["POST /networks/{id}/connect", "EndpointConfig.DriverOpts", "1.32"],
  ["POST /networks/{id}/connect", "EndpointConfig.GwPriority", "1.48"],
  ["GET /plugins", "filters", "1.28"],
  ["POST /plugins/{name}/disable", "force", "1.28"],
  ["POST /plugins/{name}/upgrade", "", "1.26"],
  ["POST /secrets/create", "Driver", "1.31"],
  ["POST /secrets/create", "Templating", "1.37"],
  ["GET /services", "status", "1.41"],
  ["POST /services/create", "Mode.GlobalJob", "1.41"],
  ["POST /services/create", "Mode.ReplicatedJob", "1.41"],
  ["POST /services/create", "RollbackConfig", "1.28"],
  ["POST /services/create", "RollbackConfig.Order", "1.29"],
  ["POST /services/create", "TaskTemplate.ContainerSpec.CapabilityAdd", "1.41"],
  ["POST /services/create", "TaskTemplate.ContainerSpec.CapabilityDrop", "1.41"],
  ["POST /services/create", "TaskTemplate.ContainerSpec.Configs", "1.30"],
  ["POST /services/create", "TaskTemplate.ContainerSpec.Groups", "1.27"],
  ["POST /services/create", "TaskTemplate.ContainerSpec.Healthcheck", "1.27"],
  ["POST /services/create", "TaskTemplate.ContainerSpec.Hostname", "1.27"],
  ["POST /services/create", "TaskTemplate.ContainerSpec.Hosts", "1.27"],
  ["POST /services/create", "TaskTemplate.ContainerSpec.Init", "1.38"],
  ["POST /services/create", "TaskTemplate.ContainerSpec.Isolation", "1.35"],
  ["POST /services/create", "TaskTemplate.ContainerSpec.OomScoreAdj", "1.46"],
  ["POST /services/create", "TaskTemplate.ContainerSpec.OpenStdin", "1.27"],
  ["POST /services/create", "TaskTemplate.ContainerSpec.Privileges", "1.30"],
  ["POST /services/create", "TaskTemplate.ContainerSpec.ReadOnly", "1.27"],
  ["POST /services/create", "TaskTemplate.ContainerSpec.Secrets", "1.27"],
  ["POST /services/create", "TaskTemplate.ContainerSpec.StopSignal", "1.28"],
  ["POST /services/create", "TaskTemplate.ContainerSpec.Sysctls", "1.40"],
  ["POST /services/create", "TaskTemplate.ContainerSpec.Ulimits", "1.41"],
  ["POST /services/create", "TaskTemplate.NetworkAttachmentSpec.ContainerID", "1.38"],
  ["POST /services/create", "TaskTemplate.Placement.MaxReplicas", "1.40"],
  ["POST /services/create", "TaskTemplate.Placement.Platforms", "1.30"],
  ["POST /services/create", "TaskTemplate.Placement.Preferences", "1.28"],
  ["POST /services/create", "TaskTemplate.PluginSpec", "1.31"],
  ["POST /services/create", "TaskTemplate.Resources.MemorySwappiness", "1.52"],
  ["POST /services/create", "TaskTemplate.Resources.SwapBytes", "1.52"],
  ["POST /services/create", "TaskTemplate.Runtime", "1.30"],
  ["POST /services/create", "UpdateConfig.Order", "1.29"],
  ["GET /services/{id}", "insertDefaults", "1.29"],
  ["POST /services/{id}/update", "rollback", "1.28"],
  ["POST /services/{id}/update", "Mode.GlobalJob", "1.41"],
  ["POST /services/{id}/update", "Mode.ReplicatedJob", "1.41"],
  ["POST /services/{id}/update", "RollbackConfig", "1.28"],
  ["POST /services/{id}/update", "RollbackConfig.Order", "1.29"],
  ["POST /services/{id}/update", "TaskTemplate.ContainerSpec.CapabilityAdd", "1.41"],
  ["POST /services/{id}/update", "TaskTemplate.ContainerSpec.CapabilityDrop", "1.41"],
  ["POST /services/{id}/update", "TaskTemplate.ContainerSpec.Configs", "1.30"],
  ["POST /services/{id}/update", "TaskTemplate.ContainerSpec.Groups", "1.27"],
  ["POST /services/{id}/update", "TaskTemplate.ContainerSpec.Healthcheck", "1.27"],
  ["POST /services/{id}/update", "TaskTemplate.ContainerSpec.Hostname", "1.27"],
  ["POST /services/{id}/update", "TaskTemplate.ContainerSpec.Hosts", "1.27"],
  ["POST /services/{id}/update", "TaskTemplate.ContainerSpec.Init", "1.38"],
  ["POST /services/{id}/update", "TaskTemplate.ContainerSpec.Isolation", "1.35"],
  ["POST /services/{id}/update", "TaskTemplate.ContainerSpec.OomScoreAdj", "1.46"],
  ["POST /services/{id}/update", "TaskTemplate.ContainerSpec.OpenStdin", "1.27"],
  ["POST /services/{id}/update", "TaskTemplate.ContainerSpec.Privileges", "1.30"],
  ["POST /services/{id}/update", "TaskTemplate.ContainerSpec.ReadOnly", "1.27"],
  ["POST /services/{id}/update", "TaskTemplate.ContainerSpec.Secrets", "1.27"],
  ["POST /services/{id}/update", "TaskTemplate.ContainerSpec.StopSignal", "1.28"],
  ["POST /services/{id}/update", "TaskTemplate.ContainerSpec.Sysctls", "1.40"],
  ["POST /services/{id}/update", "TaskTemplate.ContainerSpec.Ulimits", "1.41"],
  ["POST /services/{id}/update", "TaskTemplate.NetworkAttachmentSpec.ContainerID", "1.38"],
  ["POST /services/{id}/update", "TaskTemplate.Placement.MaxReplicas", "1.40"],
  ["POST /services/{id}/update", "TaskTemplate.Placement.Platforms", "1.30"],
  ["POST /services/{id}/update", "TaskTemplate.Placement.Preferences", "1.28"],
  ["POST /services/{id}/update", "TaskTemplate.PluginSpec", "1.31"],
  ["POST /services/{id}/update", "TaskTemplate.Resources.MemorySwappiness", "1.52"],
  ["POST /services/{id}/update", "TaskTemplate.Resources.SwapBytes", "1.52"],
  ["POST /services/{id}/update", "TaskTemplate.Runtime", "1.30"],
  ["POST /services/{id}/update", "UpdateConfig.Order", "1.29"],
  ["POST /swarm/init", "DataPathAddr", "1.30"],
  ["POST /swarm/init", "DataPathPort", "1.40"],
  ["POST /swarm/init", "DefaultAddrPool", "1.39"],
  ["POST /swarm/init", "Spec.CAConfig.ForceRotate", "1.30"],
  ["POST /swarm/init", "Spec.CAConfig.SigningCACert", "1.30"],
  ["POST /swarm/init", "Spec.CAConfig.SigningCAKey", "1.30"],
  ["POST /swarm/init", "SubnetSize", "1.39"],
  ["POST /swarm/join", "DataPathAddr", "1.30"],
  ["POST /swarm/update", "CAConfig.ForceRotate", "1.30"],
  ["POST /swarm/update", "CAConfig.SigningCACert", "1.30"],
  ["POST /swarm/update", "CAConfig.SigningCAKey", "1.30"],
  ["GET /system/df", "type", "1.42"],
  ["GET /system/df", "verbose", "1.52"],
  ["POST /volumes/create", "ClusterVolumeSpec", "1.42"],
];

/** Where a specification names a field before the Engine heeds it, by the Engine's own change log. */
const TOO_EARLY: Record<string, string> = {
  "TaskTemplate.ContainerSpec.ReadOnly": "1.28",
};

/** Where the fields of a body are declared apart from its operation. */
const BODIES: Record<string, string> = {
  "POST /containers/create": "src/api/containers/container_config.ts: CONTAINER_FIELDS",
};
/** What every version knows that this client speaks, by the Engine's own change log. */
const ALWAYS_KNOWN = ["changes", "message"];

const declarations = await findDeclarations();

/** The ranges of an operation, by option and by the field of the body. */
function rangesOf({ options, details }: Operation<object>): Map<string, VersionRange> {
  const ranges = new Map<string, VersionRange>([["", details]]);
  for (const [name, { versions }] of Object.entries(options)) ranges.set(name, versions);
  if (details.fields !== undefined) {
    addFields(ranges, details.fields, details.at === undefined ? "" : `${details.at}.`);
  }
  if (details.whole !== undefined) addFields(ranges, details.whole, "");
  return ranges;
}

function addFields(ranges: Map<string, VersionRange>, fields: Fields, prefix: string): void {
  for (const [name, { path, details }] of Object.entries(fields.declared)) {
    const place = prefix + (path || name);
    if (!ranges.has(place) || details.since !== undefined) ranges.set(place, details);
    for (const inner of [details.fields, details.each, details.values]) {
      if (inner !== undefined) addFields(ranges, inner, `${place}.`);
    }
  }
}

function isOperation(one: Declaration): one is Declaration & { declared: Operation<object> } {
  return one.declared instanceof Operation;
}

const operations = declarations.filter(isOperation);

describe("declared versions", () => {
  for (const [operation, name, first, last] of SPECIFIED) {
    const ones = operations.filter(({ declared }) => declared.name === operation)
      .map(({ declared }) => rangesOf(declared));
    const skip = ones.length === 0 && "it is not declared yet";
    for (const { place, declared } of declarations) {
      if (place !== BODIES[operation] || !(declared instanceof Fields)) continue;
      const ranges = new Map<string, VersionRange>();
      addFields(ranges, declared, "");
      ones.push(ranges);
    }
    it(`of ${operation} ${name} agree with the Engine's specifications`, { skip }, () => {
      const ranges = ones.map((one) => one.get(name)).filter((range) => range !== undefined);
      assert.ok(ranges.length > 0, `${operation} declares no ${name}`);
      for (const { since, until } of ranges) {
        // The Engine may have known it before its specification did, and never after.
        const limit = TOO_EARLY[name] ?? first;
        if (first !== "" && !ALWAYS_KNOWN.includes(name)) {
          assert.ok(since !== undefined && compareVersions(since, limit) <= 0, since);
        }
        assert.equal(until, last);
      }
    });
  }

  for (const { place, declared } of operations) {
    it(`of ${place} are well formed`, () => {
      for (const [name, { since = "1.0", until = NEWEST_VERSION }] of rangesOf(declared)) {
        assert.ok(compareVersions(since, until) <= 0, name);
        assert.ok(compareVersions(until, NEWEST_VERSION) <= 0, name);
      }
    });
  }
});
