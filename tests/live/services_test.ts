import assert from "node:assert/strict";
import { createServer } from "node:net";
import { after, before, describe, it } from "node:test";
import {
  APIClient,
  ConfigReference,
  ContainerSpec,
  type ContainerSpecOptions,
  type CreateServiceOptions,
  DNSConfig,
  DriverConfig,
  EndpointSpec,
  Healthcheck,
  Mount,
  Placement,
  Privileges,
  Resources,
  RestartPolicy,
  SecretReference,
  ServiceMode,
  type Task,
  TaskTemplate,
  type TaskTemplateOptions,
  UpdateConfig,
  type UpdateServiceOptions,
} from "../../mod.ts";
import { EXPECTED } from "./differences.ts";
import { eventually, inSequence } from "./eventually.ts";
import { exercised } from "./exercised.ts";
import { connection } from "./connection.ts";
import { baseImage, labels, skipUnlessPrivate, uniqueName } from "./fixture.ts";

const client = new APIClient({ ...connection });
/** Goes on forever, and ends at once when it is asked to. */
const WAIT = "trap exit TERM INT; while :; do sleep 1 & wait; done";

/** Updates the latest version; the swarm itself makes new ones while an update goes on. */
async function updateLatest(id: string, options: UpdateServiceOptions): Promise<void> {
  await inSequence(async () => {
    const { Version } = await client.inspectService(id);
    return await client.updateService(id, Version.Index, options);
  });
}

/** The tasks of a service that run now, or once there are as many as expected. */
async function running(service: string, count = 1): Promise<Task[]> {
  return await eventually(async () => {
    const tasks = await client.tasks({ filters: { service } });
    const found = tasks.filter(({ Status, DesiredState }) => {
      return Status.State === "running" && DesiredState === "running";
    });
    if (found.length === count) return found;
    const failed = tasks.find(({ Status }) => Status.Err);
    if (failed !== undefined) throw new Error(`a task failed: ${failed.Status.Err}`);
    return undefined;
  });
}

function template(
  script: string,
  spec: ContainerSpecOptions = {},
  options: TaskTemplateOptions = {},
): TaskTemplate {
  const container = new ContainerSpec(baseImage, { command: ["sh", "-c", script], ...spec });
  return new TaskTemplate(container, options);
}

/** Runs a test with a service, which is removed behind it. */
async function withService(
  task: TaskTemplate,
  options: CreateServiceOptions,
  body: (id: string, name: string) => Promise<void>,
): Promise<void> {
  const name = uniqueName("service");
  const { ID } = await client.createService(task, { name, labels: labels(), ...options });
  try {
    await body(ID, name);
  } finally {
    assert.equal(await client.removeService(ID), true);
  }
}

async function text(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let whole = "";
  for await (const bytes of stream) whole += decoder.decode(bytes, { stream: true });
  return whole + decoder.decode();
}

/** The output of a service once it has a line that matches. */
async function output(service: string, last: RegExp): Promise<string> {
  return await eventually(async () => {
    const seen = await text(await client.serviceLogs(service, { stdout: true, stderr: true }));
    return last.test(seen) ? seen : undefined;
  });
}

