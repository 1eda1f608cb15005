import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { APIClient, DockerClient, fromEnv, TLSConfig } from "../mod.ts";
import { createEngine } from "../src/create_engine.ts";
import { CLIENT_VERSION } from "../src/version.ts";

/** Everything that takes the options of a client. */
const MAKERS: Record<string, (options: never) => unknown> = {
  "new APIClient()": (options) => new APIClient(options),
  "createEngine()": (options) => createEngine(options),
  "fromEnv()": (options) => fromEnv(options),
  "new DockerClient()": (options) => new DockerClient(options),
  "DockerClient.fromEnv()": (options) => DockerClient.fromEnv(options),
};

const REFUSED: [options: unknown, name: string, message: string][] = [
  ...["socketPath", "base_url", "baseURL", "host", "url", "dockerHost", "BASEURL", "baseUri"].map((
    name,
  ): [unknown, string, string] => [
    { [name]: "tcp://192.0.2.1:2375" },
    "TypeError",
    `Cannot create a client: unknown option "${name}"; did you mean "baseUrl"?`,
  ]),
  ...Object.entries({
    apiVersion: "version",
    num_pools: "numPools",
    user_agent: "userAgent",
    timeOut: "timeout",
    ca: "tls",
    onwarning: "onWarning",
    header: "headers",
  }).map(([name, meant]): [unknown, string, string] => [
    { [name]: undefined },
    "TypeError",
    `Cannot create a client: unknown option "${name}"; did you mean "${meant}"?`,
  ]),
  [
    { nonsense: 1 },
    "TypeError",
    'Cannot create a client: unknown option "nonsense"; it takes baseUrl, tls, ssh, version, timeout, timeouts, numPools, userAgent, headers, maxAnswerSize, onWarning',
  ],
  [
    { [Symbol("version")]: "1.41" },
    "TypeError",
    "Cannot create a client: Symbol(version) is no field of the options' own",
  ],
  [
    Object.create({ baseUrl: "tcp://192.0.2.1:2375" }),
    "TypeError",
    "Cannot create a client: baseUrl is no field of the options' own",
  ],
  [
    5,
    "TypeError",
    "Cannot create a client: expected an object of options, or the engine's address",
  ],
  [
    { baseUrl: 5 },
    "TypeError",
    "Cannot create a client: baseUrl is 5; expected an address such as tcp://127.0.0.1:2375",
  ],
  [
    { version: 1.41 },
    "TypeError",
    'Cannot create a client: version is 1.41; expected a string such as "1.41", or "auto"',
  ],
  [
    { timeout: "60" },
    "TypeError",
    'Cannot use the timeout "60": it is a number of seconds from 0, and 0 is without limit',
  ],
  [
    { timeout: -1 },
    "RangeError",
    "Cannot use the timeout -1: it is a number of seconds from 0, and 0 is without limit",
  ],
  [
    { timeouts: { total: 5 } },
    "TypeError",
    'Cannot use the option "timeouts": unknown option "total"; it takes connect, head, idle',
  ],
  [
    { numPools: "25" },
    "TypeError",
    'Cannot keep "25" connections: numPools is a whole number from 0',
  ],
  [
    { numPools: 2.5 },
    "RangeError",
    "Cannot keep 2.5 connections: numPools is a whole number from 0",
  ],
  [
    { maxAnswerSize: "1m" },
    "TypeError",
    'Cannot use the limit "1m": maxAnswerSize is a whole number of bytes from 0, and 0 is without limit',
  ],
  [
    { maxAnswerSize: -1 },
    "RangeError",
    "Cannot use the limit -1: maxAnswerSize is a whole number of bytes from 0, and 0 is without limit",
  ],
  [
    { userAgent: 5 },
    "TypeError",
    "Cannot create a client: userAgent is 5; expected a string that is not empty",
  ],
  [
    { headers: { "X-Token": ["secret"] } },
    "TypeError",
    "Cannot create a client: expected headers to be an object of strings",
  ],
  [
    { onWarning: true },
    "TypeError",
    "Cannot create a client: onWarning is true; expected a function",
  ],
  [
    { ssh: { cmd: "ssh" } },
    "TypeError",
    'Cannot connect by ssh: unknown option "cmd"; it takes command, args, remoteCommand',
  ],
  [
    { ssh: "ssh" },
    "TypeError",
    "Cannot connect by ssh: expected ssh to be an object such as { command, args, remoteCommand }",
  ],
  [
    { ssh: { args: "-v" } },
    "TypeError",
    "Cannot connect by ssh: expected ssh.args to be a list of strings",
  ],
  [
    { baseUrl: "unix:///x.sock", ssh: { args: ["-v"] } },
    "TypeError",
    "Cannot use ssh at unix:///x.sock: the option is for addresses such as ssh://host",
  ],
  [
    { baseUrl: "tcp://host:2375", ssh: { command: "ssh" } },
    "TypeError",
    "Cannot use ssh at tcp://host:2375: the option is for addresses such as ssh://host",
  ],
];

