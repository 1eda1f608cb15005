import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createHash } from "node:crypto";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { afterEach, beforeEach, describe, it, test } from "node:test";
import { Context, ContextAPI, DockerClient, TLSConfig } from "../../mod.ts";
import { Certificates, hasOpenssl } from "../harness/certificates.ts";
import { findProgram } from "../harness/debian.ts";
import { runOrThrow } from "../harness/process.ts";

const PEM = (label: string): string => `-----BEGIN ${label}-----\nAAAA\n-----END ${label}-----\n`;
const VARIABLES = [
  "DOCKER_CONFIG",
  "DOCKER_HOST",
  "DOCKER_CONTEXT",
  "DOCKER_CERT_PATH",
  "DOCKER_TLS_VERIFY",
];
const saved = VARIABLES.map((name) => [name, process.env[name]] as const);
let directory = "";

const file = (...names: string[]): string => path.join(directory, ...names);
const idOf = (name: string): string => createHash("sha256").update(name).digest("hex");
const metaFile = (name: string): string => file("contexts", "meta", idOf(name), "meta.json");
const tlsDirectory = (name: string): string => file("contexts", "tls", idOf(name));
const stored = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(metaFile(name), "utf8"));
const mode = (name: string): number => statSync(name).mode & 0o777;

/** Writes a context as another program does. */
function write(name: string, meta: unknown): void {
  mkdirSync(path.dirname(metaFile(name)), { recursive: true });
  writeFileSync(metaFile(name), typeof meta === "string" ? meta : JSON.stringify(meta));
}

/** Three files of certificates, and the settings that name them. */
function certificates(): TLSConfig {
  for (const name of ["my-ca", "my-cert"]) writeFileSync(file(`${name}.pem`), PEM("CERTIFICATE"));
  writeFileSync(file("my-key.pem"), PEM("PRIVATE KEY"));
  return new TLSConfig({
    caCert: file("my-ca.pem"),
    clientCert: [file("my-cert.pem"), file("my-key.pem")],
  });
}

/** Gives each test of a suite a directory of its own, and the environment back behind it. */
function useOwnDirectory(): void {
  beforeEach(() => {
    directory = mkdtempSync(path.join(os.tmpdir(), "longshore-contexts-"));
    for (const name of VARIABLES) delete process.env[name];
    process.env.DOCKER_CONFIG = directory;
  });

  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
    for (const [name, value] of saved) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });
}

