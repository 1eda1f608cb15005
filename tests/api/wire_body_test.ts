import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import * as api from "../../src/api/mod.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { recordingEngine } from "./recording_engine.ts";
import { operationOf, WIRE, type WireRow } from "./wire_table.ts";

const STEP_REGEXP = /\[\]|\{\}|[^.[\]{}]+/g;

type Body = Record<string, unknown>;

/** Sends a body whose fields are spelt as the Engine spells them, by the function for it. */
const SENDERS: Readonly<Record<string, (engine: Engine, body: Body) => unknown>> = {
  "POST /auth": (engine, body) =>
    api.login(engine, text(body.username) ?? "u", {
      password: body.identitytoken || body.registrytoken ? undefined : "p",
      registry: text(body.serveraddress),
      email: text(body.email),
      identityToken: text(body.identitytoken),
      registryToken: text(body.registrytoken),
      reauth: true,
    }),
  "POST /commit": (engine, conf) => api.commit(engine, "web", { conf }),
  "POST /configs/create": (engine, { Name = "n", Data, ...rest }) =>
    api.createConfig(engine, String(Name), Data === undefined ? "x" : String(Data), rest),
  "POST /configs/{id}/update": (engine, body) => api.updateConfig(engine, "id", 1, body),
  "POST /containers/create": (engine, { Image = "busybox", ...rest }) =>
    api.createContainer(engine, String(Image), rest),
  "POST /containers/{id}/exec": (engine, { Cmd = ["x"], ...rest }) =>
    api.execCreate(engine, "web", Cmd as string[], rest),
  "POST /containers/{id}/update": (engine, body) => api.updateContainer(engine, "web", body),
  "POST /exec/{id}/start": (engine, { Detach, Tty, ConsoleSize }) =>
    api.execStart(engine, "1a", {
      detach: Detach as boolean,
      tty: Tty as boolean,
      consoleSize: ConsoleSize as [number, number],
    }),
  "POST /networks/create": (engine, { Name = "n", ...rest }) =>
    api.createNetwork(engine, String(Name), rest),
  "POST /networks/{id}/connect": (engine, { Container = "web", EndpointConfig = {} }) =>
    api.connectContainerToNetwork(engine, String(Container), "net", EndpointConfig as object),
  "POST /networks/{id}/disconnect": (engine, { Container = "web", Force }) =>
    api.disconnectContainerFromNetwork(engine, String(Container), "net", {
      force: Force as boolean,
    }),
  "POST /nodes/{id}/update": (engine, nodeSpec) => api.updateNode(engine, "node", 1, { nodeSpec }),
  "POST /plugins/pull": (engine, body) =>
    api.pullPlugin(engine, "remote", Object.values(body) as never),
  "POST /plugins/{name}/upgrade": (engine, body) =>
    api.upgradePlugin(engine, "plugin", "remote", Object.values(body) as never),
  "POST /secrets/create": (engine, { Name = "n", Data, ...rest }) =>
    api.createSecret(engine, String(Name), Data === undefined ? "x" : String(Data), rest),
  "POST /secrets/{id}/update": (engine, body) => api.updateSecret(engine, "id", 1, body),
  "POST /services/create": (engine, { TaskTemplate, ...rest }) =>
    api.createService(engine, task(TaskTemplate), rest),
  "POST /services/{id}/update": (engine, { TaskTemplate, ...rest }) =>
    api.updateService(engine, "service", 1, { taskTemplate: task(TaskTemplate), ...rest }),
  "POST /swarm/init": (engine, body) => api.initSwarm(engine, body),
  "POST /swarm/join": (
    engine,
    { RemoteAddrs = ["10.0.0.1:2377"], JoinToken = "token", ...rest },
  ) => api.joinSwarm(engine, RemoteAddrs as string[], String(JoinToken), rest),
  "POST /swarm/unlock": (engine, { UnlockKey = "key" }) =>
    api.unlockSwarm(engine, String(UnlockKey)),
  "POST /swarm/update": (engine, swarmSpec) => api.updateSwarm(engine, 1, { swarmSpec }),
  "POST /volumes/create": (engine, body) => api.createVolume(engine, body),
  "POST /plugins/{name}/set": (engine, body) =>
    api.configurePlugin(engine, "plugin", Object.values(body) as never),
  "PUT /volumes/{name}": (engine, { Spec = {} }) =>
    api.updateVolume(engine, "volume", 1, { clusterVolumeSpec: Spec as object }),
};
/** Values of fields that take few, by the end of their path. */
const VALUES: [end: RegExp, value: unknown][] = [
  [/ Cmd$/, ["x"]],
  [/ RemoteAddrs$/, ["10.0.0.1:2377"]],
  [/ConsoleSize$/, [24, 80]],
  [/networks\/create Scope$/, "swarm"],
  [/(Interval|Timeout|StartPeriod|StartInterval)$/, 1_000_000_000],
  [/\.HostIp$/, "127.0.0.1"],
  [/(Dns|Nameservers)$/, ["10.0.0.1"]],
  [/(Dns|Nameservers)\[\]$/, "10.0.0.1"],
  [/\.Hosts\[\]$/, "10.0.0.1 db"],
  [/EndpointSpec\.Ports\[\]\.Protocol$/, "udp"],
  [/EndpointSpec\.Ports\[\]\.PublishMode$/, "host"],
  [/(IpcMode|PidMode|UTSMode)$/, "host"],
  [/Healthcheck\.Test\[\]$/, "NONE"],
  [/PortBindings\{\}$/, []],
  [/\.HostPort$/, "80"],
  [/Binds\[\]$/, "/a:/b"],
  [/ExtraHosts\[\]$/, "db:10.0.0.7"],
  [/UsernsMode$/, "host"],
  [/CgroupnsMode$/, "host"],
  [/Isolation$/, "process"],
  [/ Availability$/, "drain"],
  [/RestartPolicy\.Name$/, "always"],
  [/Volumes\[\]$|VolumesFrom\[\]$/, "web"],
  [/Mounts\[\]\.Type$/, "bind"],
  [/\.Propagation$/, "private"],
  [/\.Consistency$/, "cached"],
  [/MacAddress$/, "02:42:ac:11:00:02"],
  [/IPv4Address$|Gateway$|AuxiliaryAddresses\{\}$/, "10.0.0.5"],
  [/IPv6Address$/, "fd00::5"],
  [/LinkLocalIPs\[\]$/, "169.254.1.1"],
  [/\.Subnet$|\.IPRange$/, "10.0.0.0/8"],
  [/Devices\[\]\.Path\w+$/, "/dev/null"],
  [/Devices\[\]\.CgroupPermissions$/, "rw"],
  [/Tmpfs\{\}$/, "size=1m"],
  [/PortBindings\{\}\[\]$/, { HostPort: "80" }],
];
/** Fields that must stand beside another, by the path of what holds them. */
const BESIDE: [holder: RegExp, fields: Body][] = [
  [/^POST \/(containers\/\{id\}\/exec|exec\/\{id\}\/start) $/, { Tty: true }],
  [/Mounts\.\[\]$/, { Target: "/data" }],
  [/EndpointSpec\.Ports\.\[\]$/, { TargetPort: 80 }],
  [/Ulimits\.\[\]$/, { Name: "nofile", Soft: 1, Hard: 2 }],
  [/Devices\.\[\]$/, { PathOnHost: "/dev/null" }],
  [/BlkioWeightDevice\.\[\]$/, { Path: "/dev/sda", Weight: 500 }],
  [/Blkio\w+(Bps|IOps)\.\[\]$/, { Path: "/dev/sda", Rate: 500 }],
  [/(create|update) (HostConfig\.)?RestartPolicy$/, { Name: "on-failure" }],
];
/** Fields that no function sends, and why. */
const LEFT_OUT: [path: RegExp, reason: string][] = [
  [/PluginSpec\.[A-Z]/, "the Engine's own keys are name, remote, disabled, privileges and env"],
  [/(HostConfig\.|update )NanoCPUs$/, "the specification of 1.27 misspells NanoCpus"],
  [/update Init$/, "the Engine has it of a new container only"],
  [/Data\[\]$/, "the content is one text in base64, which older specifications call a list"],
  [/PortBindings\{\}\.Host/, "older specifications leave the list out"],
  [/Volumes\.additionalProperties$/, "older specifications name JSON schema's own word"],
];

