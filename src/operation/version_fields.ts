import { type FieldRanges, under } from "./version_range.ts";

const HEALTHCHECK: FieldRanges = {
  "StartPeriod": { since: "1.29", option: "startPeriod" },
  "StartInterval": { since: "1.44", option: "startInterval" },
};

const MOUNT: FieldRanges = {
  "Type=cluster": { since: "1.42" },
  "Type=image": { since: "1.48" },
  "Consistency": { since: "1.28", option: "consistency" },
  "BindOptions.NonRecursive": { since: "1.40" },
  "BindOptions.CreateMountpoint": { since: "1.42" },
  "BindOptions.ReadOnlyNonRecursive": { since: "1.44" },
  "BindOptions.ReadOnlyForceRecursive": { since: "1.44" },
  "VolumeOptions.Subpath": { since: "1.45", option: "subpath" },
  "TmpfsOptions.Options": { since: "1.46" },
  "ImageOptions": { since: "1.48" },
};

/** The fields of `NetworkingConfig.EndpointsConfig`'s values and of `EndpointConfig`. */
export const ENDPOINT_FIELDS: FieldRanges = {
  "IPAMConfig": { since: "1.22" },
  "IPAMConfig.LinkLocalIPs": { since: "1.24", option: "linkLocalIps" },
  "Links": { since: "1.22", option: "links" },
  "Aliases": { since: "1.22", option: "aliases" },
  "DriverOpts": { since: "1.32", option: "driverOpt" },
  "MacAddress": { since: "1.44", option: "macAddress" },
  "GwPriority": { since: "1.48", option: "gwPriority" },
};

/** The resources of a container, at its creation and in an update. */
export const RESOURCE_FIELDS: FieldRanges = {
  "CgroupParent": { since: "1.18", option: "cgroupParent" },
  "CpuPeriod": { since: "1.19", option: "cpuPeriod" },
  "CpuQuota": { since: "1.19", option: "cpuQuota" },
  "CpusetMems": { since: "1.19", option: "cpusetMems" },
  "BlkioWeight": { since: "1.19", option: "blkioWeight" },
  "MemoryReservation": { since: "1.21", option: "memReservation" },
  "MemorySwappiness": { since: "1.20", option: "memSwappiness" },
  "KernelMemory": { since: "1.21", until: "1.41", option: "kernelMemory" },
  "KernelMemoryTCP": { since: "1.40", until: "1.51" },
  "OomKillDisable": { since: "1.19", option: "oomKillDisable" },
  "Ulimits": { since: "1.18", option: "ulimits" },
  "DeviceCgroupRules": { since: "1.28", option: "deviceCgroupRules" },
  "DeviceRequests": { since: "1.40", option: "deviceRequests" },
  "DiskQuota": { until: "1.39", instead: "storageOpt" },
  "CpuRealtimePeriod": { since: "1.25", option: "cpuRtPeriod" },
  "CpuRealtimeRuntime": { since: "1.25", option: "cpuRtRuntime" },
  "CpuCount": { since: "1.25", option: "cpuCount" },
  "CpuPercent": { since: "1.25", option: "cpuPercent" },
  "IOMaximumIOps": { since: "1.24" },
  "IOMaximumBandwidth": { since: "1.24" },
};

/** How a container sits on its host. */
export function hostConfigFields(): FieldRanges {
  return {
    ...RESOURCE_FIELDS,
    "NanoCpus": { since: "1.25", option: "nanoCpus" },
    "PidsLimit": { since: "1.23", option: "pidsLimit" },
    "BlkioWeightDevice": { since: "1.22", option: "blkioWeightDevice" },
    "BlkioDeviceReadBps": { since: "1.22", option: "deviceReadBps" },
    "BlkioDeviceWriteBps": { since: "1.22", option: "deviceWriteBps" },
    "BlkioDeviceReadIOps": { since: "1.22", option: "deviceReadIops" },
    "BlkioDeviceWriteIOps": { since: "1.22", option: "deviceWriteIops" },
    "LxcConf": { until: "1.21", option: "lxcConf" },
    "LogConfig": { since: "1.18", option: "logConfig" },
    "VolumeDriver": { since: "1.21", option: "volumeDriver" },
    "DnsOptions": { since: "1.21", option: "dnsOpt" },
    "GroupAdd": { since: "1.20", option: "groupAdd" },
    "OomScoreAdj": { since: "1.22", option: "oomScoreAdj" },
    "ShmSize": { since: "1.22", option: "shmSize" },
    "Tmpfs": { since: "1.22", option: "tmpfs" },
    "UsernsMode": { since: "1.23", option: "usernsMode" },
    "Isolation": { since: "1.21", option: "isolation" },
    "StorageOpt": { since: "1.24", option: "storageOpt" },
    "Sysctls": { since: "1.24", option: "sysctls" },
    "AutoRemove": { since: "1.25", option: "autoRemove" },
    "Runtime": { since: "1.23", option: "runtime" },
    "Init": { since: "1.25", option: "init" },
    "InitPath": {
      since: "1.25",
      until: "1.28",
      option: "initPath",
      instead: "init, with the daemon's own init-path",
    },
    "Mounts": { since: "1.25", option: "mounts" },
    ...under("Mounts[].", MOUNT),
    "IpcMode=none": { since: "1.32" },
    "IpcMode=private": { since: "1.32" },
    "IpcMode=shareable": { since: "1.32" },
    "MaskedPaths": { since: "1.38", option: "maskedPaths" },
    "ReadonlyPaths": { since: "1.38", option: "readonlyPaths" },
    "Capabilities": { since: "1.40", until: "1.40", instead: "capAdd and capDrop" },
    "CgroupnsMode": { since: "1.41", option: "cgroupns" },
    "Annotations": { since: "1.43", option: "annotations" },
    "Umask": { since: "1.56" },
  };
}

