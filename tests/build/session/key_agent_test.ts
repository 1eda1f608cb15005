import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { after, before, describe, it } from "node:test";
import { KeyAgent } from "../../../src/build/session/key_agent.ts";
import { parsePrivateKey, type PrivateKey } from "../../../src/build/session/private_key.ts";
import { findProgram } from "../../harness/debian.ts";
import { runOrThrow } from "../../harness/process.ts";

const skip = findProgram("ssh-keygen") === undefined || findProgram("openssl") === undefined
  ? "No ssh-keygen or openssl"
  : false;

describe("a private key", { skip }, () => {
  let directory = "";
  const file = (name: string): string => path.join(directory, name);
  const keygen = (...args: string[]): Promise<string> =>
    runOrThrow("ssh-keygen", ["-q", "-N", "", "-C", "of a test", ...args]);

  before(() => {
    directory = mkdtempSync(path.join(os.tmpdir(), "longshore-keys-"));
  });
  after(() => rmSync(directory, { recursive: true }));

  /** Serves an agent and lets OpenSSH's own tools ask it. */
  async function withAgent(
    keys: PrivateKey[],
    body: (socket: string) => Promise<void>,
  ): Promise<void> {
    const socket = file("agent.sock");
    const server = net.createServer((connection) => {
      const agent = new KeyAgent(keys);
      connection.on("data", (bytes) => void agent.write(new Uint8Array(bytes)));
      connection.on("error", () => {});
      connection.on("close", () => agent.close());
      const pour = async (): Promise<void> => {
        for (let bytes = await agent.read(); bytes !== null; bytes = await agent.read()) {
          connection.write(bytes);
        }
        connection.end();
      };
      pour();
    });
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    try {
      await body(socket);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  }

  const kinds: [name: string, make: (path: string) => Promise<unknown>][] = [
    ["ed25519", (path) => keygen("-t", "ed25519", "-f", path)],
    ["rsa", (path) => keygen("-t", "rsa", "-b", "2048", "-f", path)],
    ["rsa in PKCS 8", (path) => keygen("-t", "rsa", "-b", "2048", "-m", "PKCS8", "-f", path)],
    ["rsa in PKCS 1", (path) => keygen("-t", "rsa", "-b", "2048", "-m", "PEM", "-f", path)],
    ["ed25519 in PKCS 8", async (path) => {
      await runOrThrow("openssl", ["genpkey", "-algorithm", "ed25519", "-out", path]);
    }],
  ];
  for (const [name, make] of kinds) {
    it(`of kind ${name} lists and signs as OpenSSH has it`, async () => {
      const key = file(name.replaceAll(" ", "-"));
      await make(key);
      const parsed = await parsePrivateKey(readFileSync(key, "utf8"));
      const kind = name.split(" ")[0] === "rsa" ? "ssh-rsa" : "ssh-ed25519";
      const line = `${kind} ${Buffer.from(parsed.publicKey).toString("base64")} x\n`;
      if (!name.includes("PKCS 8")) {
        assert.equal(line.split(" ")[1], readFileSync(`${key}.pub`, "utf8").split(" ")[1]);
      }
      writeFileSync(`${key}.only.pub`, line);
      writeFileSync(file("data"), "what is signed");
      await withAgent([parsed], async (socket) => {
        // Without its private half at hand, the key signs through the agent.
        const env = { ...process.env, SSH_AUTH_SOCK: socket };
        const run = async (program: string, args: string[]): Promise<string> => {
          return await runOrThrow(program, args, { env });
        };
        const listed = await run("ssh-add", ["-L"]);
        assert.equal(listed.split(" ")[1], line.split(" ")[1]);
        rmSync(file("data.sig"), { force: true });
        await run("ssh-keygen", [
          "-Y",
          "sign",
          "-f",
          `${key}.only.pub`,
          "-n",
          "file",
          file("data"),
        ]);
      });
      const check = ["-Y", "check-novalidate", "-n", "file", "-s", file("data.sig")];
      const checked = spawnSync("ssh-keygen", check, { input: "what is signed", encoding: "utf8" });
      assert.equal(checked.status, 0, checked.stderr);
      assert.match(checked.stdout, /Good "file" signature/);
    });
  }

  /** Makes a key of a kind, and returns its text. */
  async function made(...args: string[]): Promise<string> {
    const name = file(`refused${args.join("")}`);
    await keygen(...args, "-f", name);
    return readFileSync(name, "utf8");
  }
  const refusals: [what: string, key: () => string | Promise<string>, problem: RegExp][] = [
    [
      "that needs a passphrase",
      () => made("-t", "ed25519", "-N", "secret"),
      /^its private key needs a passphrase/,
    ],
    [
      "of ECDSA",
      () => made("-t", "ecdsa"),
      /^its private key is of ecdsa-sha2-nistp256 kind, and only ed25519 and RSA/,
    ],
    [
      "of ECDSA in PKCS 8",
      () => made("-t", "ecdsa", "-m", "PKCS8"),
      /^its private key is of such kind, and only ed25519 and RSA/,
    ],
    [
      "of ECDSA in PEM",
      () => "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----",
      /of EC kind/,
    ],
    ["that is a public one", () => "ssh-ed25519 AAAA x", /^it is no private key as PEM text$/],
    [
      "that is cut",
      async () => {
        const lines = (await made("-t", "ed25519")).split("\n");
        return [lines[0], lines[1], ...lines.slice(-2)].join("\n");
      },
      /^it is cut$|malformed/,
    ],
    [
      "that is not base64",
      () => "-----BEGIN PRIVATE KEY-----\n!!\n-----END PRIVATE KEY-----",
      /is not base64/,
    ],
  ];
  for (const [what, key, problem] of refusals) {
    it(`${what} is refused`, async () => {
      await assert.rejects(parsePrivateKey(await key()), { name: "RangeError", message: problem });
    });
  }

  it("refuses other requests, keys that it does not have and endless ones", async () => {
    await keygen("-t", "ed25519", "-f", file("own"));
    const agent = new KeyAgent([await parsePrivateKey(readFileSync(file("own"), "utf8"))]);
    const ask = async (...bytes: number[]): Promise<number[]> => {
      await agent.write(new Uint8Array([0, 0, 0, bytes.length, ...bytes]));
      return [...(await agent.read())!];
    };
    assert.deepEqual(await ask(17), [0, 0, 0, 1, 5]);
    assert.deepEqual(await ask(13, 0, 0, 0, 1, 7, 0, 0, 0, 0, 0, 0, 0, 0), [0, 0, 0, 1, 5]);
    assert.deepEqual(await ask(13, 0, 0, 0, 9), [0, 0, 0, 1, 5]);
    await agent.write(new Uint8Array([255, 0, 0, 0]));
    assert.equal(await agent.read(), null);
  });
});