function text(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value);
}

function task(template: unknown): never {
  const given = (template ?? {}) as { ContainerSpec?: object; PluginSpec?: object };
  if (given.PluginSpec !== undefined) return given as never;
  return { ...given, ContainerSpec: { Image: "app", ...given.ContainerSpec } } as never;
}

/** Makes a body that holds one field. */
function bodyWith(row: WireRow): { body: Body; steps: string[] } {
  const steps = row.name.match(STEP_REGEXP)!;
  let value: unknown = sample(row);
  for (let index = steps.length - 1; index >= 0; index--) {
    const step = steps[index]!;
    const before = steps[index - 1];
    const beside = besides(row.operation, steps.slice(0, index));
    if (step === "[]") value = before === "ConsoleSize" ? [value, value] : [value];
    else if (step === "{}") value = { [before === "Tmpfs" ? "/data" : "80/tcp"]: value };
    else value = { ...beside, [step]: value };
  }
  return { body: value as Body, steps };
}

/** Returns what must stand beside a field in what holds it. */
function besides(operation: string, holder: string[]): Body {
  const path = `${operation} ${holder.join(".")}`;
  return BESIDE.find(([end]) => end.test(path))?.[1] ?? {};
}

function sample({ operation, name, type }: WireRow): unknown {
  const known = VALUES.find(([end]) => end.test(`${operation} ${name}`));
  if (known !== undefined) return known[1];
  switch (type) {
    case "boolean":
      return true;
    case "integer":
    case "number":
      return 16;
    case "array":
      return [];
    case "map":
    case "object":
      return besides(operation, name.match(STEP_REGEXP)!);
    default:
      return "x";
  }
}

