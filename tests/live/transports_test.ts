import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { APIClient, ConnectionError, TLSConfig } from "../../mod.ts";
import { Certificates } from "../harness/certificates.ts";
import { collect } from "../harness/collect.ts";
import { clientOptions } from "./connection.ts";
import { exercised } from "./exercised.ts";
import { baseImage, labels, skipWithoutTls, tlsHost, uniqueName } from "./fixture.ts";
import {
  clientTls,
  openTransport,
  skipTransport,
  type Transport,
  type TransportName,
  TRANSPORTS,
} from "./transports.ts";

const MIB = 1024 * 1024;

/** Bytes that differ at every offset up to the product of two primes. */
function pattern(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  for (let i = 0; i < size; i++) bytes[i] = (i % 251) + (i % 257);
  return bytes;
}

function assertSame(actual: Uint8Array, expected: Uint8Array): void {
  assert.ok(
    Buffer.compare(actual, expected) === 0,
    `${actual.length} bytes differ from the ${expected.length} expected`,
  );
}

for (const name of TRANSPORTS) {
  describe(`the engine over ${name}`, { skip: skipTransport(name) }, () => smoke(name));
}

/** The same few calls, each of another kind, over one way to the engine. */
function smoke(name: TransportName): void {
  let transport: Transport;
  let client: APIClient;
  before(async () => {
    transport = await openTransport(name);
    client = new APIClient(clientOptions(transport.settings));
  });
  after(async () => {
    client?.close();
    await transport?.stop();
  });

  /** Runs a body with a container of its own, and removes that. */
  const within = async (
    command: string[],
    options: Record<string, unknown>,
    body: (container: string) => Promise<void>,
  ): Promise<void> => {
    const { Id } = await client.createContainer(baseImage, {
      command,
      name: uniqueName(name),
      labels: labels(),
      ...options,
    });
    try {
      await body(Id);
    } finally {
      await client.removeContainer(Id, { force: true });
    }
  };

  it(`${name}: answers one call after the other, and many at the same time`, async () => {
    assert.equal(await client.ping(), true);
    const { ApiVersion } = await client.version();
    assert.equal(client.apiVersion, ApiVersion);
    const infos = await Promise.all(Array.from({ length: 8 }, () => client.info()));
    assert.equal(new Set(infos.map((info) => info.ID)).size, 1);
  });

  it(`${name}: an attached input can be ended while the output goes on`, () =>
    within(["cat"], { stdinOpen: true, hostConfig: client.createHostConfig({}) }, async (id) => {
      const params = { stdin: true, stdout: true, stderr: true, stream: true };
      const socket = await client.attachSocket(id, { params, demux: true });
      const exit = await client.registerWait(id, { condition: "next-exit" });
      await client.start(id);
      const bytes = pattern(MIB);
      const output = (async () => {
        const chunks: Uint8Array[] = [];
        for await (const { data } of socket.readable) chunks.push(data);
        return Buffer.concat(chunks);
      })();
      const writer = socket.writable.getWriter();
      for (let i = 0; i < bytes.length; i += 100_000) {
        await writer.write(bytes.subarray(i, i + 100_000));
      }
      await socket.closeWrite();
      assertSame(await output, bytes);
      assert.equal(await exit.exitCode(), 0);
    }));

  it(`${name}: a command's input can be ended while the output goes on`, () =>
    within(["sleep", "60"], {}, async (id) => {
      await client.start(id);
      const exec = await client.execCreate(id, ["sh", "-c", "cat; echo end >&2"], { stdin: true });
      const socket = await client.execStart(exec, { socket: true, demux: true });
      const bytes = pattern(MIB);
      const seen = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
      const output = (async () => {
        for await (const { stream, data } of socket.readable) seen[stream].push(data);
      })();
      await socket.writable.getWriter().write(bytes);
      await socket.closeWrite();
      await output;
      assertSame(Buffer.concat(seen.stdout), bytes);
      assert.equal(Buffer.concat(seen.stderr).toString(), "end\n");
      assert.equal((await client.execInspect(exec)).ExitCode, 0);
    }));

  it(`${name}: archives go there and back`, () =>
    within(["true"], {}, async (id) => {
      const { pack, unpack } = await import("../../src/tar/mod.ts");
      const content = pattern(3 * MIB);
      await client.putArchive(id, "/tmp", pack([{ path: "bytes", content }]));
      const [archive, stat] = await client.getArchive(id, "/tmp/bytes");
      assert.equal(stat.size, content.length);
      let read: Uint8Array | undefined;
      for await (const entry of unpack(archive)) read = await collect(entry.readable!);
      assertSame(read!, content);
    }));

  it(`${name}: a stream that is given up frees its connection at once`, () =>
    within(["sh", "-c", "echo one; sleep 60"], {}, async (id) => {
      await client.start(id);
      for await (const bytes of await client.logs(id, { stream: true, stderr: false })) {
        assert.equal(new TextDecoder().decode(bytes), "one\n");
        break;
      }
      const controller = new AbortController();
      const events = await client.events({ signal: controller.signal });
      const reader = events.getReader();
      const next = reader.read();
      const reason = new Error("enough");
      controller.abort(reason);
      await assert.rejects(next, (error) => error === reason);
      assert.equal(await client.ping(), true);
    }));
}

describe("an engine that checks certificates", { skip: skipWithoutTls }, () => {
  let strangers: Certificates;
  before(async () => {
    strangers = new Certificates();
    await strangers.authority("other");
    await strangers.sign("other", "client");
  });
  after(() => strangers.remove());

  /** Asserts why no call gets through. */
  const refused = async (tls: TLSConfig | undefined, problem: string): Promise<void> => {
    await using client = new APIClient({ baseUrl: tlsHost, tls });
    await assert.rejects(client.version(), (error) => {
      assert.ok(error instanceof ConnectionError, String(error));
      assert.equal(
        error.message,
        `Cannot get the version of the engine: cannot reach the engine at ${tlsHost}: ${problem}`,
      );
      return true;
    });
  };

  it("lets in who has its certificate, by DOCKER_CERT_PATH's names too", async () => {
    await using client = new APIClient({ baseUrl: tlsHost, tls: new TLSConfig(clientTls()) });
    assert.equal(await client.ping(), true);
    exercised("APIClient", "tls");
  });

  it("says that a client's certificate is missing", () =>
    refused(
      new TLSConfig({ caCert: clientTls().caCert }),
      "the engine asks for a client's certificate; set clientCert",
    ));

  it("refuses a client's certificate of another authority", () =>
    refused(
      new TLSConfig({
        caCert: clientTls().caCert,
        clientCert: [strangers.file("client.pem"), strangers.file("client.key")],
      }),
      "the engine refused the client's certificate",
    ));

  it("is not trusted when another authority was expected", () =>
    refused(
      new TLSConfig({ caCert: strangers.file("other.pem"), clientCert: clientTls().clientCert }),
      "the engine's certificate is not signed by the authority of caCert",
    ));

  it("is not trusted by default", () =>
    refused(
      undefined,
      "the engine's certificate is signed by no authority that the runtime knows; " +
        "name its own by caCert",
    ));

  it("is not trusted under another name", () =>
    refused(
      new TLSConfig({
        caCert: clientTls().caCert,
        clientCert: clientTls().clientCert,
        assertHostname: "engine.example",
      }),
      'the engine\'s certificate is not for "engine.example" but for IP:127.0.0.1',
    ));

  it("tells a client without TLS so", async () => {
    await using client = new APIClient({ baseUrl: tlsHost!.replace("https:", "tcp:") });
    await assert.rejects(client.info(), /HTTP request to an HTTPS server/);
  });
});
