import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { describe, it, test } from "node:test";
import { TLSConfig } from "../../src/connect/tls_config.ts";
import type { APIClientOptions } from "../../src/create_engine.ts";
import { fromEnv } from "../../src/environment/from_env.ts";
import { type FromEnvOptions, resolveEnvironment } from "../../src/environment/resolve.ts";
import { likelyAddresses } from "../../src/environment/sockets.ts";
import { ConnectionError } from "../../src/errors.ts";
import { loadPlatform } from "../../src/platform/mod.ts";
import { type FakeMachine, fakePlatform } from "../auth/fake_platform.ts";
import { Certificates, hasOpenssl } from "../harness/certificates.ts";
import { findProgram } from "../harness/debian.ts";
import { runOrThrow } from "../harness/process.ts";

const DIRECTORY = "/home/me/.docker";
const CONFIG = `${DIRECTORY}/config.json`;

/** The directory name of a context. */
const idOf = (name: string): string => createHash("sha256").update(name).digest("hex");
const metaPath = (name: string): string => `${DIRECTORY}/contexts/meta/${idOf(name)}/meta.json`;
const tlsPath = (name: string, file: string): string =>
  `${DIRECTORY}/contexts/tls/${idOf(name)}/docker/${file}`;
const meta = (host: string, more: Record<string, unknown> = {}): string =>
  JSON.stringify({ Name: "x", Metadata: {}, Endpoints: { docker: { Host: host, ...more } } });

/** Resolves on a fake machine where nothing listens but on these sockets. */
function resolve(
  machine: FakeMachine,
  options: FromEnvOptions = {},
  listening: string[] = [],
): Promise<APIClientOptions> {
  return resolveEnvironment(options, fakePlatform(machine), (address) => {
    if (listening.includes(address)) return Promise.resolve();
    const cause = Object.assign(new Error("no such file"), { code: "ENOENT" });
    return Promise.reject(new ConnectionError(address, "does not exist", cause));
  });
}

/** What settings of TLS say. */
function tlsParts(tls: APIClientOptions["tls"]): unknown {
  assert.ok(tls instanceof TLSConfig);
  const { caCert, clientCert, verify, assertHostname } = tls;
  return { caCert, clientCert, verify, assertHostname };
}