const refused = (one: [unknown, string, string], maker: string): [string, string] => {
  // What only fromEnv() takes is in its list.
  const message = maker.endsWith("fromEnv()") && one[2].includes("it takes baseUrl")
    ? one[2] + ", context"
    : one[2];
  return [one[1], message];
};

describe("the options of a client", () => {
  for (const [maker, make] of Object.entries(MAKERS)) {
    for (const one of REFUSED) {
      const [name, message] = refused(one, maker);
      it(`are refused by ${maker}: ${message}`, async () => {
        await assert.rejects(async () => await make(one[0] as never), { name, message });
      });
    }
  }

  describe("may be the address alone", () => {
    for (const make of [APIClient, DockerClient]) {
      it(`of ${make.name}`, () => {
        const client = new make("tcp://192.0.2.1:2375");
        const { baseUrl } = client instanceof DockerClient ? client.api : client;
        assert.equal(baseUrl, "tcp://192.0.2.1:2375");
      });
    }

    it("of an engine, and is refused where it is none", () => {
      assert.equal(createEngine("unix:///run/x.sock").address, "unix:///run/x.sock");
      assert.throws(() => new APIClient("nonsense"), {
        name: "TypeError",
        message: /^Cannot parse engine address "nonsense": /,
      });
    });
  });

  describe("may be null, and so may each of them", () => {
    const nothing = {
      baseUrl: null,
      tls: null,
      ssh: { command: null, args: null, remoteCommand: null },
      version: null,
      timeout: null,
      timeouts: { connect: null, head: undefined },
      numPools: null,
      userAgent: null,
      headers: null,
      maxAnswerSize: null,
      onWarning: null,
    };

    for (const options of [nothing, null as never, undefined, { ssh: null, timeouts: null }]) {
      it(JSON.stringify(options)?.slice(0, 60) ?? "undefined", () => {
        const client = new APIClient(options);
        assert.equal(client.baseUrl, "unix:///var/run/docker.sock");
        assert.equal(client.apiVersion, null);
      });
    }

    it("those of TLSConfig too", () => {
      const nothing = { caCert: null, clientCert: null, verify: null, assertHostname: null };
      for (const options of [null, undefined, nothing]) {
        assert.equal(new TLSConfig(options).verify, true);
      }
    });
  });
});

describe("the settings of TLS", () => {
  const rows: [settings: unknown, name: string, message: string][] = [
    ...Object.entries({
      ca: "caCert",
      cert: "clientCert",
      key: "clientCert",
      client_cert: "clientCert",
      ca_cert: "caCert",
      rejectUnauthorized: "verify",
      assert_hostname: "assertHostname",
    })
      .map(([name, meant]): [unknown, string, string] => [
        { [name]: "x" },
        "TypeError",
        `Cannot use the TLS settings: unknown option "${name}"; did you mean "${meant}"?`,
      ]),
    [
      "ca.pem",
      "TLSParameterError",
      "Cannot use the TLS settings: expected an object such as { clientCert, caCert, verify, assertHostname }",
    ],
    [
      { verify: 1 },
      "TLSParameterError",
      "Cannot use the TLS settings: expected verify to be true, false, a path or PEM text",
    ],
  ];
  for (const [settings, name, message] of rows) {
    it(`are refused: ${message}`, () => {
      assert.throws(() => new TLSConfig(settings as never), { name, message });
    });
  }

  it("may each be null", () => {
    const { verify, caCert, clientCert, assertHostname } = new TLSConfig({
      clientCert: null,
      caCert: null,
      verify: null,
      assertHostname: null,
    });
    assert.deepEqual(
      { verify, caCert, clientCert, assertHostname },
      { verify: true, caCert: undefined, clientCert: undefined, assertHostname: true },
    );
  });
});

describe("the version of the client", () => {
  for (const file of ["deno.json", "package.json"]) {
    it(`is the one in ${file}`, () => {
      assert.match(CLIENT_VERSION, /^\d+\.\d+\.\d+$/);
      assert.equal(JSON.parse(readFileSync(file, "utf8")).version, CLIENT_VERSION);
    });
  }
});