describe("ContextAPI", () => {
  useOwnDirectory();

  test("creates a context as the docker command stores one", async () => {
    const context = await ContextAPI.createContext("far", {
      host: "tcp://10.0.0.5:2376",
      tlsCfg: certificates(),
      description: "the far one",
    });
    assert.equal(
      readFileSync(metaFile("far"), "utf8"),
      '{"Name":"far","Metadata":{"Description":"the far one"},' +
        '"Endpoints":{"docker":{"Host":"tcp://10.0.0.5:2376","SkipTLSVerify":false}}}',
    );
    const tls = path.join(tlsDirectory("far"), "docker");
    assert.deepEqual(readdirSync(tls).sort(), ["ca.pem", "cert.pem", "key.pem"]);
    assert.equal(readFileSync(path.join(tls, "key.pem"), "utf8"), PEM("PRIVATE KEY"));
    assert.deepEqual(
      [mode(path.dirname(metaFile("far"))), mode(metaFile("far"))],
      [0o755, 0o644],
    );
    assert.deepEqual(
      [mode(tlsDirectory("far")), mode(tls), mode(path.join(tls, "key.pem"))],
      [0o700, 0o700, 0o600],
    );
    assert.deepEqual([context.name, context.host], ["far", "tcp://10.0.0.5:2376"]);
    assert.equal(context.tlsConfig!.caCert, path.join(tls, "ca.pem"));
    assert.deepEqual(context.tlsMaterial, { docker: ["ca.pem", "cert.pem", "key.pem"] });
    assert.deepEqual(context.storage, {
      MetadataPath: path.dirname(metaFile("far")),
      TLSPath: tlsDirectory("far"),
    });
    assert.deepEqual(await ContextAPI.inspectContext("far"), context.inspect());
  });

  test("takes certificates as PEM texts, and the system's own socket where no host is given", async () => {
    const tlsCfg = new TLSConfig({ caCert: PEM("CERTIFICATE") });
    const context = await ContextAPI.createContext("near", { tlsCfg, skipTlsVerify: true });
    assert.deepEqual(context.metadata.Endpoints, {
      docker: { Host: "unix:///var/run/docker.sock", SkipTLSVerify: true },
    });
    assert.deepEqual(context.tlsMaterial, { docker: ["ca.pem"] });
    assert.equal(context.tlsConfig!.verify, false);
  });

  test("lists contexts, default first, in the order of their names", async () => {
    for (const name of ["n10", "n9", "Z1"]) await ContextAPI.createContext(name);
    mkdirSync(file("contexts", "meta", "not-a-context"));
    const names = (await ContextAPI.contexts()).map(({ name }) => name);
    assert.deepEqual(names, ["default", "Z1", "n9", "n10"]);
  });

  test("sets the context in use, and keeps all else of config.json", async () => {
    const other = { "zoo": [1, { a: null }], "auths": { r: { auth: "YTpi" } }, "__proto__x": 1 };
    writeFileSync(file("config.json"), JSON.stringify({ ...other, currentContext: "old" }));
    chmodSync(file("config.json"), 0o640);
    await ContextAPI.createContext("far", { host: "ssh://far" });
    await ContextAPI.setCurrentContext("far");
    const config = (): unknown => JSON.parse(readFileSync(file("config.json"), "utf8"));
    assert.deepEqual(config(), { ...other, currentContext: "far" });
    assert.equal(mode(file("config.json")), 0o640);
    assert.equal((await ContextAPI.getCurrentContext()).name, "far");
    assert.deepEqual(await ContextAPI.kwargsFromContext(), { baseUrl: "ssh://far" });
    await ContextAPI.setCurrentContext();
    assert.deepEqual(config(), other);
    assert.equal((await ContextAPI.getContext()).name, "default");
    assert.deepEqual(readdirSync(directory).sort(), ["config.json", "contexts"]);
  });

  test("writes through a symlink to config.json, and makes the file where there is none", async () => {
    await ContextAPI.createContext("far");
    await ContextAPI.setCurrentContext();
    assert.equal(existsSync(file("config.json")), false);
    await ContextAPI.setCurrentContext("far");
    assert.equal(mode(file("config.json")), 0o600);
    assert.equal(readFileSync(file("config.json"), "utf8"), '{\n\t"currentContext": "far"\n}');
    rmSync(file("config.json"));
    mkdirSync(file("real"));
    writeFileSync(file("real", "c.json"), "{}");
    symlinkSync("real/c.json", file("config.json"));
    await ContextAPI.setCurrentContext("far");
    assert.deepEqual(readdirSync(file("real")), ["c.json"]);
    assert.match(readFileSync(file("real", "c.json"), "utf8"), /"currentContext": "far"/);
  });

  describe("takes a config.json that says nothing for an empty one", () => {
    for (const text of ["", " \n", "null", "{}"]) {
      it(JSON.stringify(text), async () => {
        await ContextAPI.createContext("far");
        writeFileSync(file("config.json"), text);
        await ContextAPI.setCurrentContext("far");
        assert.equal(readFileSync(file("config.json"), "utf8"), '{\n\t"currentContext": "far"\n}');
      });
    }
  });

  describe("leaves a config.json alone that is no JSON object, and shows nothing of it", () => {
    for (const text of ["{ secret", "[1]"]) {
      it(JSON.stringify(text), async () => {
        await ContextAPI.createContext("far");
        writeFileSync(file("config.json"), text);
        await assert.rejects(ContextAPI.setCurrentContext("far"), {
          name: "InvalidConfigFile",
          message: `Cannot set the context in use: the configuration file "${
            file("config.json")
          }" is no JSON object`,
        });
        assert.equal(readFileSync(file("config.json"), "utf8"), text);
      });
    }
  });

  test("knows the context in use by the environment", async () => {
    await ContextAPI.createContext("far", { host: "ssh://far" });
    await ContextAPI.createContext("near", { host: "tcp://near:1" });
    await ContextAPI.setCurrentContext("far");
    process.env.DOCKER_CONTEXT = "near";
    assert.equal((await ContextAPI.getCurrentContext()).host, "tcp://near:1");
    process.env.DOCKER_HOST = "tcp://host:2376";
    process.env.DOCKER_CERT_PATH = directory;
    const current = await ContextAPI.getCurrentContext();
    assert.deepEqual([current.name, current.host], ["default", "tcp://host:2376"]);
    assert.deepEqual(current.storage, { MetadataPath: "<IN MEMORY>", TLSPath: "<IN MEMORY>" });
    assert.equal(current.tlsConfig!.caCert, file("ca.pem"));
    assert.deepEqual(await ContextAPI.kwargsFromContext(null, { DOCKER_CONFIG: directory }), {
      baseUrl: "ssh://far",
    });
    const other = await ContextAPI.kwargsFromContext("default", { DOCKER_HOST: "tcp://other:1" });
    assert.deepEqual(other, { baseUrl: "tcp://other:1" });
    const client = new DockerClient(await ContextAPI.kwargsFromContext("near"));
    assert.equal(client.api.baseUrl, "tcp://near:1");
    client.close();
  });

  test("removes a context with its certificates, and takes it out of use", async () => {
    await ContextAPI.createContext("far", { tlsCfg: certificates() });
    await ContextAPI.setCurrentContext("far");
    await ContextAPI.removeContext("far");
    assert.deepEqual(readdirSync(file("contexts", "meta")), []);
    assert.deepEqual(readdirSync(file("contexts", "tls")), []);
    assert.equal(readFileSync(file("config.json"), "utf8"), "{}");
    write("bad", "{");
    await ContextAPI.removeContext("bad");
    assert.deepEqual(readdirSync(file("contexts", "meta")), []);
  });

  const directoryOf = (): string => file("contexts");
  const wrong: [
    does: string,
    call: () => Promise<unknown>,
    error: string,
    message: () => string,
  ][] = [
    [
      "to create without a name",
      () => ContextAPI.createContext(""),
      "MissingContextParameter",
      () => "Cannot create the context: the name is missing",
    ],
    [
      "to create default",
      () => ContextAPI.createContext("default"),
      "ContextException",
      () => 'Cannot create the context "default": the name is reserved',
    ],
    [
      "to create one that is there",
      async () => {
        await ContextAPI.createContext("far");
        await ContextAPI.createContext("far");
      },
      "ContextAlreadyExists",
      () => 'Cannot create the context "far": it already exists',
    ],
    [
      "to create one with a malformed name",
      () => ContextAPI.createContext("../far"),
      "ContextException",
      () =>
        'Cannot create the context "../far": a name has two characters or more: letters, ' +
        "digits, . _ + and -, a letter or digit first",
    ],
    [
      "an option that nothing knows",
      () => ContextAPI.createContext("far", { hosts: "x" } as never),
      "TypeError",
      () => 'Cannot create the context "far": unknown option "hosts"; did you mean "host"?',
    ],
    [
      "to get one that is not there",
      () => ContextAPI.getContext("none"),
      "ContextNotFound",
      () => `Cannot get the context "none": there is no such context in "${directoryOf()}"`,
    ],
    [
      "to inspect one that is not there",
      () => ContextAPI.inspectContext("none"),
      "ContextNotFound",
      () => `Cannot inspect the context "none": there is no such context in "${directoryOf()}"`,
    ],
    [
      "to use one that is not there",
      () => ContextAPI.setCurrentContext("none"),
      "ContextNotFound",
      () => `Cannot use the context "none": there is no such context in "${directoryOf()}"`,
    ],
    [
      "to remove one that is not there",
      () => ContextAPI.removeContext("none"),
      "ContextNotFound",
      () => `Cannot remove the context "none": there is no such context in "${directoryOf()}"`,
    ],
    [
      "to remove default",
      () => ContextAPI.removeContext("default"),
      "ContextException",
      () => 'Cannot remove the context "default": it is always there',
    ],
    [
      "to lead where no engine is named",
      async () => {
        write("kube", { Name: "kube", Endpoints: { kubernetes: { Host: "https://k" } } });
        await ContextAPI.kwargsFromContext("kube");
      },
      "InvalidConfigFile",
      () =>
        `Cannot use the context "kube": "${metaFile("kube")}" names no address of a Docker engine`,
    ],
    [
      "to list where one cannot be read",
      async () => {
        write("bad", '{"Name":"bad","Endpoints":[]}');
        await ContextAPI.contexts();
      },
      "InvalidConfigFile",
      () => `Cannot use a context: "${metaFile("bad")}" has Endpoints that are no objects`,
    ],
  ];
  for (const [does, call, name, message] of wrong) {
    test(`refuses ${does}`, async () => {
      await assert.rejects(call, (error: Error) => {
        assert.deepEqual([error.name, error.message], [name, message()]);
        return true;
      });
    });
  }

  test("leaves nothing behind where a file of certificates does not exist", async () => {
    const tlsCfg = new TLSConfig({ caCert: file("nope.pem") });
    await assert.rejects(ContextAPI.createContext("far", { tlsCfg }), {
      name: "ContextException",
      message: `Cannot save the context: the file "${file("nope.pem")}" does not exist`,
    });
    assert.deepEqual(readdirSync(directory), []);
  });

  test("leaves nothing behind where a directory cannot be written", async () => {
    mkdirSync(file("contexts"));
    writeFileSync(file("contexts", "meta"), "a file");
    await assert.rejects(ContextAPI.createContext("far", { tlsCfg: certificates() }), {
      name: "ContextException",
      message: /^Cannot save the context "far": .*(ENOTDIR|EEXIST)/,
    });
    assert.deepEqual(readdirSync(file("contexts", "tls")), []);
  });
});

