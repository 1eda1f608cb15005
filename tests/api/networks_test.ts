import { describe } from "node:test";
import {
  connectContainerToNetwork,
  createNetwork,
  disconnectContainerFromNetwork,
  inspectNetwork,
  networks,
  pruneNetworks,
  removeNetwork,
} from "../../src/api/mod.ts";
import { IPAMConfig } from "../../src/specs/ipam_config.ts";
import { refuses, sends } from "./recorded.ts";

const NONE = undefined;

describe("the methods of networks send what their parameters say", () => {
  sends([
    ["GET /v1.41/networks", NONE, (e) => networks(e)],
    [
      "GET /v1.41/networks?filters=%7B%22driver%22%3A%5B%22bridge%22%5D%2C%22name%22%3A%5B%22a%22%5D%2C%22id%22%3A%5B%221%22%5D%7D",
      NONE,
      (e) => networks(e, { names: ["a"], ids: ["1"], filters: { driver: "bridge" } }),
    ],
    ["POST /v1.41/networks/create", { Name: "net" }, (e) => createNetwork(e, " net ")],
    [
      "POST /v1.48/networks/create",
      {
        Name: "net",
        Driver: "overlay",
        Options: { mtu: "1400" },
        IPAM: { Driver: "default", Config: [{ Subnet: "10.0.0.0/24" }] },
        CheckDuplicate: true,
        Internal: true,
        Labels: { color: "red" },
        EnableIPv6: true,
        EnableIPv4: false,
        Attachable: true,
        Scope: "swarm",
        Ingress: false,
        ConfigOnly: true,
      },
      (e) =>
        createNetwork(e, "net", {
          driver: "overlay",
          options: { mtu: 1400 },
          ipam: { poolConfigs: [{ subnet: "10.0.0.0/24" }] },
          checkDuplicate: true,
          internal: true,
          labels: ["color=red"],
          enableIpv6: true,
          enableIpv4: false,
          attachable: true,
          scope: "swarm",
          ingress: false,
          ConfigOnly: true,
          signal: new AbortController().signal,
          timeouts: { head: 3 },
        }),
      "1.48",
    ],
    [
      "POST /v1.41/networks/create",
      { Name: "net", IPAM: { Driver: "default", Config: [] } },
      (e) => createNetwork(e, "net", { ipam: new IPAMConfig() }),
    ],
    ["GET /v1.41/networks/a%2Fb", NONE, (e) => inspectNetwork(e, { Id: "a/b" })],
    [
      "GET /v1.41/networks/net?verbose=1&scope=local",
      NONE,
      (e) => inspectNetwork(e, "net", { verbose: true, scope: "local" }),
    ],
    ["DELETE /v1.41/networks/net", NONE, (e) => removeNetwork(e, "net")],
    [
      "POST /v1.41/networks/net/connect",
      { Container: "web", EndpointConfig: {} },
      (e) => connectContainerToNetwork(e, { Id: "web" }, "net"),
    ],
    [
      "POST /v1.54/networks/net/connect",
      {
        Container: "web",
        EndpointConfig: {
          IPAMConfig: {
            IPv4Address: "10.0.0.2",
            IPv6Address: "fd00::2",
            LinkLocalIPs: ["169.254.1.1"],
          },
          Aliases: ["www"],
          Links: ["db:database"],
          DriverOpts: { speed: "fast" },
          MacAddress: "02:42:00:00:00:01",
        },
      },
      (e) =>
        connectContainerToNetwork(e, "web", "net", {
          ipv4Address: "10.0.0.2",
          ipv6Address: "fd00::2",
          linkLocalIps: ["169.254.1.1"],
          aliases: ["www"],
          links: [["db", "database"]],
          driverOpt: { speed: "fast" },
          macAddress: "02:42:00:00:00:01",
        }),
      "1.54",
    ],
    [
      "POST /v1.41/networks/net/disconnect",
      { Container: "web", Force: false },
      (e) => disconnectContainerFromNetwork(e, "web", "net"),
    ],
    [
      "POST /v1.41/networks/net/disconnect",
      { Container: "web", Force: true },
      (e) => disconnectContainerFromNetwork(e, "web", "net", { force: true }),
    ],
    ["POST /v1.41/networks/prune", NONE, (e) => pruneNetworks(e)],
    [
      "POST /v1.41/networks/prune?filters=%7B%22until%22%3A%5B%2224h%22%5D%7D",
      NONE,
      (e) => pruneNetworks(e, { filters: { until: "24h" } }),
    ],
  ]);
});

describe("the methods of networks refuse bad input before any request", () => {
  const empty = "it is empty; expected an id or name, or an object with Id or ID";
  refuses([
    [
      "NullResource",
      "Cannot use name: it is empty; expected a string",
      (e) => createNetwork(e, " "),
    ],
    ["NullResource", `Cannot use netId: ${empty}`, (e) => inspectNetwork(e, "")],
    ["NullResource", `Cannot use netId: ${empty}`, (e) => removeNetwork(e, { Id: "" })],
    [
      "NullResource",
      `Cannot use container: ${empty}`,
      (e) => connectContainerToNetwork(e, "", "net"),
    ],
    [
      "TypeError",
      'Cannot create network "net": unknown option "enableIPv6"; did you mean "enableIpv6"?',
      (e) => createNetwork(e, "net", { enableIPv6: true } as Record<string, unknown>),
    ],
    [
      "TypeError",
      "Cannot use ipam []: expected an IPAMConfig or its options",
      (e) => createNetwork(e, "net", { ipam: [] as unknown as Record<string, unknown> }),
    ],
    [
      "TypeError",
      'Cannot use names "net": expected a list of strings',
      (e) => networks(e, { names: "net" as unknown as string[] }),
    ],
    [
      "TypeError",
      'Cannot use links "db:database:": expected { name: "alias" }, or a list of ["name", "alias"], "name:alias" or "name"',
      (e) =>
        connectContainerToNetwork(e, "web", "net", {
          links: "db:database:" as unknown as string[],
        }),
    ],
  ]);
});

describe("the methods of networks refuse what the API version in use does not know", () => {
  refuses([
    [
      "InvalidVersion",
      'Cannot create network "net": option "ingress" (Ingress) needs API version 1.29, and 1.28 is in use',
      (e) => createNetwork(e, "net", { ingress: true }),
      "1.28",
    ],
    [
      "InvalidVersion",
      'Cannot create network "net": option "configFrom" (ConfigFrom) needs API version 1.30, and 1.29 is in use',
      (e) => createNetwork(e, "net", { ConfigFrom: { Network: "x" } }),
      "1.29",
    ],
    [
      "InvalidVersion",
      'Cannot inspect network "net": option "scope" needs API version 1.31, and 1.30 is in use',
      (e) => inspectNetwork(e, "net", { scope: "swarm" }),
      "1.30",
    ],
    [
      "InvalidVersion",
      'Cannot connect container "web" to network "net": option "macAddress" (EndpointConfig.MacAddress) needs API version 1.54, and 1.53 is in use',
      (e) => connectContainerToNetwork(e, "web", "net", { macAddress: "02:42:00:00:00:01" }),
      "1.53",
    ],
    [
      "InvalidVersion",
      "Cannot prune networks: POST /networks/prune needs API version 1.25, and 1.24 is in use",
      (e) => pruneNetworks(e),
      "1.24",
    ],
  ]);
});