describe("resolveEnvironment()", () => {
  const contexts: FakeMachine = {
    files: {
      [CONFIG]: JSON.stringify({ currentContext: "current" }),
      [metaPath("current")]: meta("tcp://current:1"),
      [metaPath("named")]: meta("ssh://me@named"),
    },
  };
  const socket = "unix:///var/run/docker.sock";

  test("takes the first that names an engine", async () => {
    const env = { DOCKER_HOST: "tcp://host:1", DOCKER_CONTEXT: "named" };
    const url = async (machine: FakeMachine, options?: FromEnvOptions) =>
      (await resolve(machine, options, [socket])).baseUrl;
    const all = { ...contexts, env };
    assert.equal(await url(all, { baseUrl: "tcp://given:1" }), "tcp://given:1");
    assert.equal(await url(all, { context: "current" }), "tcp://current:1");
    assert.equal(await url(all), "tcp://host:1");
    assert.equal(await url({ ...contexts, env: { DOCKER_CONTEXT: "named" } }), "ssh://me@named");
    assert.equal(await url({ ...contexts, env: { DOCKER_HOST: "" } }), "tcp://current:1");
    assert.equal(await url(contexts), "tcp://current:1");
    assert.equal(await url({ ...contexts, env: { DOCKER_CONTEXT: "default" } }), socket);
    assert.equal(await url(contexts, { context: "default" }), socket);
    assert.equal(await url({}), socket);
    await assert.rejects(url(all, { baseUrl: "tcp://x", context: "named" }), {
      name: "TypeError",
      message: "Cannot find the engine: give baseUrl or context, not both",
    });
  });

  test("passes on what else is given, and adds the version and the headers", async () => {
    const machine: FakeMachine = {
      files: { [CONFIG]: JSON.stringify({ HttpHeaders: { A: "file", B: "file" } }) },
      env: { DOCKER_HOST: "tcp://host:1", DOCKER_API_VERSION: "1.40" },
    };
    assert.deepEqual(await resolve(machine, { timeout: 3, headers: { B: "given" } }), {
      timeout: 3,
      headers: { A: "file", B: "given" },
      version: "1.40",
      baseUrl: "tcp://host:1",
    });
    assert.equal((await resolve(machine, { version: "auto" })).version, "auto");
    const unset = { ...machine, env: { ...machine.env, DOCKER_API_VERSION: "" } };
    assert.ok(!("version" in await resolve(unset)));
  });

  test("reads the certificates of DOCKER_CERT_PATH, and checks unless asked not to", async () => {
    const tls = async (env: Record<string, string>) => {
      const DOCKER_HOST = "tcp://host:2376";
      return tlsParts(
        (await resolve({ env: { DOCKER_HOST, DOCKER_CERT_PATH: "/c", ...env } })).tls,
      );
    };
    const files = { caCert: "/c/ca.pem", clientCert: ["/c/cert.pem", "/c/key.pem"] };
    const checked = { ...files, verify: true, assertHostname: true };
    assert.deepEqual(await tls({}), checked);
    assert.deepEqual(await tls({ DOCKER_TLS_VERIFY: "1" }), checked);
    assert.deepEqual(await tls({ DOCKER_TLS_VERIFY: "" }), {
      ...files,
      verify: false,
      assertHostname: false,
    });
  });

  test("reads the certificates beside config.json where DOCKER_TLS_VERIFY stands alone", async () => {
    const env = { DOCKER_HOST: "tcp://host:2376", DOCKER_TLS_VERIFY: "1" };
    const name = (file: string) => `${DIRECTORY}/${file}`;
    const checked = { verify: true, assertHostname: true };
    const none = { caCert: undefined, clientCert: undefined, ...checked };
    assert.deepEqual(tlsParts((await resolve({ env })).tls), none);
    const files = { [name("ca.pem")]: "", [name("cert.pem")]: "", [name("key.pem")]: "" };
    assert.deepEqual(tlsParts((await resolve({ env, files })).tls), {
      caCert: name("ca.pem"),
      clientCert: [name("cert.pem"), name("key.pem")],
      ...checked,
    });
    const given = new TLSConfig({ caCert: "/given.pem" });
    assert.equal((await resolve({ env, files }, { tls: given })).tls, given);
    assert.equal(
      (await resolve({ env: { DOCKER_HOST: "tcp://host:2375" }, files })).tls,
      undefined,
    );
  });

  describe("takes DOCKER_TLS as the docker command does: encrypted, and not checked", () => {
    const DOCKER_HOST = "tcp://host:2376";
    const rows: [env: Record<string, string>, parts: [caCert: unknown, verify: boolean] | null][] =
      [
        [{ DOCKER_TLS: "" }, null],
        [{ DOCKER_TLS: "1" }, [undefined, false]],
        [{ DOCKER_TLS: "0" }, [undefined, false]],
        [{ DOCKER_TLS: "1", DOCKER_TLS_VERIFY: "" }, [undefined, false]],
        [{ DOCKER_TLS: "1", DOCKER_TLS_VERIFY: "1" }, [undefined, true]],
        [{ DOCKER_TLS: "1", DOCKER_CERT_PATH: "/c" }, ["/c/ca.pem", false]],
        [{ DOCKER_TLS: "1", DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: "/c" }, ["/c/ca.pem", true]],
      ];
    for (const [env, parts] of rows) {
      it(JSON.stringify(env), async () => {
        const { tls } = await resolve({ env: { DOCKER_HOST, ...env } });
        assert.deepEqual(tls instanceof TLSConfig ? [tls.caCert, tls.verify] : null, parts);
      });
    }
  });

  describe("leaves the certificates aside where there is no port to encrypt", () => {
    for (
      const DOCKER_HOST of ["unix:///x.sock", "ssh://host", "npipe:////./pipe/x", " UNIX:///x"]
    ) {
      it(JSON.stringify(DOCKER_HOST), async () => {
        const env = { DOCKER_HOST, DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: "/c" };
        const { baseUrl, tls } = await resolve({ env });
        assert.deepEqual([baseUrl, tls], [DOCKER_HOST, undefined]);
      });
    }
  });

  test("reads a context's certificates", async () => {
    const tls = async (more: Record<string, unknown>, names: string[]) => {
      const files = Object.fromEntries(names.map((name) => [tlsPath("safe", name), ""]));
      files[metaPath("safe")] = meta("tcp://safe:2376", more);
      return (await resolve({ files }, { context: "safe" })).tls;
    };
    const pair = [tlsPath("safe", "cert.pem"), tlsPath("safe", "key.pem")];
    assert.equal(await tls({}, []), undefined);
    assert.deepEqual(tlsParts(await tls({}, ["ca.pem", "cert.pem", "key.pem"])), {
      caCert: tlsPath("safe", "ca.pem"),
      clientCert: pair,
      verify: true,
      assertHostname: true,
    });
    assert.deepEqual(tlsParts(await tls({ SkipTLSVerify: true }, ["cert.pem", "key.pem"])), {
      caCert: undefined,
      clientCert: pair,
      verify: false,
      assertHostname: false,
    });
    assert.deepEqual(tlsParts(await tls({}, ["key.pem"])), {
      caCert: undefined,
      clientCert: pair,
      verify: true,
      assertHostname: true,
    });
  });

  test("finds config.json and the contexts by DOCKER_CONFIG", async () => {
    const machine: FakeMachine = {
      env: { DOCKER_CONFIG: "/etc/d" },
      files: {
        "/etc/d/config.json": JSON.stringify({ currentContext: "there" }),
        [`/etc/d/contexts/meta/${idOf("there")}/meta.json`]: meta("tcp://there:1"),
      },
    };
    assert.equal((await resolve(machine)).baseUrl, "tcp://there:1");
  });

  const wrong: [
    does: string,
    name: string,
    files: Record<string, string>,
    problem: string,
    error: string,
  ][] = [
    [
      "a context that does not exist",
      "none",
      {},
      `the context "none": there is no such context in "${DIRECTORY}/contexts"`,
      "ContextNotFound",
    ],
    [
      "a context whose name is a path",
      "../x",
      {},
      'the context "../x": a name has two characters or more: letters, digits, . _ + and -, ' +
      "a letter or digit first",
      "ContextException",
    ],
    [
      "a context that is damaged",
      "bad",
      { [metaPath("bad")]: "{" },
      `the context "bad": "${metaPath("bad")}" is not JSON`,
      "InvalidConfigFile",
    ],
    [
      "a context of something else",
      "kube",
      { [metaPath("kube")]: '{"Endpoints":{"kubernetes":{"Host":"https://k"}}}' },
      `the context "kube": "${metaPath("kube")}" names no address of a Docker engine`,
      "InvalidConfigFile",
    ],
  ];
  for (const [does, context, files, problem, name] of wrong) {
    test(`refuses ${does}`, async () => {
      await assert.rejects(resolve({ files }, { context }), {
        name,
        message: `Cannot use ${problem}`,
      });
    });
  }

  test("needs config.json to look up a context, and warns where it does not need it", async () => {
    const message = `Cannot read the configuration file "${CONFIG}": it is not JSON`;
    const files = { [CONFIG]: "{" };
    await assert.rejects(resolve({ files }), { name: "InvalidConfigFile", message });
    const warnings: string[] = [];
    const onWarning = (text: string) => void warnings.push(text);
    const env = { DOCKER_HOST: "tcp://host:1" };
    assert.equal((await resolve({ files, env }, { onWarning })).baseUrl, "tcp://host:1");
    assert.equal(
      (await resolve({ files }, { onWarning, baseUrl: "tcp://x:1" })).baseUrl,
      "tcp://x:1",
    );
    assert.deepEqual(warnings, [message, message]);
  });

  test("tries the platform's sockets in their order", async () => {
    const all = likelyAddresses(fakePlatform({}));
    for (const [i, address] of all.entries()) {
      assert.equal((await resolve({}, {}, all.slice(i))).baseUrl, address);
    }
  });

  test("lists what was tried when none of the platform's sockets answers", async () => {
    const problems = ["ENOENT", "EACCES", "ECONNREFUSED"];
    const machine: FakeMachine = { env: { XDG_RUNTIME_DIR: "/run/user/7" } };
    const error = await resolveEnvironment({}, fakePlatform(machine), (address) => {
      const code = problems.shift();
      const cause = Object.assign(new Error("x"), { code });
      if (code !== undefined) return Promise.reject(new ConnectionError(address, "x", cause));
      return Promise.reject(
        address.includes("desktop")
          ? new DOMException("timed out", "TimeoutError")
          : new ConnectionError(address, "what answers there is odd"),
      );
    }).then(() => assert.fail("it resolved"), (error) => error);
    assert.ok(error instanceof ConnectionError);
    assert.equal(
      error.message,
      "Cannot reach the engine at unix:///var/run/docker.sock: neither DOCKER_HOST, " +
        "DOCKER_CONTEXT nor a context in use names an engine, and none listens where they " +
        "usually do; tried unix:///var/run/docker.sock (does not exist), " +
        "unix:///run/user/7/docker.sock (permission denied), " +
        "unix:///home/me/.docker/run/docker.sock (nothing listens), " +
        "unix:///home/me/.docker/desktop/docker.sock (does not answer), " +
        "unix:///home/me/.colima/default/docker.sock (what answers there is odd), " +
        "unix:///home/me/.config/colima/default/docker.sock (what answers there is odd), " +
        "unix:///home/me/.rd/docker.sock (what answers there is odd), " +
        "unix:///home/me/.orbstack/run/docker.sock (what answers there is odd), " +
        "unix:///run/user/7/podman/podman.sock (what answers there is odd), " +
        "unix:///run/podman/podman.sock (what answers there is odd), " +
        "unix:///home/me/.local/share/containers/podman/machine/podman.sock " +
        "(what answers there is odd)",
    );
  });

  test("passes a socket that does not answer in time, and names Deno's flags", async () => {
    const lacking = Object.assign(new Error("Requires read access"), { name: "NotCapable" });
    await assert.rejects(
      resolveEnvironment({}, fakePlatform({ os: "windows" }), (address) =>
        Promise.reject(
          address.includes("podman")
            ? new DOMException("timed out", "TimeoutError")
            : new ConnectionError(address, "x", lacking),
        )),
      {
        name: "ConnectionError",
        message:
          "Cannot reach the engine at npipe:////./pipe/docker_engine: neither DOCKER_HOST, " +
          "DOCKER_CONTEXT nor a context in use names an engine, and none listens where they " +
          "usually do; tried npipe:////./pipe/docker_engine (Deno's permission is missing), " +
          "npipe:////./pipe/podman-machine-default (does not answer); run the script with " +
          "--allow-read, --allow-write and --allow-net",
      },
    );
  });
});