describe("Context", () => {
  useOwnDirectory();

  test("keeps what others have stored", async () => {
    const meta = {
      Name: "far",
      Metadata: { Description: "d", StackOrchestrator: "swarm", tool: { deep: [1] } },
      Extra: 1,
      Endpoints: {
        docker: { Host: "tcp://old:1", SkipTLSVerify: false, More: true },
        kubernetes: { Host: "https://k", DefaultNamespace: "n" },
      },
    };
    write("far", meta);
    for (const endpoint of ["docker", "kubernetes"]) {
      mkdirSync(path.join(tlsDirectory("far"), endpoint), { recursive: true });
      writeFileSync(path.join(tlsDirectory("far"), endpoint, "ca.pem"), PEM("CERTIFICATE"));
    }
    const context = (await Context.loadContext("far"))!;
    assert.deepEqual(context.metadata, meta);
    assert.equal(context.orchestrator, "swarm");
    assert.equal(context.isDockerHost(), true);
    context.setEndpoint("docker", { host: "tcp://new:1" });
    assert.deepEqual(context.tlsMaterial, { kubernetes: ["ca.pem"] });
    assert.equal(readFileSync(metaFile("far"), "utf8"), JSON.stringify(meta));
    await context.save();
    const docker = { Host: "tcp://new:1", SkipTLSVerify: false, More: true };
    assert.deepEqual(stored("far"), { ...meta, Endpoints: { ...meta.Endpoints, docker } });
    assert.deepEqual(readdirSync(tlsDirectory("far")), ["kubernetes"]);
    assert.deepEqual((await Context.loadContext("far"))!.inspect(), context.inspect());
  });

  test("is made of endpoints as they are stored, and is saved and removed", async () => {
    const endpoints = { docker: { Host: "tcp://a:1" } };
    const context = new Context("own", { endpoints, description: "x", orchestrator: "swarm" });
    assert.equal(await Context.loadContext("own"), null);
    assert.deepEqual(context.inspect(), {
      Name: "own",
      Metadata: { StackOrchestrator: "swarm", Description: "x" },
      Endpoints: endpoints,
      TLSMaterial: {},
      Storage: { MetadataPath: "<IN MEMORY>", TLSPath: "<IN MEMORY>" },
    });
    await context.save();
    assert.equal((await Context.loadContext("own"))!.host, "tcp://a:1");
    await context.remove();
    await context.remove();
    assert.equal(await Context.loadContext("own"), null);
  });

  test("leads to a cloud where another program says so", async () => {
    write("cloud", { Name: "cloud", Metadata: { Type: "aci" }, Endpoints: {} });
    const context = (await Context.loadContext("cloud"))!;
    assert.deepEqual([context.isDockerHost(), context.host], [false, undefined]);
  });

  const wrong: [does: string, call: () => unknown, error: string, message: string][] = [
    [
      "a malformed name",
      () => new Context("x"),
      "ContextException",
      'Cannot make the context "x": a name has two characters or more: letters, digits, ' +
      ". _ + and -, a letter or digit first",
    ],
    [
      "endpoints that are no objects",
      () => new Context("far", { endpoints: { docker: "x" } as never }),
      "TypeError",
      'Cannot make the context "far": expected endpoints to be objects by name',
    ],
    [
      "an endpoint that is a path",
      () => new Context("far").setEndpoint("../x"),
      "ContextException",
      'Cannot set the endpoint of the context "far": "../x" is no name of an endpoint',
    ],
    [
      "an option of an endpoint that nothing knows",
      () => new Context("far").setEndpoint("docker", { tls: 1 } as never),
      "TypeError",
      'Cannot set the endpoint of the context "far": unknown option "tls"; did you mean "tlsCfg"?',
    ],
  ];
  for (const [does, call, name, message] of wrong) {
    test(`refuses ${does}`, () => assert.throws(call, { name, message }));
  }

  test("refuses to save default", async () => {
    await assert.rejects(new Context("default").save(), {
      name: "ContextException",
      message: 'Cannot save the context "default": the name is reserved',
    });
  });
});