/** What a container is, wherever it runs. */
export function containerFields(): FieldRanges {
  return {
    "Healthcheck": { since: "1.24", option: "healthcheck" },
    ...under("Healthcheck.", HEALTHCHECK),
    "StopSignal": { since: "1.21", option: "stopSignal" },
    "StopTimeout": { since: "1.25", option: "stopTimeout" },
    "Shell": { since: "1.24" },
    "MacAddress": {
      until: "1.51",
      option: "macAddress",
      instead: "the macAddress of an endpoint in networkingConfig",
    },
  };
}

function containerSpecFields(): FieldRanges {
  return {
    "Hostname": { since: "1.25", option: "hostname" },
    "Groups": { since: "1.25", option: "groups" },
    "TTY": { since: "1.25", option: "tty" },
    "OpenStdin": { since: "1.25", option: "openStdin" },
    "HealthCheck": { since: "1.25", option: "healthcheck" },
    ...under("HealthCheck.", HEALTHCHECK),
    "Hosts": { since: "1.25", option: "hosts" },
    "DNSConfig": { since: "1.25", option: "dnsConfig" },
    "Secrets": { since: "1.25", option: "secrets" },
    "ReadOnly": { since: "1.28", option: "readOnly" },
    "StopSignal": { since: "1.28", option: "stopSignal" },
    "Privileges": { since: "1.29", option: "privileges" },
    "Privileges.CredentialSpec.Config": { since: "1.40", option: "credentialspecConfig" },
    "Privileges.Seccomp": { since: "1.44" },
    "Privileges.AppArmor": { since: "1.44" },
    "Privileges.NoNewPrivileges": { since: "1.44" },
    "Configs": { since: "1.30", option: "configs" },
    "Configs[].Runtime": { since: "1.40" },
    "Isolation": { since: "1.35", option: "isolation" },
    "Init": { since: "1.38", option: "init" },
    "Sysctls": { since: "1.40", option: "sysctls" },
    "CapabilityAdd": { since: "1.41", option: "capAdd" },
    "CapabilityDrop": { since: "1.41", option: "capDrop" },
    "Ulimits": { since: "1.41", option: "ulimits" },
    "OomScoreAdj": { since: "1.46", option: "oomScoreAdj" },
    ...under("Mounts[].", MOUNT),
  };
}

const UPDATE_CONFIG: FieldRanges = {
  "FailureAction=rollback": { since: "1.28" },
  "Monitor": { since: "1.25", option: "monitor" },
  "MaxFailureRatio": { since: "1.25", option: "maxFailureRatio" },
  "Order": { since: "1.29", option: "order" },
};

/** A service as it is asked for. */
export function serviceFields(): FieldRanges {
  return {
    "Mode.ReplicatedJob": { since: "1.41" },
    "Mode.GlobalJob": { since: "1.41" },
    ...under("UpdateConfig.", UPDATE_CONFIG),
    "RollbackConfig": { since: "1.28", option: "rollbackConfig" },
    "RollbackConfig.Order": { since: "1.29", option: "order" },
    "EndpointSpec.Ports[].PublishMode": { since: "1.32" },
    "EndpointSpec.Ports[].Protocol=sctp": { since: "1.37" },
    "TaskTemplate.ForceUpdate": { since: "1.25", option: "forceUpdate" },
    "TaskTemplate.Networks": { since: "1.25" },
    "TaskTemplate.Runtime": { since: "1.30" },
    "TaskTemplate.PluginSpec": { since: "1.31" },
    "TaskTemplate.NetworkAttachmentSpec": { since: "1.38" },
    "TaskTemplate.Placement.Preferences": { since: "1.28", option: "preferences" },
    "TaskTemplate.Placement.Platforms": { since: "1.30", option: "platforms" },
    "TaskTemplate.Placement.MaxReplicas": { since: "1.40", option: "maxreplicas" },
    "TaskTemplate.Resources.Limits.Pids": { since: "1.41", option: "pidsLimit" },
    "TaskTemplate.Resources.Reservations.GenericResources": {
      since: "1.32",
      option: "genericResources",
    },
    "TaskTemplate.Resources.SwapBytes": { since: "1.52" },
    "TaskTemplate.Resources.MemorySwappiness": { since: "1.52" },
    ...under("TaskTemplate.ContainerSpec.", containerSpecFields()),
  };
}

/** How a swarm is set up. */
export const SWARM_FIELDS: FieldRanges = {
  "CAConfig.SigningCACert": { since: "1.30", option: "signingCaCert" },
  "CAConfig.SigningCAKey": { since: "1.30", option: "signingCaKey" },
  "CAConfig.ForceRotate": { since: "1.30", option: "caForceRotate" },
  "CAConfig.ExternalCAs[].CACert": { since: "1.30", option: "caCert" },
  "EncryptionConfig": { since: "1.25", option: "autolockManagers" },
  "TaskDefaults": { since: "1.25", option: "logDriver" },
};