/** Tells whether a body has a field, by its path. */
function holds(value: unknown, steps: string[]): boolean {
  const [step, ...rest] = steps;
  if (step === undefined) return value !== undefined;
  if (step === "[]") return Array.isArray(value) && value.some((item) => holds(item, rest));
  if (typeof value !== "object" || value === null) return false;
  if (step === "{}") return Object.values(value).some((item) => holds(item, rest));
  // The specifications spell it so; the Engine, in an answer, does not.
  if (step === "HealthCheck" && Object.hasOwn(value, "Healthcheck")) {
    return holds((value as Body).Healthcheck, rest);
  }
  return Object.hasOwn(value, step) && holds((value as Body)[step], rest);
}

const rows = WIRE.filter(({ kind }) => kind === "body");
let sent = 0;

describe("each field of a body of the specifications, alone", () => {
  for (const row of rows) {
    const left = LEFT_OUT.find(([path]) => path.test(`${row.operation} ${row.name}`));
    const title = `${row.operation} takes ${row.name}`;
    it(title, { skip: left?.[1] }, async () => {
      const { body, steps } = bodyWith(row);
      const { engine, requests } = recordingEngine(row.until);
      let failure: unknown;
      try {
        const result = await SENDERS[row.operation]!(engine, body);
        if (result instanceof ReadableStream) await result.cancel();
      } catch (error) {
        failure = error;
      }
      engine.close();
      const request = requests.find(({ method, target }) => {
        return operationOf(method, target) === row.operation;
      });
      if (request === undefined) throw failure ?? new Error("nothing was sent");
      const json = JSON.parse(new TextDecoder().decode(request.body));
      assert.ok(holds(json, steps), `sent without it: ${JSON.stringify(json)}`);
      sent++;
    });
  }
});

test("the fields of bodies are counted", () => {
  console.log(`wire: body ${sent} of ${rows.length}`);
  let left = 0;
  for (const [path, reason] of LEFT_OUT) {
    // A row counts for the first reason that it has.
    const own = rows.filter(({ operation, name }) => {
      return LEFT_OUT.find(([other]) => other.test(`${operation} ${name}`))?.[0] === path;
    });
    left += own.length;
    console.log(`wire: body without ${own.length} (${path.source}): ${reason}`);
  }
  assert.equal(sent + left, rows.length);
});