describe("the docker command and ContextAPI", {
  skip: findProgram("docker") !== undefined && hasOpenssl
    ? false
    : "No docker command, or no openssl",
}, () => {
  useOwnDirectory();

  // The command looks into the certificates, other than what stores them here.
  const certificates = async (): Promise<{ files: string; tlsCfg: TLSConfig }> => {
    mkdirSync(file("certificates"));
    const made = new Certificates(file("certificates"));
    await made.authority("ca");
    await made.sign("ca", "me");
    const [ca, cert, key] = ["ca.pem", "me.pem", "me.key"].map((name) =>
      file("certificates", name)
    );
    return {
      files: `ca=${ca},cert=${cert},key=${key}`,
      tlsCfg: new TLSConfig({ caCert: ca, clientCert: [cert!, key!] }),
    };
  };
  const docker = (...args: string[]): Promise<string> =>
    runOrThrow("docker", ["--config", directory, "context", ...args], { env: { DOCKER_HOST: "" } });

  test("read what the other has made", async () => {
    const { files, tlsCfg } = await certificates();
    await ContextAPI.createContext("ours", {
      host: "tcp://10.0.0.5:2376",
      tlsCfg,
      skipTlsVerify: true,
      description: "made here",
    });
    await docker("create", "theirs", "--docker", `host=tcp://10.0.0.6:2376,${files}`);
    await docker("create", "plain", "--description", "d", "--docker", "host=ssh://me@there");
    for (const name of ["ours", "theirs", "plain", "default"]) {
      assert.deepEqual(
        await ContextAPI.inspectContext(name),
        JSON.parse(await docker("inspect", name))[0],
        name,
      );
    }
    const names = (await ContextAPI.contexts()).map(({ name }) => name);
    assert.deepEqual(names.sort(), (await docker("ls", "--quiet")).trim().split("\n").sort());
    assert.deepEqual(
      readdirSync(path.join(tlsDirectory("ours"), "docker")),
      readdirSync(path.join(tlsDirectory("theirs"), "docker")),
    );
  });

  test("use and remove what the other has made", async () => {
    await docker("create", "theirs", "--docker", "host=ssh://me@there");
    await ContextAPI.createContext("ours", { host: "ssh://me@here" });
    await ContextAPI.setCurrentContext("theirs");
    assert.equal((await docker("show")).trim(), "theirs");
    await docker("use", "ours");
    assert.equal((await ContextAPI.getCurrentContext()).host, "ssh://me@here");
    await ContextAPI.setCurrentContext();
    assert.equal((await docker("show")).trim(), "default");
    await docker("use", "theirs");
    await ContextAPI.removeContext("theirs");
    assert.equal((await docker("show")).trim(), "default");
    await docker("rm", "ours");
    assert.deepEqual((await ContextAPI.contexts()).map(({ name }) => name), ["default"]);
    await assert.rejects(docker("inspect", "theirs"), /not found/);
  });

  test("change what the other has made", async () => {
    await docker("create", "theirs", "--description", "d", "--docker", "host=ssh://me@there");
    const context = await ContextAPI.getContext("theirs");
    const { tlsCfg } = await certificates();
    context.setEndpoint("docker", { host: "tcp://10.0.0.7:2376", tlsCfg });
    await context.save();
    assert.deepEqual(JSON.parse(await docker("inspect", "theirs"))[0], context.inspect());
    await docker("update", "theirs", "--description", "e");
    const { Metadata, Endpoints } = (await ContextAPI.getContext("theirs")).metadata;
    assert.deepEqual([Metadata, Endpoints.docker!.Host], [
      { Description: "e" },
      "tcp://10.0.0.7:2376",
    ]);
  });
});
