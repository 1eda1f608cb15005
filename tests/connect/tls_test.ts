import assert from "node:assert/strict";
import { once } from "node:events";
import {
  type AddressInfo,
  connect,
  createServer as createPlainServer,
  type Socket,
} from "node:net";
import process from "node:process";
import { after, before, describe, it, test } from "node:test";
import { createServer, type TlsOptions, type TLSSocket } from "node:tls";
import { createConnector } from "../../src/connect/mod.ts";
import { TLSConfig } from "../../src/connect/tls_config.ts";
import { ConnectionError, TLSParameterError } from "../../src/errors.ts";
import { CHILD_TASK, runChild } from "./child.ts";
import { Certificates, hasOpenssl } from "../harness/certificates.ts";
import { pattern, readAll, readSocket, settles, untilSteady } from "./peer.ts";

const MIB = 1024 * 1024;
let files: Certificates;

/** A TLS server on a free port of 127.0.0.1. */
class SecurePeer {
  readonly address: string;
  readonly #server: ReturnType<typeof createServer>;
  readonly #sockets = new Set<Socket>();

  private constructor(server: ReturnType<typeof createServer>) {
    this.#server = server;
    this.address = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on("connection", (socket: Socket) => this.#sockets.add(socket));
  }

  static async listen(
    certificate: string,
    options: TlsOptions,
    serve: (socket: TLSSocket) => void,
  ): Promise<SecurePeer> {
    const server = createServer({
      cert: files.text(`${certificate}.pem`),
      key: files.text(`${certificate}.key`),
      ca: files.text("ca.pem"),
      allowHalfOpen: true,
      ...options,
    } as TlsOptions);
    server.on("tlsClientError", () => {});
    server.on("secureConnection", (socket: TLSSocket) => {
      socket.on("error", () => {});
      serve(socket);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new SecurePeer(server);
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, "close");
  }
}

/** Runs a body against a server with this certificate; `serve` answers each connection. */
async function withSecurePeer(
  certificate: string,
  options: TlsOptions,
  body: (address: string) => Promise<void>,
  serve: (socket: TLSSocket) => void = (socket) => socket.end("hello"),
): Promise<void> {
  const peer = await SecurePeer.listen(certificate, options, serve);
  try {
    await body(peer.address);
  } finally {
    await peer.close();
  }
}

const MUTUAL: TlsOptions = { requestCert: true, rejectUnauthorized: true };

/** Connects, reads to the end and returns the text. */
async function greeting(address: string, tls: TLSConfig): Promise<string> {
  const duplex = await createConnector(address, { tls }).connect();
  try {
    return Buffer.from(await readAll(duplex)).toString();
  } finally {
    duplex.close();
  }
}

/** Asserts a refusal's whole message, whether it comes at once or at the first read. */
async function refused(address: string, tls: TLSConfig, problem: string): Promise<void> {
  await assert.rejects(greeting(address, tls), (error) => {
    assert.ok(error instanceof ConnectionError, String(error));
    assert.equal(error.message, `Cannot reach the engine at ${address}: ${problem}`);
    assert.ok(error.cause instanceof Error);
    return true;
  });
}

const task = process.env[CHILD_TASK];
if (task === undefined) {
  describe("a connection over TLS", { skip: !hasOpenssl }, () => {
    before(async () => {
      files = new Certificates();
      await files.authority("ca");
      await files.authority("other");
      await files.sign("ca", "server", { names: ["IP:127.0.0.1"] });
      await files.sign("ca", "elsewhere", { names: ["DNS:elsewhere.example", "IP:10.0.0.1"] });
      await files.sign("ca", "expired", { names: ["IP:127.0.0.1"], days: -1 });
      await files.sign("ca", "unnamed", { names: [], commonName: "localhost" });
      await files.sign("ca", "client");
      await files.sign("other", "stranger");
      await files.encrypt("client");
    });
    after(() => files.remove());

    const ca = (): string => files.file("ca.pem");
    const client = (name = "client"): [string, string] => [
      files.file(`${name}.pem`),
      files.file(`${name}.key`),
    ];

    for (const maxVersion of ["TLSv1.2", "TLSv1.3"] as const) {
      const mutual: TlsOptions = { ...MUTUAL, maxVersion };

      test(`${maxVersion}: the reply arrives whole after the output was ended`, async () => {
        const up = pattern(MIB);
        const down = pattern(2 * MIB, 9);
        let received: Promise<Uint8Array> | undefined;
        const serve = (socket: TLSSocket) => {
          received = readSocket(socket).then((bytes) => {
            socket.end(down);
            return bytes;
          });
        };
        await withSecurePeer("server", mutual, async (address) => {
          const tls = new TLSConfig({ clientCert: client(), caCert: ca() });
          const duplex = await createConnector(address, { tls }).connect();
          await duplex.write(up);
          await duplex.closeWrite();
          assert.ok(Buffer.compare(await readAll(duplex), down) === 0, "the reply differs");
          assert.ok(Buffer.compare(await received!, up) === 0, "what was sent differs");
          duplex.close();
        }, serve);
      });

      test(`${maxVersion}: a client without a certificate is told so`, () =>
        withSecurePeer("server", mutual, (address) =>
          refused(
            address,
            new TLSConfig({ caCert: ca() }),
            "the engine asks for a client's certificate; set clientCert",
          )));
    }

    test("PEM texts stand for files, and verify for caCert", () =>
      withSecurePeer("server", MUTUAL, async (address) => {
        const clientCert: [string, string] = [files.text("client.pem"), files.text("client.key")];
        const caCert = files.text("ca.pem");
        assert.equal(await greeting(address, new TLSConfig({ clientCert, caCert })), "hello");
        assert.equal(
          await greeting(address, new TLSConfig({ clientCert, verify: caCert })),
          "hello",
        );
        assert.equal(await greeting(address, new TLSConfig({ clientCert, verify: ca() })), "hello");
      }));

    test("one of several authorities in caCert is enough", () =>
      withSecurePeer("server", {}, async (address) => {
        const caCert = `${files.text("other.pem")}\n${files.text("ca.pem")}`;
        assert.equal(await greeting(address, new TLSConfig({ caCert })), "hello");
      }));

    test("tls is on for https, and for tcp when asked for", () =>
      withSecurePeer("server", {}, async (address) => {
        const problem =
          "the engine's certificate is signed by no authority that the runtime knows; " +
          "name its own by caCert";
        const message = `Cannot reach the engine at ${address}: ${problem}`;
        const tcp = address.replace("https:", "tcp:");
        await assert.rejects(createConnector(address).connect(), { message });
        await assert.rejects(createConnector(tcp, { tls: true }).connect(), { message });
        const connector = createConnector(tcp, { tls: new TLSConfig({ caCert: ca() }) });
        assert.equal(connector.address, address);
        (await connector.connect()).close();
      }));

    test("a certificate of an unknown authority is refused", () =>
      withSecurePeer("server", {}, (address) =>
        refused(
          address,
          new TLSConfig({ caCert: files.file("other.pem") }),
          "the engine's certificate is not signed by the authority of caCert",
        )));

    test("an expired certificate is refused", () =>
      withSecurePeer("expired", {}, (address) =>
        refused(
          address,
          new TLSConfig({ caCert: ca() }),
          "the engine's certificate has expired",
        )));

    test("a certificate for another host is refused", () =>
      withSecurePeer("elsewhere", {}, (address) =>
        refused(
          address,
          new TLSConfig({ caCert: ca() }),
          'the engine\'s certificate is not for "127.0.0.1" but for ' +
            "DNS:elsewhere.example, IP:10.0.0.1",
        )));

    test("a certificate that has a common name alone is for that host", () =>
      withSecurePeer("unnamed", {}, async (address) => {
        const config = new TLSConfig({ caCert: ca(), assertHostname: "localhost" });
        assert.equal(await greeting(address, config), "hello");
        await refused(
          address,
          new TLSConfig({ caCert: ca(), assertHostname: "elsewhere.example" }),
          'the engine\'s certificate is not for "elsewhere.example" but for CN:localhost',
        );
      }));

    test("assertHostname names the host that the certificate is for", async () => {
      const caCert = ca();
      await withSecurePeer("elsewhere", {}, async (address) => {
        const named = new TLSConfig({ caCert, assertHostname: "elsewhere.example" });
        assert.equal(await greeting(address, named), "hello");
        const unnamed = new TLSConfig({ caCert, assertHostname: false });
        assert.equal(await greeting(address, unnamed), "hello");
        await refused(
          address,
          new TLSConfig({ caCert: files.file("other.pem"), assertHostname: false }),
          "the engine's certificate is not signed by the authority of caCert",
        );
      });
      await withSecurePeer("server", {}, (address) =>
        refused(
          address,
          new TLSConfig({ caCert, assertHostname: "elsewhere.example" }),
          'the engine\'s certificate is not for "elsewhere.example" but for IP:127.0.0.1',
        ));
    });

    describe("verify: false checks neither authority, host nor date", () => {
      for (const certificate of ["server", "elsewhere", "expired"]) {
        it(certificate, async () => {
          await withSecurePeer(certificate, {}, async (address) => {
            assert.equal(await greeting(address, new TLSConfig({ verify: false })), "hello");
          });
        });
      }
    });

    test("a client's certificate of an unknown authority is refused with a typed error", () =>
      withSecurePeer("server", MUTUAL, async (address) => {
        const tls = new TLSConfig({ clientCert: client("stranger"), caCert: ca() });
        // What is sent makes sure that an order to close cannot pass for an answer's end.
        const duplex = await createConnector(address, { tls }).connect();
        const outcome = readAll(duplex).then((bytes) => bytes.length, (error) => error);
        await duplex.write(pattern(10)).catch(() => {});
        const result = await outcome;
        assert.ok(result === 0 || result instanceof ConnectionError, String(result));
        duplex.close();
      }));

    test("what does not speak TLS is told from what does", async () => {
      const server = createPlainServer((socket) => {
        socket.on("error", () => {});
        socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
      });
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      const address = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
      await refused(
        address,
        new TLSConfig({ caCert: ca() }),
        "what answers there does not speak TLS",
      );
      server.close();
      await once(server, "close");
      const port = address.slice(address.lastIndexOf(":") + 1);
      await refused(address, new TLSConfig(), `nothing listens on port ${port} of "127.0.0.1"`);
    });

    test("an abort during the handshake rejects with its reason", async () => {
      const server = createPlainServer((socket) => socket.on("error", () => {}));
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      const accepted = once(server, "connection");
      const controller = new AbortController();
      const connector = createConnector(
        `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
      );
      const connecting = connector.connect(controller.signal);
      const [socket] = await accepted;
      const gone = once(socket.resume(), "end");
      const reason = new Error("too slow");
      controller.abort(reason);
      await assert.rejects(connecting, (error) => error === reason);
      await gone;
      socket.destroy();
      server.close();
      await once(server, "close");
    });

    test("a slow reader stops the peer", async () => {
      let peer: TLSSocket;
      await withSecurePeer("server", {}, async (address) => {
        const tls = new TLSConfig({ caCert: ca() });
        const duplex = await createConnector(address, { tls }).connect();
        await duplex.write(pattern(1));
        await duplex.read();
        let taken = 0;
        const feed = async () => {
          for (let i = 0; i < 32; i++) {
            if (!peer.write(pattern(MIB, i))) await once(peer, "drain");
            taken++;
          }
          peer.end();
        };
        const fed = feed();
        const steady = await untilSteady(() => taken);
        assert.ok(steady < 16, `the peer could send ${steady} MiB that no one read`);
        assert.equal((await readAll(duplex)).length, 32 * MIB);
        await fed;
        duplex.close();
      }, (socket) => {
        peer = socket;
        socket.once("data", () => socket.pause());
        socket.write("x");
      });
    });

    test("a slow peer holds write() back", () =>
      withSecurePeer("server", {}, async (address) => {
        // What lies between is slow, because not every runtime's TLS server can be.
        let between: Socket | undefined;
        const proxy = createPlainServer((socket) => {
          between = socket.on("error", () => {});
          const onward = connect(Number(new URL(address).port), "127.0.0.1");
          onward.on("error", () => {});
          socket.pipe(onward).pipe(socket);
        });
        proxy.listen(0, "127.0.0.1");
        await once(proxy, "listening");
        const connector = createConnector(
          `tcp://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
          { tls: new TLSConfig({ caCert: ca() }) },
        );
        const duplex = await connector.connect();
        await duplex.write(pattern(1));
        assert.deepEqual(await duplex.read(), pattern(1));
        between!.unpipe();
        between!.pause();
        const write = duplex.write(pattern(32 * MIB));
        assert.equal(await settles(write, 300), false);
        duplex.close();
        await assert.rejects(write, { name: "ConnectionError" });
        between!.destroy();
        proxy.close();
        await once(proxy, "close");
      }, (socket) => socket.pipe(socket)));

    test("a process ends by itself with an open connection that is unref'd", () =>
      withSecurePeer("server", {}, async (address) => {
        const { code, output } = await runChild(import.meta.url, `${address} ${ca()}`);
        assert.equal(output, "idle\n");
        assert.equal(code, 0);
      }, () => {}));

    test("close() rejects what is pending", () =>
      withSecurePeer("server", {}, async (address) => {
        const tls = new TLSConfig({ caCert: ca() });
        const duplex = await createConnector(address, { tls }).connect();
        const read = duplex.read();
        duplex.close();
        duplex.close();
        const message = `Cannot reach the engine at ${address}: the connection was closed`;
        await assert.rejects(read, { name: "ConnectionError", message });
        await assert.rejects(duplex.write(pattern(1)), { name: "ConnectionError", message });
      }, () => {}));

    const bad: [does: string, config: () => TLSConfig, problem: () => string][] = [
      [
        "a file that does not exist",
        () => new TLSConfig({ caCert: "/nowhere/ca.pem" }),
        () => 'the file "/nowhere/ca.pem" of caCert does not exist',
      ],
      [
        "a file that is no certificate",
        () => new TLSConfig({ caCert: files.file("ca.key") }),
        () => `caCert "${files.file("ca.key")}" holds no PEM certificate`,
      ],
      [
        "a certificate that is damaged",
        () => new TLSConfig({ caCert: files.text("ca.pem").replace(/\n.{20}/, "\nAAAA") }),
        () => "caCert holds a certificate that cannot be parsed",
      ],
      [
        "a key that is a certificate",
        () => new TLSConfig({ clientCert: [client()[0], client()[0]] }),
        () => `clientCert's key "${client()[0]}" holds no PEM private key`,
      ],
      [
        "a key that is damaged",
        () =>
          new TLSConfig({
            clientCert: [client()[0], files.text("client.key").replace(/\n.{20}/, "\nAAAA")],
          }),
        () => "clientCert's key cannot be parsed",
      ],
      [
        "a key that is encrypted",
        () => new TLSConfig({ clientCert: [client()[0], files.file("client.encrypted.key")] }),
        () =>
          `clientCert's key "${files.file("client.encrypted.key")}" is encrypted; ` +
          "write it out without a passphrase",
      ],
      [
        "a key of another certificate",
        () => new TLSConfig({ clientCert: [client()[0], client("stranger")[1]] }),
        () => "clientCert's key does not belong to its certificate",
      ],
    ];
    for (const [does, config, problem] of bad) {
      test(`connect() refuses ${does}`, async () => {
        const connector = createConnector("tcp://127.0.0.1:1", { tls: config() });
        const message = `Cannot use the TLS settings: ${problem()}`;
        await assert.rejects(connector.connect(), { name: "TLSParameterError", message });
        await assert.rejects(connector.connect(), { name: "TLSParameterError", message });
      });
    }
  });

  describe("TLSConfig", () => {
    const PEM = "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n";
    const KEY = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n";
    const wrong: [options: Record<string, unknown>, problem: string][] = [
      [
        { clientCert: "cert.pem" },
        "expected clientCert to be [certificate, key], each a path or PEM text",
      ],
      [
        { clientCert: ["cert.pem"] },
        "expected clientCert to be [certificate, key], each a path or PEM text",
      ],
      [{ clientCert: ["cert.pem", ""] }, "expected clientCert's key to be a path or PEM text"],
      [{ clientCert: [KEY, PEM] }, "clientCert's certificate is PEM text without a certificate"],
      [{ clientCert: [PEM, PEM] }, "clientCert's key is PEM text without a private key"],
      [{ caCert: 1 }, "expected caCert to be a path or PEM text"],
      [{ caCert: KEY }, "caCert is PEM text without a certificate"],
      [{ verify: 1 }, "expected verify to be true, false, a path or PEM text"],
      [{ verify: "" }, "expected verify to be a path or PEM text"],
      [
        { verify: "a.pem", caCert: "b.pem" },
        "verify and caCert name different certificates, leave one of them out",
      ],
      [{ assertHostname: 1 }, "expected assertHostname to be true, false or a name"],
      [{ assertHostname: "" }, "expected assertHostname to be true, false or a name"],
      [
        { verify: false, assertHostname: "host" },
        "verify: false checks nothing, so assertHostname cannot be checked",
      ],
    ];
    for (const [options, problem] of wrong) {
      test(`new TLSConfig() refuses ${JSON.stringify(options).slice(0, 60)}`, () => {
        assert.throws(() => new TLSConfig(options), {
          name: "TLSParameterError",
          message: `Cannot use the TLS settings: ${problem}`,
        });
      });
    }

    test("new TLSConfig() verifies unless asked otherwise", () => {
      const { verify, assertHostname, caCert, clientCert } = new TLSConfig();
      assert.deepEqual([verify, assertHostname, caCert, clientCert], [
        true,
        true,
        undefined,
        undefined,
      ]);
      const off = new TLSConfig({ verify: false, caCert: "ca.pem", assertHostname: false });
      assert.deepEqual([off.verify, off.assertHostname, off.caCert], [false, false, "ca.pem"]);
    });

    test("TLSConfig does not show its key where objects are printed", () => {
      const config = new TLSConfig({ clientCert: [PEM, KEY] });
      assert.deepEqual(config.clientCert, [PEM, KEY]);
      assert.doesNotMatch(JSON.stringify(config), /c2VjcmV0/);
      assert.ok(!Object.keys(config).includes("clientCert"));
    });

    describe("createConnector() refuses TLS where there is none", () => {
      for (const address of ["unix:///x.sock", "npipe://", "ssh://host"]) {
        it(address, () => {
          assert.throws(() => createConnector(address, { tls: true }), (error) => {
            assert.ok(error instanceof TLSParameterError);
            assert.match(
              error.message,
              /^Cannot use TLS at \S+: it is for addresses with a host and a port$/,
            );
            return true;
          });
        });
      }

      it("settings that are none", () => {
        assert.throws(() => createConnector("tcp://x", { tls: {} as TLSConfig }), {
          name: "TLSParameterError",
          message: "Cannot use the TLS settings: expected tls to be true or a TLSConfig",
        });
      });
    });
  });
} else {
  const [address, caCert] = task.split(" ");
  const duplex = await createConnector(address, { tls: new TLSConfig({ caCert }) }).connect();
  duplex.unref();
  // As the pool of connections does: one read stays pending while a connection is idle.
  duplex.read();
  console.log("idle");
}
