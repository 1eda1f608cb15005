/**
 * The public names of docker-py 7.2's high-level client: a class, its members as Python spells them,
 * and what they are.
 *
 * @module
 */

/** What a member is: `I/O` marks a property of docker-py that asks the Engine; here it is a method. */
export type MemberKind = "property" | "I/O" | "method" | "static";

/** The classes, each with its members: `python_name`, kind. */
export const DOCKER_PY: Readonly<Record<string, Readonly<Record<string, MemberKind>>>> = {
  DockerClient: {
    from_env: "static",
    from_context: "static",
    configs: "property",
    containers: "property",
    images: "property",
    networks: "property",
    nodes: "property",
    plugins: "property",
    secrets: "property",
    services: "property",
    swarm: "property",
    volumes: "property",
    events: "method",
    df: "method",
    info: "method",
    login: "method",
    ping: "method",
    version: "method",
    close: "method",
  },
  Config: {
    name: "property",
    remove: "method",
  },
  ConfigCollection: {
    create: "method",
    get: "method",
    list: "method",
  },
  Container: {
    name: "property",
    image: "I/O",
    labels: "property",
    status: "property",
    health: "property",
    ports: "property",
    attach: "method",
    attach_socket: "method",
    commit: "method",
    diff: "method",
    exec_run: "method",
    export: "method",
    get_archive: "method",
    kill: "method",
    logs: "method",
    pause: "method",
    put_archive: "method",
    remove: "method",
    rename: "method",
    resize: "method",
    restart: "method",
    start: "method",
    stats: "method",
    stop: "method",
    top: "method",
    unpause: "method",
    update: "method",
    wait: "method",
  },
  ContainerCollection: {
    run: "method",
    create: "method",
    get: "method",
    list: "method",
    prune: "method",
  },
  Image: {
    labels: "property",
    short_id: "property",
    tags: "property",
    history: "method",
    remove: "method",
    save: "method",
    tag: "method",
  },
  RegistryData: {
    id: "property",
    short_id: "property",
    pull: "method",
    has_platform: "method",
    reload: "method",
  },
  ImageCollection: {
    build: "method",
    get: "method",
    get_registry_data: "method",
    list: "method",
    load: "method",
    pull: "method",
    push: "method",
    remove: "method",
    search: "method",
    prune: "method",
    prune_builds: "method",
  },
  Network: {
    name: "property",
    containers: "I/O",
    connect: "method",
    disconnect: "method",
    remove: "method",
  },
  NetworkCollection: {
    create: "method",
    get: "method",
    list: "method",
    prune: "method",
  },
  Node: {
    version: "property",
    update: "method",
    remove: "method",
  },
  NodeCollection: {
    get: "method",
    list: "method",
  },
  Plugin: {
    name: "property",
    enabled: "property",
    settings: "property",
    configure: "method",
    disable: "method",
    enable: "method",
    push: "method",
    remove: "method",
    upgrade: "method",
  },
  PluginCollection: {
    create: "method",
    get: "method",
    install: "method",
    list: "method",
  },
  Model: {
    id: "property",
    short_id: "property",
    reload: "method",
  },
  Collection: {
    list: "method",
    get: "method",
    create: "method",
    prepare_model: "method",
  },
  Secret: {
    name: "property",
    remove: "method",
  },
  SecretCollection: {
    create: "method",
    get: "method",
    list: "method",
  },
  Service: {
    name: "property",
    version: "property",
    remove: "method",
    tasks: "method",
    update: "method",
    logs: "method",
    scale: "method",
    force_update: "method",
  },
  ServiceCollection: {
    create: "method",
    get: "method",
    list: "method",
  },
  Swarm: {
    version: "property",
    get_unlock_key: "method",
    init: "method",
    join: "method",
    leave: "method",
    reload: "method",
    unlock: "method",
    update: "method",
  },
  Volume: {
    name: "property",
    remove: "method",
  },
  VolumeCollection: {
    create: "method",
    get: "method",
    list: "method",
    prune: "method",
  },
  ContextAPI: {
    create_context: "static",
    get_context: "static",
    contexts: "static",
    get_current_context: "static",
    kwargs_from_context: "static",
    set_current_context: "static",
    remove_context: "static",
    inspect_context: "static",
  },
  Context: {
    set_endpoint: "method",
    inspect: "method",
    load_context: "static",
    save: "method",
    remove: "method",
    is_docker_host: "method",
    Name: "property",
    Host: "property",
    Orchestrator: "property",
    Metadata: "property",
    TLSConfig: "property",
    TLSMaterial: "property",
    Storage: "property",
  },
  Store: {
    get: "method",
    store: "method",
    erase: "method",
    list: "method",
  },
};

/** The errors' own members. */
export const DOCKER_PY_ERROR_MEMBERS: Readonly<Record<string, MemberKind>> = {
  status_code: "property",
  is_error: "method",
  is_client_error: "method",
  is_server_error: "method",
};

/** docker-py's errors, and what is thrown here in their place. */
export const DOCKER_PY_ERRORS: Readonly<Record<string, string>> = {
  DockerException: "DockerError",
  APIError: "APIError",
  NotFound: "NotFound",
  ImageNotFound: "ImageNotFound",
  InvalidVersion: "InvalidVersion",
  InvalidRepository: "InvalidRepository",
  InvalidConfigFile: "InvalidConfigFile",
  InvalidArgument: "TypeError",
  DeprecatedMethod: "DeprecatedMethod",
  TLSParameterError: "TLSParameterError",
  NullResource: "NullResource",
  ContainerError: "ContainerError",
  StreamParseError: "ProtocolError",
  BuildError: "BuildError",
  ImageLoadError: "APIError",
  MissingContextParameter: "MissingContextParameter",
  ContextAlreadyExists: "ContextAlreadyExists",
  ContextException: "ContextException",
  ContextNotFound: "ContextNotFound",
};

/** `exec_run` is `execRun` here, `TLSConfig` is `tlsConfig`. */
export function camelCase(name: string): string {
  return name
    .replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
    .replace(/^[A-Z]+(?![a-z])|^[A-Z]/, (letters) => letters.toLowerCase());
}

/** The classes whose names in `mod.ts` are those of wire types. */
export const RENAMED: Readonly<Record<string, string>> = {
  Config: "ConfigObject",
  Plugin: "PluginObject",
  Secret: "SecretObject",
  Service: "ServiceObject",
  Volume: "VolumeObject",
};