describe("services", { skip: skipUnlessPrivate }, () => {
  /** The refusal of a driver that nobody has takes the engine 15 seconds. */
  let driverRefusal: Promise<Error>;

  before(async () => {
    const port = await new Promise<number>((resolve) => {
      const server = createServer().listen(0, "127.0.0.1", () => {
        const { port } = server.address() as { port: number };
        server.close(() => resolve(port));
      });
    });
    await client.initSwarm({
      advertiseAddr: "127.0.0.1",
      listenAddr: `127.0.0.1:${port}`,
      swarmSpec: client.createSwarmSpec({
        logDriver: new DriverConfig("json-file", { options: { "max-size": "3m" } }),
      }),
    });
    const driver = new DriverConfig("nosuch");
    driverRefusal = client.createSecret(uniqueName("secret"), "", { driver }).then(
      () => new Error("the secret was made"),
      (error: Error) => error,
    );
  });

  after(async () => {
    await client.leaveSwarm({ force: true });
    client.close();
  });

  it("a task has all that its container specification says", async () => {
    const secretName = uniqueName("secret");
    const configName = uniqueName("config");
    const secret = await client.createSecret(secretName, "s3cret", {
      labels: { ...labels(), color: "red" },
    });
    const config = await client.createConfig(configName, new TextEncoder().encode("color = red"), {
      labels: { ...labels(), color: "red" },
    });
    const script = [
      'echo "args $0 $1"',
      "echo host $(hostname) dir $(pwd) env $COLOR groups $(id -G)",
      "echo secret $(cat /run/secrets/password) $(stat -c '%a %u %g' /run/secrets/password)",
      "echo config $(cat /settings.ini) $(stat -c '%a %u %g' /settings.ini)",
      "grep -v '^#' /etc/resolv.conf",
      "grep printer /etc/hosts",
      "touch /file 2>&1",
      "grep ' /scratch ' /proc/mounts",
      "tty",
      WAIT,
    ];
    const spec = new ContainerSpec(baseImage, {
      command: ["sh", "-c", script.join("\n")],
      args: ["first", "second"],
      hostname: "worker-bee",
      env: { COLOR: "blue" },
      workdir: "/tmp",
      user: "65534:65534",
      labels: { flavor: "sweet" },
      mounts: [new Mount("/scratch", null, { type: "tmpfs", tmpfsSize: "1m" })],
      stopGracePeriod: "7s",
      secrets: [
        new SecretReference(secret, secretName, {
          filename: "password",
          uid: "65534",
          gid: "65534",
          mode: 0o400,
        }),
      ],
      tty: true,
      groups: ["1234"],
      openStdin: true,
      readOnly: true,
      stopSignal: "SIGINT",
      healthcheck: new Healthcheck({
        test: "test -e /etc/hosts",
        interval: "500ms",
        timeout: "5s",
        retries: 2,
        startPeriod: "1s",
      }),
      hosts: { printer: "192.0.2.7" },
      dnsConfig: new DNSConfig({
        nameservers: ["192.0.2.53"],
        search: ["example.org"],
        options: ["ndots:3"],
      }),
      configs: [
        new ConfigReference(config, configName, {
          filename: "/settings.ini",
          uid: "65534",
          gid: "65534",
          mode: 0o440,
        }),
      ],
      privileges: new Privileges({ selinuxDisable: true }),
    });
    await withService(new TaskTemplate(spec), {}, async (id) => {
      const [task] = await running(id);
      const container = task!.Status.ContainerStatus!.ContainerID!;
      const lines = (await output(id, /pts/)).split("\r\n");
      assert.deepEqual(
        lines.filter((line) => line !== "" && !line.startsWith("tmpfs")).sort(),
        [
          "args first second",
          "host worker-bee dir /tmp env blue groups 65534 1234",
          "secret s3cret 400 65534 65534",
          "config color = red 440 65534 65534",
          "search example.org",
          "nameserver 192.0.2.53",
          "options ndots:3",
          "192.0.2.7\tprinter",
          "touch: /file: Read-only file system",
          "/dev/pts/0",
        ].sort(),
      );
      assert.match(lines.find((line) => line.startsWith("tmpfs"))!, /size=1024k/);
      const { Config, HostConfig } = await client.inspectContainer(container);
      assert.equal(Config.StopSignal, "SIGINT");
      assert.equal(Config.OpenStdin, true);
      assert.equal(Config.Labels?.flavor, "sweet");
      assert.deepEqual(HostConfig.SecurityOpt, ["label=disable"]);
      // The swarm was given a logging driver for all tasks: engines take it, and go on without it.
      assert.deepEqual(HostConfig.LogConfig, { Type: "json-file", Config: {} });
      assert.deepEqual((await client.inspectSwarm()).Spec.TaskDefaults, {});
      assert.deepEqual(Config.Healthcheck, {
        Test: ["CMD-SHELL", "test -e /etc/hosts"],
        Interval: 500_000_000,
        Timeout: 5_000_000_000,
        StartPeriod: 1_000_000_000,
        Retries: 2,
      });
      const health = await eventually(async () => {
        const { State } = await client.inspectContainer(container);
        return State.Health?.Status === "healthy" ? State.Health : undefined;
      });
      assert.equal(health.FailingStreak, 0);
      const { ContainerSpec: kept } = (await client.inspectService(id)).Spec.TaskTemplate!;
      assert.deepEqual(kept?.Command, ["sh", "-c", script.join("\n")]);
      assert.equal(kept?.StopGracePeriod, 7_000_000_000);

      exercised("ContainerSpec", "image", "command", "args", "hostname", "env", "workdir", "user");
      exercised("ContainerSpec", "labels", "mounts", "stopGracePeriod", "secrets", "tty", "groups");
      exercised("ContainerSpec", "openStdin", "readOnly", "stopSignal", "healthcheck", "hosts");
      exercised("ContainerSpec", "dnsConfig", "configs", "privileges");
      exercised("SecretReference", "secretId", "secretName", "filename", "uid", "gid", "mode");
      exercised("ConfigReference", "configId", "configName", "filename", "uid", "gid", "mode");
      exercised("Healthcheck", "test", "interval", "timeout", "retries", "startPeriod");
      exercised("DNSConfig", "nameservers", "search", "options");
      exercised("Privileges", "selinuxDisable");
      exercised("TaskTemplate", "containerSpec");
      exercised("createService", "taskTemplate");
      exercised("createSwarmSpec", "logDriver");
      exercised("SwarmSpec", "logDriver");
      exercised("DriverConfig", "name", "options");

      // What a service uses stays.
      await assert.rejects(client.removeSecret(secret), {
        name: "BadRequest",
        message: /^Cannot remove secret ".*": rpc error: .* is in use by the following service/,
      });
      await assert.rejects(client.removeConfig(config), {
        name: "BadRequest",
        message: /^Cannot remove config ".*": rpc error: .* is in use by the following service/,
      });
    });
    await client.removeSecret(secret);
    await client.removeConfig(config);
  });

  it("a service has all that it was created with", async () => {
    const net = uniqueName("overlay");
    await client.createNetwork(net, { driver: "overlay", attachable: true, labels: labels() });
    try {
      const task = template(WAIT, {}, {
        resources: new Resources({
          cpuLimit: 500_000_000,
          memLimit: "64m",
          cpuReservation: 100_000_000,
          memReservation: "16m",
        }),
        restartPolicy: new RestartPolicy({
          condition: "on-failure",
          delay: "2s",
          maxAttempts: 3,
          window: "10s",
        }),
        placement: new Placement({
          constraints: ["node.role == manager"],
          preferences: [["spread", "node.labels.rack"]],
          platforms: [["x86_64", "linux"]],
        }),
        logDriver: new DriverConfig("json-file", { options: { "max-file": "2" } }),
        forceUpdate: 5,
      });
      await withService(task, {
        labels: { ...labels(), color: "green" },
        mode: new ServiceMode("replicated", { replicas: 2 }),
        updateConfig: new UpdateConfig({
          parallelism: 2,
          delay: "3s",
          failureAction: "pause",
          monitor: "4s",
          maxFailureRatio: 0.25,
        }),
        networks: [net],
        endpointSpec: new EndpointSpec({ mode: "vip", ports: { 30123: 80, 30124: [53, "udp"] } }),
      }, async (id, name) => {
        const tasks = await running(id, 2);
        const { Spec, Endpoint } = await client.inspectService({ ID: id });
        assert.equal(Spec.Name, name);
        assert.deepEqual(Spec.Labels, { ...labels(), color: "green" });
        assert.deepEqual(Spec.Mode, { Replicated: { Replicas: 2 } });
        assert.deepEqual(Spec.UpdateConfig, {
          Parallelism: 2,
          Delay: 3_000_000_000,
          FailureAction: "pause",
          Monitor: 4_000_000_000,
          MaxFailureRatio: 0.25,
          Order: "stop-first",
        });
        const { Resources: resources, RestartPolicy, Placement, LogDriver, ForceUpdate, Networks } =
          Spec.TaskTemplate!;
        assert.deepEqual(resources, {
          Limits: { NanoCPUs: 500_000_000, MemoryBytes: 67_108_864 },
          Reservations: { NanoCPUs: 100_000_000, MemoryBytes: 16_777_216 },
        });
        assert.deepEqual(RestartPolicy, {
          Condition: "on-failure",
          Delay: 2_000_000_000,
          MaxAttempts: 3,
          Window: 10_000_000_000,
        });
        assert.deepEqual(Placement, {
          Constraints: ["node.role == manager"],
          Preferences: [{ Spread: { SpreadDescriptor: "node.labels.rack" } }],
          Platforms: [{ Architecture: "x86_64", OS: "linux" }],
        });
        assert.deepEqual(LogDriver, { Name: "json-file", Options: { "max-file": "2" } });
        assert.equal(ForceUpdate, 5);
        const { Id } = await client.inspectNetwork(net);
        assert.deepEqual(Networks, [{ Target: Id }]);
        assert.equal(Endpoint.Spec?.Mode, "vip");
        assert.deepEqual(Endpoint.Ports, [
          { Protocol: "tcp", TargetPort: 80, PublishedPort: 30123, PublishMode: "ingress" },
          { Protocol: "udp", TargetPort: 53, PublishedPort: 30124, PublishMode: "ingress" },
        ]);
        assert.ok(Endpoint.VirtualIPs?.some(({ NetworkID }) => NetworkID === Id));

        const { HostConfig } = await client.inspectContainer(
          tasks[0]!.Status.ContainerStatus!.ContainerID!,
        );
        assert.equal(HostConfig.NanoCpus, 500_000_000);
        assert.equal(HostConfig.Memory, 67_108_864);
        assert.deepEqual(HostConfig.LogConfig, { Type: "json-file", Config: { "max-file": "2" } });
        const verbose = await client.inspectNetwork(net, { verbose: true });
        assert.equal(verbose.Services?.[name]?.Tasks?.length, 2);
        exercised("inspectNetwork", "verbose");
        exercised("createNetwork", "attachable");
        exercised("createService", "name", "labels", "mode", "updateConfig", "networks");
        exercised("createService", "endpointSpec");
        exercised("TaskTemplate", "resources", "restartPolicy", "placement", "logDriver");
        exercised("TaskTemplate", "forceUpdate");
        exercised("Resources", "cpuLimit", "memLimit", "cpuReservation", "memReservation");
        exercised("RestartPolicy", "condition", "delay", "maxAttempts", "window");
        exercised("Placement", "constraints", "preferences", "platforms");
        exercised("UpdateConfig", "parallelism", "delay", "failureAction", "monitor");
        exercised("UpdateConfig", "maxFailureRatio");
        exercised("ServiceMode", "mode", "replicas");
        exercised("EndpointSpec", "mode", "ports");
        exercised("inspectService", "service");

        const names = async (filters: Record<string, string>): Promise<(string | undefined)[]> => {
          return (await client.services({ filters })).map(({ Spec }) => Spec.Name);
        };
        assert.deepEqual(await names({ name }), [name]);
        assert.deepEqual(await names({ id }), [name]);
        assert.deepEqual(await names({ label: "color=green" }), [name]);
        assert.deepEqual(await names({ mode: "global" }), []);
        const [counted] = await client.services({ filters: { id }, status: true });
        assert.equal(counted?.ServiceStatus?.RunningTasks, 2);
        exercised("services", "filters");

        const one = await client.inspectTask(tasks[0]!);
        assert.equal(one.ID, tasks[0]!.ID);
        assert.equal(one.ServiceID, id);
        assert.deepEqual(one.Spec.RestartPolicy, RestartPolicy);
        await assert.rejects(client.inspectTask("nosuchtask"), {
          name: "NotFound",
          message: /^Cannot inspect task "nosuchtask": task nosuchtask not found \(404, GET/,
        });
        exercised("inspectTask", "task");
        exercised("tasks", "filters");
      });
    } finally {
      await eventually(async () => {
        return await client.removeNetwork(net).catch((error: Error) => {
          assert.match(error.message, /in use/);
          return undefined;
        });
      });
    }
  });

  it("services run on every node, and are reached by their tasks' addresses", async () => {
    const endpointConfig = new EndpointSpec({ mode: "dnsrr" });
    await withService(template(WAIT), { mode: "global", endpointConfig }, async (id) => {
      const [task] = await running(id);
      assert.equal(task?.Slot, undefined);
      const { Spec, Endpoint } = await client.inspectService(id);
      assert.deepEqual(Spec.Mode, { Global: {} });
      assert.equal(Spec.EndpointSpec?.Mode, "dnsrr");
      assert.equal(Endpoint.VirtualIPs, undefined);
      exercised("createService", "endpointConfig");
    });
  });

  it("Windows accounts and SELinux labels reach the specification", async () => {
    const none = new ServiceMode("replicated", { replicas: 0 });
    const privileges = async (options: Privileges): Promise<unknown> => {
      let seen: unknown;
      await withService(template(WAIT, { privileges: options }), { mode: none }, async (id) => {
        seen = (await client.inspectService(id)).Spec.TaskTemplate?.ContainerSpec?.Privileges;
      });
      return seen;
    };
    assert.deepEqual(await privileges(new Privileges({ credentialspecFile: "spec.json" })), {
      CredentialSpec: { Config: "", File: "spec.json", Registry: "" },
      ...EXPECTED.unsetPrivileges,
      SELinuxContext: null,
    });
    assert.deepEqual(await privileges(new Privileges({ credentialspecRegistry: "spec" })), {
      CredentialSpec: { Config: "", File: "", Registry: "spec" },
      ...EXPECTED.unsetPrivileges,
      SELinuxContext: null,
    });
    assert.deepEqual(
      await privileges(
        new Privileges({
          selinuxUser: "user_u",
          selinuxRole: "role_r",
          selinuxType: "type_t",
          selinuxLevel: "s0:c1",
        }),
      ),
      {
        CredentialSpec: null,
        ...EXPECTED.unsetPrivileges,
        SELinuxContext: {
          Disable: false,
          User: "user_u",
          Role: "role_r",
          Type: "type_t",
          Level: "s0:c1",
        },
      },
    );
    exercised("Privileges", "credentialspecFile", "credentialspecRegistry", "selinuxUser");
    exercised("Privileges", "selinuxRole", "selinuxType", "selinuxLevel");
  });

  it("inspectService() shows the engine's defaults when asked", async () => {
    const mode = new ServiceMode("replicated", { replicas: 0 });
    await withService(template(WAIT), { mode }, async (id, name) => {
      const plain = await client.inspectService(name);
      const full = await client.inspectService(id, { insertDefaults: true });
      assert.equal(plain.Spec.UpdateConfig, undefined);
      assert.equal(full.Spec.UpdateConfig?.FailureAction, "pause");
      assert.equal(full.Spec.TaskTemplate?.ContainerSpec?.StopGracePeriod, 10_000_000_000);
      exercised("inspectService", "insertDefaults");
      const { ID } = await client.createService(template(WAIT), { mode });
      assert.equal(await client.removeService({ ID }), true);
      await assert.rejects(client.removeService(ID), {
        name: "NotFound",
        message: new RegExp(
          `^Cannot remove service "${ID}": service ${ID} not found \\(404, DELETE`,
        ),
      });
      exercised("removeService", "service");
      await assert.rejects(client.createService(template(WAIT), { name, mode }), {
        name: "Conflict",
        message:
          /^Cannot create service ".*": rpc error: .* name conflicts with an existing object/,
      });
    });
  });

  it("updateService() changes all that it is given", async () => {
    const net = uniqueName("overlay");
    await client.createNetwork(net, { driver: "overlay", labels: labels() });
    try {
      await withService(template(`echo one; ${WAIT}`), {}, async (id, name) => {
        await running(id);
        const { Version } = await client.inspectService(id);
        const result = await client.updateService(id, Version, {
          taskTemplate: template(`echo two; ${WAIT}`, {}, { forceUpdate: 1 }),
          name,
          labels: { ...labels(), color: "black" },
          mode: new ServiceMode("replicated", { replicas: 2 }),
          updateConfig: new UpdateConfig({ parallelism: 0, order: "start-first" }),
          networks: [net],
          endpointSpec: new EndpointSpec({ ports: { 30125: 80 } }),
        });
        assert.deepEqual(result.Warnings ?? null, null);
        const updated = await client.inspectService(id);
        assert.deepEqual(updated.Spec.Labels, { ...labels(), color: "black" });
        assert.deepEqual(updated.Spec.Mode, { Replicated: { Replicas: 2 } });
        assert.equal(updated.Spec.UpdateConfig?.Order, "start-first");
        const { Id } = await client.inspectNetwork(net);
        assert.deepEqual(updated.Spec.TaskTemplate?.Networks, [{ Target: Id }]);
        assert.deepEqual(updated.Spec.EndpointSpec?.Ports, [
          { Protocol: "tcp", TargetPort: 80, PublishedPort: 30125, PublishMode: "ingress" },
        ]);
        assert.match(await output(id, /two/), /two/);
        exercised("updateService", "service", "version", "taskTemplate", "name", "labels", "mode");
        exercised("updateService", "updateConfig", "networks", "endpointSpec");

        await assert.rejects(client.updateService(id, updated.Version, { name }), {
          name: "BadRequest",
          message: /^Cannot update service ".*": mismatched Runtime and \*Spec fields/,
        });
        await assert.rejects(client.updateService(id, Version, { ...updated.Spec }), {
          name: "ServerError",
          message:
            /^Cannot update service ".*": rpc error: .* update out of sequence \(500, POST \/v.*\/update\)$/,
        });
        const latest = await client.inspectService(id);
        await updateLatest(id, {
          fetchCurrentSpec: true,
          endpointConfig: new EndpointSpec({ mode: "dnsrr" }),
          mode: new ServiceMode("replicated", { replicas: 0 }),
        });
        const { Spec } = await client.inspectService(id);
        assert.equal(Spec.EndpointSpec?.Mode, "dnsrr");
        assert.deepEqual(Spec.Labels, { ...labels(), color: "black" });
        assert.deepEqual(Spec.TaskTemplate, latest.Spec.TaskTemplate);
        exercised("updateService", "endpointConfig");

        await updateLatest(id, { rollback: "previous" });
        assert.deepEqual((await client.inspectService(id)).Spec.Mode, latest.Spec.Mode);
      });
    } finally {
      await eventually(async () => {
        return await client.removeNetwork(net).catch((error: Error) => {
          assert.match(error.message, /in use/);
          return undefined;
        });
      });
    }
  });

  it("an update that fails is rolled back", async () => {
    const updateConfig = new UpdateConfig({ failureAction: "rollback", monitor: "2s" });
    const restart = { restartPolicy: new RestartPolicy({ condition: "none" }) };
    const task = template(`echo good; ${WAIT}`, {}, restart);
    await withService(task, { updateConfig }, async (id) => {
      await running(id);
      await updateLatest(id, {
        fetchCurrentSpec: true,
        taskTemplate: template("echo bad; exit 3", {}, restart),
      });
      const done = await eventually(async () => {
        const service = await client.inspectService(id);
        return service.UpdateStatus?.State === "rollback_completed" ? service : undefined;
      });
      const command = done.Spec.TaskTemplate?.ContainerSpec?.Command;
      assert.deepEqual(command, ["sh", "-c", `echo good; ${WAIT}`]);
      const failed = (await client.tasks({ filters: { service: id } }))
        .find(({ Status }) => Status.State === "failed");
      assert.equal(failed?.Status.ContainerStatus?.ExitCode, 3);
    });
  });

  it("serviceLogs() reads what tasks wrote", async () => {
    const script = `echo out 1; echo err 1 >&2; echo out 2; ${WAIT}`;
    await withService(template(script), {}, async (id, name) => {
      await output(id, /out 2/);
      const logs = async (options: Parameters<APIClient["serviceLogs"]>[1]): Promise<string> => {
        return await text(await client.serviceLogs(name, { ...options, demux: false }));
      };
      const sorted = (lines: string): string[] => lines.trimEnd().split("\n").sort();
      assert.deepEqual(sorted(await logs({ stdout: true, stderr: true })), [
        "err 1",
        "out 1",
        "out 2",
      ]);
      assert.equal(await logs({ stdout: true }), "out 1\nout 2\n");
      assert.equal(await logs({ stderr: true }), "err 1\n");
      const last = await logs({ stdout: true, stderr: true, tail: 2 });
      assert.match(last, /^(out|err) \d\n(out|err) \d\n$/);
      assert.equal(await logs({ stdout: true, since: Date.now() / 1000 + 3600 }), "");
      const stamped = await logs({ stderr: true, timestamps: true });
      assert.match(stamped, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z err 1\n$/);
      const [task] = await running(id);
      const detailed = await logs({ stderr: true, details: true });
      assert.match(detailed, new RegExp(`com\\.docker\\.swarm\\.task\\.id=${task!.ID}.* err 1\n$`));
      // With isTty the frames are taken for text, unless the Engine says what they are.
      const raw = await logs({ stderr: true, isTty: true });
      const head = EXPECTED.serviceLogsSayFrames ? "" : "\x02\0\0\0\0\0\0\x06";
      assert.equal(raw, `${head}err 1\n`);
      const frames: string[] = [];
      for await (
        const { stream, data } of await client.serviceLogs(id, {
          stdout: true,
          stderr: true,
          demux: true,
        })
      ) {
        frames.push(`${stream}: ${new TextDecoder().decode(data)}`);
      }
      assert.deepEqual(frames.sort(), ["stderr: err 1\n", "stdout: out 1\n", "stdout: out 2\n"]);
      exercised("serviceLogs", "service", "details", "stdout", "stderr", "since", "timestamps");
      exercised("serviceLogs", "tail", "isTty");
    });
  });

  it("serviceLogs() follows what tasks write, with a terminal too", async () => {
    for (const tty of [false, true]) {
      const script = "trap exit TERM; while :; do n=$((n + 1)); echo line $n; sleep 0.2; done";
      await withService(template(script, { tty }), {}, async (id) => {
        await running(id);
        const stream = await client.serviceLogs(id, { stdout: true, follow: true });
        let seen = "";
        for await (const bytes of stream) {
          seen += new TextDecoder().decode(bytes);
          if (/line 5/.test(seen)) break;
        }
        const end = tty ? "\r\n" : "\n";
        assert.ok(seen.startsWith([1, 2, 3, 4, 5].map((n) => `line ${n}`).join(end)), seen);
      });
    }
    exercised("serviceLogs", "follow");
  });

  it("secrets and configs are listed, inspected and removed", async () => {
    const name = uniqueName("both");
    const marked = { ...labels(), color: "grey" };
    const secret = await client.createSecret(name, new Blob(["s3cret"]), { labels: marked });
    const config = await client.createConfig(name, new Blob(["grün"]).stream(), { labels: marked });
    const kept = await client.inspectSecret(secret);
    assert.deepEqual(kept.Spec, { Name: name, Labels: marked });
    assert.deepEqual((await client.inspectSecret(name)).ID, secret.ID);
    const settings = await client.inspectConfig(config);
    assert.deepEqual(settings.Spec, { Name: name, Labels: marked, Data: "Z3LDvG4=" });
    const ids = (list: { ID: string }[]): string[] => list.map(({ ID }) => ID);
    assert.deepEqual(ids(await client.secrets({ filters: { name } })), [secret.ID]);
    assert.deepEqual(ids(await client.secrets({ filters: { label: "color=grey" } })), [secret.ID]);
    assert.deepEqual(ids(await client.configs({ filters: { name } })), [config.ID]);
    assert.deepEqual(ids(await client.configs({ filters: { id: config.ID } })), [config.ID]);
    await assert.rejects(client.createSecret(name, "x"), {
      name: "Conflict",
      message: /^Cannot create secret ".*": rpc error: .* secret .* already exists/,
    });
    await assert.rejects(client.createConfig(name, "x"), {
      name: "Conflict",
      message: /^Cannot create config ".*": rpc error: .* config .* already exists/,
    });
    assert.equal(await client.removeSecret(secret), true);
    assert.equal(await client.removeConfig(config.ID), true);
    await assert.rejects(client.inspectSecret(secret), {
      name: "NotFound",
      message: /^Cannot inspect secret ".*": secret .* not found \(404, GET/,
    });
    await assert.rejects(client.removeConfig(config), {
      name: "NotFound",
      message: /^Cannot remove config ".*": config .* not found \(404, DELETE/,
    });
    exercised("createSecret", "name", "data", "labels");
    exercised("createConfig", "name", "data", "labels");
    exercised("inspectSecret", "id");
    exercised("inspectConfig", "id");
    exercised("secrets", "filters");
    exercised("configs", "filters");
    exercised("removeSecret", "id");
    exercised("removeConfig", "id");
  });

  it("createNetwork() makes the network for published ports", async () => {
    await client.removeNetwork("ingress");
    const name = uniqueName("ingress");
    await eventually(async () => {
      return await client.createNetwork(name, { driver: "overlay", ingress: true, scope: "swarm" })
        .catch((error: Error) => {
          assert.match(error.message, /ingress-?network .*(already present|being removed)/i);
          return undefined;
        });
    });
    const { Ingress, Scope } = await client.inspectNetwork(name);
    assert.equal(Ingress, true);
    assert.equal(Scope, "swarm");
    exercised("createNetwork", "ingress");
  });

  it("createSecret() shows the engine's refusal of a driver that it does not have", async () => {
    const error = await driverRefusal;
    assert.equal(error.name, "ServerError");
    assert.match(
      error.message,
      /^Cannot create secret ".*": rpc error: .* plugin "nosuch" not found \(500, POST \/v.*\)$/,
    );
    exercised("createSecret", "driver");
  });
});