describe("a context that the docker command made", {
  skip: findProgram("docker") !== undefined && hasOpenssl
    ? false
    : "No docker command, or no openssl",
}, () => {
  test("is read as it was made, certificates included", async () => {
    const directory = mkdtempSync(path.join(os.tmpdir(), "longshore-context-"));
    try {
      const file = (name: string): string => path.join(directory, name);
      const certificates = new Certificates(directory);
      await certificates.authority("ca");
      await certificates.sign("ca", "me");
      const docker = (...args: string[]): Promise<string> =>
        runOrThrow("docker", ["--config", directory, "context", ...args], {
          env: { DOCKER_HOST: "" },
        });
      const files = `ca=${file("ca.pem")},cert=${file("me.pem")},key=${file("me.key")}`;
      await docker("create", "plain", "--docker", "host=ssh://me@host");
      const host = "host=tcp://10.0.0.5:2376";
      await docker("create", "my-safe.one", "--docker", `${host},skip-tls-verify=true,${files}`);
      const { files: disk, paths } = await loadPlatform();
      const fake = fakePlatform({ env: { DOCKER_CONFIG: directory } });
      const platform = { ...fake, files: disk, paths };
      const resolved = (options: FromEnvOptions): Promise<APIClientOptions> =>
        resolveEnvironment(options, platform, () => Promise.reject(new Error("not needed")));
      assert.deepEqual(await resolved({ context: "plain" }), {
        baseUrl: "ssh://me@host",
        headers: {},
      });
      await docker("use", "my-safe.one");
      const { baseUrl, tls } = await resolved({});
      assert.equal(baseUrl, "tcp://10.0.0.5:2376");
      assert.ok(tls instanceof TLSConfig);
      assert.equal(tls.verify, false);
      const kept = [tls.caCert!, ...tls.clientCert!].map((path) => readFileSync(path, "utf8"));
      assert.deepEqual(kept, ["ca.pem", "me.pem", "me.key"].map((name) => certificates.text(name)));
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});

describe("likelyAddresses()", () => {
  const of = (machine: FakeMachine): string[] => likelyAddresses(fakePlatform(machine));

  test("begins with Docker's own socket on Linux, and with Docker Desktop's on macOS", () => {
    assert.deepEqual(of({}).slice(0, 2), [
      "unix:///var/run/docker.sock",
      "unix:///run/user/1000/docker.sock",
    ]);
    assert.deepEqual(of({ os: "darwin", home: "/Users/me" }).slice(0, 3), [
      "unix:///Users/me/.docker/run/docker.sock",
      "unix:///Users/me/.docker/desktop/docker.sock",
      "unix:///var/run/docker.sock",
    ]);
    assert.ok(!of({ os: "darwin" }).some((address) => address.includes("/run/user")));
  });

  test("leaves the user's directory out where Deno does not tell the user's id", () => {
    const uid = () => {
      throw new Error("Requires sys access");
    };
    assert.ok(!of({ uid }).some((address) => address.includes("/run/user")));
    assert.ok(of({ uid, env: { XDG_RUNTIME_DIR: "/r" } }).includes("unix:///r/podman/podman.sock"));
  });
});

describe("fromEnv()", () => {
  test("reaches the first socket that something listens on", async () => {
    const directory = mkdtempSync(path.join(os.tmpdir(), "longshore-env-"));
    const saved = { ...process.env };
    const names = ["DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CONFIG", "HOME", "XDG_RUNTIME_DIR"];
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.end("HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Length: 2\r\n\r\nOK");
    });
    try {
      for (const name of names) delete process.env[name];
      Object.assign(process.env, { HOME: directory, XDG_RUNTIME_DIR: directory });
      const file = path.join(directory, "docker.sock");
      await new Promise<void>((resolve) => server.listen(file, resolve));
      const client = await fromEnv({ timeout: 5 });
      // On a machine with an engine of its own that one comes first.
      assert.ok([`unix://${file}`, "unix:///var/run/docker.sock"].includes(client.baseUrl));
      assert.equal(await client.ping(), true);
      client.close();
      process.env.DOCKER_HOST = `unix://${file}`;
      const named = await fromEnv();
      assert.equal(named.baseUrl, `unix://${file}`);
      assert.equal(await named.ping(), true);
      named.close();
      process.env.HTTP_PROXY = process.env.HTTPS_PROXY = "http://127.0.0.1:9";
      const beside = await fromEnv();
      assert.equal(await beside.ping(), true);
      beside.close();
    } finally {
      for (const name of [...names, "HTTP_PROXY", "HTTPS_PROXY"]) {
        if (saved[name] === undefined) delete process.env[name];
        else process.env[name] = saved[name];
      }
      server.close();
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
