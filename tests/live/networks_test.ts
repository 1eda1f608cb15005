import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { APIClient, type APIError } from "../../mod.ts";
import { IPAMConfig } from "../../src/specs/ipam_config.ts";
import { IPAMPool } from "../../src/specs/ipam_pool.ts";
import { connection } from "./connection.ts";
import { baseImage, labels, skip, skipUnlessPrivate, uniqueName } from "./fixture.ts";
import { exercised } from "./exercised.ts";

/** A network of its own for each test file and runtime: tests of three runtimes may run at once. */
function subnet(): { base: string; subnet: string } {
  const base = `10.${100 + Math.floor(Math.random() * 100)}.${1 + Math.floor(Math.random() * 254)}`;
  return { base, subnet: `${base}.0/24` };
}

function connect(version: string = "auto"): APIClient {
  return new APIClient({ ...connection, version });
}

interface Context {
  client: APIClient;
  network(options?: Parameters<APIClient["createNetwork"]>[1]): Promise<string>;
  container(command: string): Promise<string>;
  output(container: string): Promise<string>;
}

/** Runs a test with helpers whose networks and containers are removed behind it. */
async function within(body: (context: Context) => Promise<void>): Promise<void> {
  const client = connect();
  const containers: string[] = [];
  const networks: string[] = [];
  try {
    await body({
      client,
      async network(options = {}): Promise<string> {
        const name = uniqueName("net");
        await client.createNetwork(name, { labels: labels(), ...options });
        networks.push(name);
        return name;
      },
      async container(command: string): Promise<string> {
        const { Id } = await client.createContainer(baseImage, {
          command: ["sh", "-c", command],
          // The Engine gives no name in networks to a container that was not given one.
          name: uniqueName("net"),
          labels: labels(),
          hostConfig: { NetworkMode: "none" },
        });
        containers.push(Id);
        return Id;
      },
      async output(container: string): Promise<string> {
        await client.start(container);
        await client.wait(container);
        return await client.logs(container);
      },
    });
  } finally {
    const gone = (error: APIError): void => assert.equal(error.status, 404, error.message);
    for (const id of containers) await client.removeContainer(id, { force: true }).catch(gone);
    for (const name of networks) await client.removeNetwork(name).catch(gone);
    client.close();
  }
}

