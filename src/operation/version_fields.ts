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
