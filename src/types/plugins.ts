/** A plugin that the Engine manages. */
export interface Plugin {
  /** The id. */
  Id: string;
  /** The name, with its tag. */
  Name: string;
  /** Whether it runs. */
  Enabled: boolean;
  /** What users can set, as it is set. */
  Settings: PluginSettings;
  /** The name that it was pulled by. */
  PluginReference?: string;
  /** What its maker says of it. */
  Config: PluginConfig;
}

/** What users can set of a plugin, as it is set. */
export interface PluginSettings {
  /** Mounts. */
  Mounts: PluginMount[] | null;
  /** The environment, each `NAME=value`. */
  Env: string[] | null;
  /** The words behind the command. */
  Args: string[] | null;
  /** Devices. */
  Devices: PluginDevice[] | null;
}

/** What a plugin's maker says of it: the content of its `config.json`. */
export interface PluginConfig {
  /** The version of the Engine that made it. Until API 1.51. */
  DockerVersion?: string;
  /** What it is for. */
  Description: string;
  /** Where its documentation is. */
  Documentation: string;
  /** How the Engine talks to it. */
  Interface: PluginInterface;
  /** The command's words. */
  Entrypoint: string[] | null;
  /** Its working directory. */
  WorkDir: string;
  /** The user that it runs as. */
  User?: PluginUser;
  /** Its network. */
  Network: {
    /** `bridge`, `host` or `none`. */
    Type: string;
  };
  /** What it may do. */
  Linux: PluginLinux;
  /** The directory whose mounts the host sees. */
  PropagatedMount: string;
  /** Whether it shares the host's memory segments. */
  IpcHost: boolean;
  /** Whether it sees the host's processes. */
  PidHost: boolean;
  /** Mounts. */
  Mounts: PluginMount[] | null;
  /** The environment. */
  Env: PluginEnv[] | null;
  /** The words behind the command. */
  Args: PluginArgs;
  /** Its layers. */
  rootfs?: {
    /** The kind, `layers`. */
    type?: string;
    /** The digests of the layers, the lowest first. */
    diff_ids?: string[] | null;
  };
}

/** How the Engine talks to a plugin. */
export interface PluginInterface {
  /** What it implements, e.g. `docker.volumedriver/1.0`; up to API 1.51 also in parts. */
  Types: (string | PluginInterfaceType)[] | null;
  /** The name of its socket. */
  Socket: string;
  /** The protocol; the empty string is the usual one. Since API 1.39. */
  ProtocolScheme?: string;
}

/** What a plugin implements, in parts. */
export interface PluginInterfaceType {
  /** Who defined it, e.g. `docker`. */
  Prefix: string;
  /** What it is, e.g. `volumedriver`. */
  Capability: string;
  /** Its version. */
  Version: string;
}

/** The user that a plugin runs as. */
export interface PluginUser {
  /** The user's number. */
  UID?: number;
  /** The group's number. */
  GID?: number;
}

/** What a plugin may do. */
export interface PluginLinux {
  /** Capabilities of the kernel. */
  Capabilities: string[] | null;
  /** Whether it may use every device. */
  AllowAllDevices: boolean;
  /** Devices that it uses. */
  Devices: PluginDevice[] | null;
}

/** A mount of a plugin. */
export interface PluginMount {
  /** Its name. */
  Name: string;
  /** What it is for. */
  Description: string;
  /** Which of its fields users can set. */
  Settable: string[] | null;
  /** Where it is on the host. */
  Source: string | null;
  /** Where it is in the plugin. */
  Destination: string;
  /** The kind, e.g. `bind`. */
  Type: string;
  /** Mount options. */
  Options: string[] | null;
}

/** A device of a plugin. */
export interface PluginDevice {
  /** Its name. */
  Name: string;
  /** What it is for. */
  Description: string;
  /** Which of its fields users can set. */
  Settable: string[] | null;
  /** The device. */
  Path: string | null;
}

/** A variable of a plugin's environment. */
export interface PluginEnv {
  /** Its name. */
  Name: string;
  /** What it is for. */
  Description: string;
  /** Which of its fields users can set. */
  Settable: string[] | null;
  /** Its value. */
  Value: string | null;
}

/** The words behind a plugin's command. */
export interface PluginArgs {
  /** Their name. */
  Name: string;
  /** What they are for. */
  Description: string;
  /** Which of the fields users can set. */
  Settable: string[] | null;
  /** The words. */
  Value: string[] | null;
}

/** Something that a plugin wants to be allowed. */
export interface PluginPrivilege {
  /** What it is, e.g. `network`. */
  Name: string;
  /** What it means. */
  Description?: string;
  /** How much of it, e.g. `["host"]`. */
  Value: string[] | null;
}