describe("networks", { skip }, () => {
  it("createNetwork() makes a network with all that it is told", async () => {
    await within(async ({ client, network }) => {
      const { base, subnet: range } = subnet();
      const pool = new IPAMPool({
        subnet: range,
        iprange: `${base}.128/25`,
        gateway: `${base}.254`,
        auxAddresses: { router: `${base}.5` },
      });
      const name = await network({
        driver: "bridge",
        options: { "com.docker.network.bridge.enable_icc": false },
        ipam: new IPAMConfig({ driver: "default", poolConfigs: [pool], options: { color: "red" } }),
        labels: { ...labels(), color: "blue" },
        internal: true,
        attachable: true,
        scope: "local",
      });
      const made = await client.inspectNetwork(name);
      assert.equal(made.Name, name);
      assert.equal(made.Driver, "bridge");
      assert.deepEqual(made.Options, { "com.docker.network.bridge.enable_icc": "false" });
      assert.deepEqual(made.IPAM, {
        Driver: "default",
        Options: { color: "red" },
        Config: [{
          Subnet: range,
          IPRange: `${base}.128/25`,
          Gateway: `${base}.254`,
          AuxiliaryAddresses: { router: `${base}.5` },
        }],
      });
      assert.deepEqual(made.Labels, { ...labels(), color: "blue" });
      assert.equal(made.Internal, true);
      assert.equal(made.Attachable, true);
      assert.equal(made.Scope, "local");
      assert.equal(made.EnableIPv6, false);
      exercised("createNetwork", "name", "driver", "options", "ipam", "labels", "internal");
      exercised("createNetwork", "attachable", "scope");
      exercised("inspectNetwork", "netId");
      exercised("IPAMConfig", "driver", "poolConfigs", "options");
      exercised("IPAMPool", "subnet", "iprange", "gateway", "auxAddresses");
    });
  });

  it("createNetwork() refuses a name twice when it checks for duplicates", async () => {
    await within(async ({ client, network }) => {
      const name = await network();
      await assert.rejects(
        client.createNetwork(name, { checkDuplicate: true }),
        (error: Error) => {
          assert.equal(error.name, "Conflict");
          assert.match(
            error.message,
            /^Cannot create network ".*": network with name .* already exists \(409, POST \/v.*\/networks\/create\)$/,
          );
          return true;
        },
      );
      exercised("createNetwork", "checkDuplicate");
    });
  });

  it("createNetwork() makes an ingress network in a swarm only", async () => {
    await within(async ({ network }) => {
      await assert.rejects(network({ driver: "overlay", ingress: true }), (error: Error) => {
        assert.match(error.message, /swarm/i);
        return true;
      });
    });
  });

  it("networks() filters by names, ids and filters", async () => {
    await within(async ({ client, network }) => {
      const first = await network();
      const second = await network();
      const { Id } = await client.inspectNetwork(second);
      const names = async (options: Parameters<APIClient["networks"]>[0]): Promise<string[]> => {
        const list = await client.networks(options);
        return list.map(({ Name }) => Name).filter((name) => [first, second].includes(name));
      };
      assert.deepEqual(await names({ names: [first] }), [first]);
      assert.deepEqual(await names({ ids: [Id] }), [second]);
      assert.deepEqual((await names({ names: [first, second] })).sort(), [first, second].sort());
      assert.deepEqual(await names({ names: [first], filters: { driver: "overlay" } }), []);
      const label = Object.entries(labels()).map(([key, value]) => `${key}=${value}`);
      assert.deepEqual(
        (await names({ filters: { label, type: "custom" } })).sort(),
        [first, second].sort(),
      );
      assert.deepEqual(await names({ filters: { type: "builtin" } }), []);
      exercised("networks", "names", "ids", "filters");
    });
  });

  it("a container has the addresses, names and links that it was connected with", async () => {
    await within(async ({ client, network, container, output }) => {
      const { base, subnet: range } = subnet();
      const prefix = `fd00:${base.split(".").slice(1).join(":")}`;
      const pools = [
        new IPAMPool({ subnet: range }),
        new IPAMPool({ subnet: `${prefix}::/64` }),
      ];
      const net = await network({
        ipam: new IPAMConfig({ poolConfigs: pools }),
        enableIpv6: true,
      });
      assert.equal((await client.inspectNetwork(net)).EnableIPv6, true);
      exercised("createNetwork", "enableIpv6");

      const db = await container("sleep 60");
      await client.disconnectContainerFromNetwork(db, "none");
      assert.equal(
        await client.connectContainerToNetwork(db, net, { aliases: ["store"] }),
        true,
      );
      await client.start(db);
      const dbAddress =
        (await client.inspectContainer(db)).NetworkSettings.Networks![net]!.IPAddress;
      const name = (await client.inspectContainer(db)).Name.slice(1);

      const web = await container("ip addr; ping -4 -c 1 -w 1 store; ping -4 -c 1 -w 1 database");
      await client.disconnectContainerFromNetwork(web, "none", {});
      await client.connectContainerToNetwork(web, net, {
        ipv4Address: `${base}.77`,
        ipv6Address: `${prefix}::77`,
        aliases: ["www", "site"],
        links: { [name]: "database" },
        linkLocalIps: ["169.254.8.8"],
      });
      const seen = await output(web);
      assert.match(seen, new RegExp(`inet ${base}.77/24`));
      assert.match(seen, new RegExp(`inet6 ${prefix}::77/64`));
      assert.match(seen, /inet 169\.254\.8\.8\//);
      assert.match(seen, new RegExp(`PING store \\(${dbAddress}\\)`));
      assert.match(seen, new RegExp(`PING database \\(${dbAddress}\\)`));
      const endpoint = (await client.inspectContainer(web)).NetworkSettings.Networks![net]!;
      assert.deepEqual(endpoint.IPAMConfig, {
        IPv4Address: `${base}.77`,
        IPv6Address: `${prefix}::77`,
        LinkLocalIPs: ["169.254.8.8"],
      });
      assert.deepEqual(endpoint.Links, [`${name}:database`]);
      assert.deepEqual(endpoint.Aliases?.slice(0, 2), ["www", "site"]);
      exercised(
        "connectContainerToNetwork",
        "container",
        "netId",
        "ipv4Address",
        "ipv6Address",
        "aliases",
        "links",
        "linkLocalIps",
      );
      exercised("disconnectContainerFromNetwork", "container", "netId");
    });
  });

  it("disconnectContainerFromNetwork() takes a container out, by force too", async () => {
    await within(async ({ client, network, container }) => {
      const net = await network();
      const id = await container("sleep 60");
      await client.disconnectContainerFromNetwork(id, "none");
      await client.connectContainerToNetwork({ Id: id }, net);
      await client.start(id);
      assert.deepEqual(Object.keys((await client.inspectNetwork(net)).Containers ?? {}), [id]);
      await assert.rejects(client.removeNetwork(net), {
        name: "Forbidden",
        message:
          /^Cannot remove network ".*": error while removing network: .* has active endpoints/,
      });
      assert.equal(await client.disconnectContainerFromNetwork(id, net), true);
      assert.deepEqual((await client.inspectNetwork(net)).Containers, {});
      await assert.rejects(client.disconnectContainerFromNetwork(id, net), /is not connected to/);
      await client.connectContainerToNetwork(id, net);
      await client.removeContainer(id, { force: true });
      // Only with force does the Engine look for an endpoint that has no container any more.
      const gone = (force: boolean): Promise<string> =>
        client.disconnectContainerFromNetwork(id, net, { force }).then(
          String,
          (error) => error.explanation,
        );
      assert.match(await gone(false), /No such container/);
      assert.match(await gone(true), /^endpoint .* not found$/);
      exercised("disconnectContainerFromNetwork", "force");
    });
  });

  it("inspectNetwork() finds a network by its reach, and services when verbose", async () => {
    await within(async ({ client, network }) => {
      const net = await network();
      const local = await client.inspectNetwork(net, { scope: "local", verbose: true });
      assert.equal(local.Name, net);
      await assert.rejects(client.inspectNetwork(net, { scope: "swarm" }), {
        name: "NotFound",
        message:
          /^Cannot inspect network ".*": network .* not found \(404, GET \/v.*\/networks\/.*\)$/,
      });
      exercised("inspectNetwork", "scope");
    });
  });

  it("removeNetwork() removes a network once", async () => {
    await within(async ({ client, network }) => {
      const net = await network();
      assert.equal(await client.removeNetwork(net), true);
      await assert.rejects(client.removeNetwork(net), {
        name: "NotFound",
        message: /^Cannot remove network ".*": network .* not found \(404, DELETE \/v.*\)$/,
      });
      exercised("removeNetwork", "netId");
    });
  });

  it("guards what the API version in use does not know", async () => {
    const client = connect("1.27");
    await assert.rejects(client.inspectNetwork("bridge", { verbose: true }), {
      name: "InvalidVersion",
      message:
        'Cannot inspect network "bridge": option "verbose" needs API version 1.28, and 1.27 is in use',
    });
    await assert.rejects(client.createNetwork("x", { scope: "swarm" }), {
      name: "InvalidVersion",
      message:
        'Cannot create network "x": option "scope" (Scope) needs API version 1.30, and 1.27 is in use',
    });
    client.close();
  });
});

describe("networks of a private engine", { skip: skipUnlessPrivate }, () => {
  it("pruneNetworks() removes unused networks that match", async () => {
    await within(async ({ client, network, container }) => {
      const name = uniqueName("prune");
      const unused = await network({ labels: { ...labels(), [name]: "yes" } });
      const used = await network({ labels: { ...labels(), [name]: "yes" } });
      const other = await network();
      const id = await container("sleep 60");
      await client.disconnectContainerFromNetwork(id, "none");
      await client.connectContainerToNetwork(id, used);
      await client.start(id);
      const report = await client.pruneNetworks({ filters: { label: `${name}=yes` } });
      assert.deepEqual(report.NetworksDeleted, [unused]);
      await client.inspectNetwork(used);
      await client.inspectNetwork(other);
      exercised("pruneNetworks", "filters");
    });
  });
});
