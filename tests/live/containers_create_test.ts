import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ContainerConfigOptions } from "../../mod.ts";
import { apiVersion } from "./differences.ts";
import { exercised } from "./exercised.ts";
import { baseImage, labelKey, labels, labelValue, skip, uniqueName } from "./fixture.ts";
import { whenHealthy, within } from "./sandbox.ts";

/** What moved to the host configuration, with the last version that took it and the way out. */
const MOVED: [
  option: keyof ContainerConfigOptions,
  value: unknown,
  field: string,
  until: string,
  instead: string,
][] = [
  ["dns", ["10.0.0.1"], "Dns", "1.9", "dns"],
  ["volumesFrom", ["db"], "VolumesFrom", "1.9", "volumesFrom"],
  ["memLimit", "64m", "Memory", "1.18", "memLimit"],
  ["memswapLimit", "128m", "MemorySwap", "1.18", "memswapLimit"],
  ["cpuShares", 512, "CpuShares", "1.18", "cpuShares"],
  ["cpuset", "0", "Cpuset", "1.18", "cpusetCpus"],
  ["volumeDriver", "local", "VolumeDriver", "1.20", "volumeDriver"],
];

describe("createContainer() on the engine", { skip }, () => {
  it("sets what a container is, so that inspect and the process see it", async () => {
    await within(async ({ client, later }) => {
      const name = uniqueName("create");
      const options: ContainerConfigOptions = {
        command:
          `-c 'hostname; hostname -f; id -u; pwd; echo "$GREETING|$EMPTY|\${GONE-gone}"; exit 5'`,
        entrypoint: "/bin/sh",
        hostname: "box",
        domainname: "example.org",
        user: 1234,
        workingDir: "/var/tmp",
        environment: { GREETING: "good day", EMPTY: "", GONE: null },
        labels: { ...labels(), purpose: "test" },
        volumes: ["/one", "/two"],
        ports: [80, [53, "udp"], "8000-8001"],
        stopSignal: "SIGINT",
        stopTimeout: 7,
        runtime: "runc",
        hostConfig: client.createHostConfig({ memLimit: "64m" }),
      };
      const { Id, Warnings } = await client.createContainer(baseImage, { ...options, name });
      later(() => client.removeContainer(Id, { force: true, v: true }));
      assert.match(Id, /^[0-9a-f]{64}$/);
      assert.deepEqual(Warnings ?? [], []);
      const { Name, Config, HostConfig, Mounts } = await client.inspectContainer(name);
      assert.equal(Name, `/${name}`);
      const seen = {
        Image: Config.Image,
        Cmd: Config.Cmd,
        Entrypoint: Config.Entrypoint,
        Hostname: Config.Hostname,
        Domainname: Config.Domainname,
        User: Config.User,
        WorkingDir: Config.WorkingDir,
        ExposedPorts: Config.ExposedPorts,
        Volumes: Config.Volumes,
        StopSignal: Config.StopSignal,
        StopTimeout: Config.StopTimeout,
        Tty: Config.Tty,
        attached: [Config.AttachStdin, Config.AttachStdout, Config.AttachStderr],
      };
      assert.deepEqual(seen, {
        Image: baseImage,
        Cmd: [
          "-c",
          'hostname; hostname -f; id -u; pwd; echo "$GREETING|$EMPTY|${GONE-gone}"; exit 5',
        ],
        Entrypoint: ["/bin/sh"],
        Hostname: "box",
        Domainname: "example.org",
        User: "1234",
        WorkingDir: "/var/tmp",
        ExposedPorts: { "80/tcp": {}, "53/udp": {}, "8000/tcp": {}, "8001/tcp": {} },
        Volumes: { "/one": {}, "/two": {} },
        StopSignal: "SIGINT",
        StopTimeout: 7,
        Tty: false,
        attached: [false, true, true],
      });
      assert.equal(Config.Labels?.purpose, "test");
      assert.equal(Config.Labels?.[labelKey], labelValue);
      assert.ok(Config.Env?.includes("GREETING=good day") && Config.Env.includes("EMPTY="));
      assert.equal(HostConfig.Runtime, "runc");
      assert.equal(HostConfig.Memory, 67108864);
      assert.deepEqual(Mounts.map(({ Destination }) => Destination).sort(), ["/one", "/two"]);
      await client.start(Id);
      assert.equal(await client.wait(Id), 5);
      assert.deepEqual((await client.logs(Id)).split("\n"), [
        ...["box", "box.example.org", "1234", "/var/tmp", "good day||gone", ""],
      ]);
      const names = Object.keys(options);
      exercised("createContainer", "image", "name", ...names);
    });
  });

  it("opens stdin and a terminal, and attaches nothing when detached", async () => {
    await within(async ({ client, container }) => {
      const flags = async (options: ContainerConfigOptions): Promise<unknown[]> => {
        const { Config } = await client.inspectContainer(await container("true", options));
        const { OpenStdin, StdinOnce, Tty, AttachStdin, AttachStdout, AttachStderr } = Config;
        return [OpenStdin, StdinOnce, Tty, AttachStdin, AttachStdout, AttachStderr];
      };
      assert.deepEqual(await flags({}), [false, false, false, false, true, true]);
      assert.deepEqual(await flags({ stdinOpen: true }), [true, true, false, true, true, true]);
      assert.deepEqual(await flags({ tty: true }), [false, false, true, false, true, true]);
      assert.deepEqual(await flags({ detach: true }), [false, false, false, false, false, false]);
      assert.deepEqual(await flags({ stdinOpen: true, detach: true }), [
        ...[true, false, false, false, false, false],
      ]);
      exercised("createContainer", "stdinOpen", "tty", "detach");
      exercised("createContainerConfig", "stdinOpen", "tty", "detach");
    });
  });

  it("sets hardware and network: macAddress, networkDisabled, networkingConfig", async () => {
    await within(async ({ client, run, running, network }) => {
      const macAddress = "02:42:0a:0b:0c:0d";
      const mac = await run("cat /sys/class/net/eth0/address", { macAddress });
      assert.equal(mac.output, `${macAddress}\n`);
      const none = await run("ls /sys/class/net", { networkDisabled: true });
      assert.equal(none.output, "lo\n");
      const { Config } = await client.inspectContainer(none.id);
      assert.equal(Config.NetworkDisabled, true);
      exercised("createContainer", "macAddress", "networkDisabled");
      exercised("createContainerConfig", "macAddress", "networkDisabled");

      const { name, base } = await network();
      const other = await running("sleep 60", {
        networkingConfig: client.createNetworkingConfig({ [name]: null }),
      });
      const otherName = (await client.inspectContainer(other)).Name.slice(1);
      const endpoint = client.createEndpointConfig({
        ipv4Address: `${base}.77`,
        aliases: ["foo", "bar"],
        links: [[otherName, "friend"]],
        linkLocalIps: ["169.254.34.68"],
      });
      const networkingConfig = client.createNetworkingConfig({ [name]: endpoint });
      const joined = await run(
        "ip -4 addr show eth0; ip -4 addr show eth1; for n in foo bar friend; do nslookup $n | tail -2; done",
        { networkingConfig, hostConfig: { NetworkMode: name } },
      );
      const settings = (await client.inspectContainer(joined.id)).NetworkSettings.Networks?.[name];
      assert.deepEqual(settings?.IPAMConfig, {
        IPv4Address: `${base}.77`,
        LinkLocalIPs: ["169.254.34.68"],
      });
      assert.ok(settings?.Aliases?.includes("foo") && settings.Aliases.includes("bar"));
      assert.deepEqual(settings?.Links, [`${otherName}:friend`]);
      assert.match(joined.output, new RegExp(`inet ${base.replaceAll(".", "\\.")}\\.77/24`));
      assert.match(joined.output, /inet 169\.254\.34\.68\/16/);
      exercised("createContainer", "networkingConfig");
      exercised("createContainerConfig", "networkingConfig");
      exercised("createNetworkingConfig", "endpointsConfig");
      exercised("createEndpointConfig", "ipv4Address", "aliases", "links", "linkLocalIps");
    });
  });

  it("gives fixed IPv6 addresses", async () => {
    await within(async ({ client, run, later }) => {
      const name = uniqueName("net6");
      const prefix = `fd00:${(1 + Math.random() * 0xfffe | 0).toString(16)}:1`;
      await client.createNetwork(name, {
        labels: labels(),
        enableIpv6: true,
        ipam: { poolConfigs: [{ subnet: `${prefix}::/64` }] },
      });
      later(() => client.removeNetwork(name));
      const { id } = await run("true", {
        hostConfig: { NetworkMode: name },
        networkingConfig: client.createNetworkingConfig({
          [name]: client.createEndpointConfig({ ipv6Address: `${prefix}::77` }),
        }),
      });
      const settings = (await client.inspectContainer(id)).NetworkSettings.Networks?.[name];
      assert.equal(settings?.IPAMConfig?.IPv6Address, `${prefix}::77`);
      exercised("createEndpointConfig", "ipv6Address");
    });
  });

  it("checks health", async () => {
    await within(async ({ client, running }) => {
      const healthcheck = {
        test: "test -e /tmp/well || { touch /tmp/well; false; }",
        interval: "100ms",
        timeout: "5s",
        retries: 9,
        startPeriod: "1ms",
      };
      const container = await running("exec sleep 60", { healthcheck });
      await whenHealthy(client, container);
      const { Config, State } = await client.inspectContainer(container);
      assert.deepEqual(Config.Healthcheck, {
        Test: ["CMD-SHELL", healthcheck.test],
        Interval: 1e8,
        Timeout: 5e9,
        StartPeriod: 1e6,
        Retries: 9,
      });
      assert.equal(State.Health?.Status, "healthy");
      exercised("createContainer", "healthcheck");
      exercised("createContainerConfig", "healthcheck");
      exercised("Healthcheck", "test", "interval", "timeout", "retries", "startPeriod");
    });
  });

  it("refuses host options given to the container itself, with the way out", async () => {
    await within(async ({ client }) => {
      const start = `Cannot create a container of image "${baseImage}"`;
      for (const [option, value, field, until, instead] of MOVED) {
        const message = `${start}: option "${option}" (${field}) is known up to API version ` +
          `${until} only, and ${apiVersion} is in use; use hostConfig's ${instead}`;
        await assert.rejects(client.createContainer(baseImage, { [option]: value }), {
          name: "InvalidVersion",
          message,
        });
        const config = client.createContainerConfig(baseImage, { [option]: value });
        await assert.rejects(client.createContainerFromConfig(config), {
          name: "InvalidVersion",
          message,
        });
        exercised("createContainer", option);
        exercised("createContainerConfig", option);
      }
    });
  });

  it("takes what createContainerConfig() returns, and the Engine's own JSON", async () => {
    await within(async ({ client, later }) => {
      const options: ContainerConfigOptions = {
        command: ["-c", "exit 3"],
        entrypoint: ["/bin/sh"],
        hostname: "box",
        domainname: "example.org",
        user: "root",
        workingDir: "/tmp",
        environment: ["A=1"],
        labels: labels(),
        volumes: "/data",
        ports: [80],
        stopSignal: "SIGTERM",
        stopTimeout: 3,
        runtime: "runc",
        hostConfig: { memLimit: "64m" },
      };
      const config = client.createContainerConfig({ Id: baseImage }, options);
      const name = uniqueName("config");
      const container = await client.createContainerFromConfig(config, { name });
      later(() => client.removeContainer(container, { force: true, v: true }));
      const { Name, Config, HostConfig } = await client.inspectContainer(container);
      assert.equal(Name, `/${name}`);
      const { HostConfig: _, ...own } = config;
      for (const [field, value] of Object.entries(own)) {
        const seen = Config[field as keyof typeof Config];
        if (field === "Env") assert.ok((seen as string[]).includes("A=1"));
        else if (field === "Labels") assert.equal(Config.Labels?.[labelKey], labelValue);
        else assert.deepEqual(seen, value, field);
      }
      assert.equal(HostConfig.Memory, 67108864);
      assert.equal(HostConfig.Runtime, "runc");
      exercised("createContainerConfig", "image", ...Object.keys(options));
      exercised("createContainerFromConfig", "config", "name");
      await assert.rejects(client.createContainerFromConfig(config, { name }), {
        name: "Conflict",
        message: new RegExp(`The container name "/${name}" is already in use by container`),
      });
    });
  });

  it("tells a missing image, a blank one and a platform the Engine cannot have apart", async () => {
    await within(async ({ client }) => {
      const image = "longshore/missing:none";
      await assert.rejects(client.createContainer(image), {
        name: "ImageNotFound",
        message: `Cannot create a container of image "${image}": No such image: ${image} ` +
          `(404, POST /v${apiVersion}/containers/create)`,
      });
      await assert.rejects(client.createContainer("  "), {
        name: "NullResource",
        message:
          "Cannot use image: it is empty; expected an id or name, or an object with Id or ID",
      });
      await assert.rejects(client.createContainer(baseImage, { platform: "linux/s390x" }), {
        name: "ImageNotFound",
        message: /platform/,
      });
    });
  });
});
