import { stripEnd } from "../../bytes/strip_end.ts";
import { concat } from "../../bytes/concat.ts";
import { sshNumber, SshReader, sshString } from "./ssh_wire.ts";

/** A private key that signs. */
export interface PrivateKey {
  /** The public key, as SSH writes it. */
  readonly publicKey: Uint8Array;
  /** What the key is called. */
  readonly comment: string;
  /**
   * Signs data.
   *
   * @param data The data.
   * @param flags Which hash an RSA key is to use, as the agent's protocol has it.
   */
  sign(data: Uint8Array, flags: number): Promise<Uint8Array>;
}

type Bytes = Uint8Array<ArrayBuffer>;
type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>;
type Jwk = Record<string, string>;

const PEM_REGEXP = /-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----([^-]*)-----END \1-----/;
const SHA256_FLAG = 2;
const SHA512_FLAG = 4;
/** How PKCS #8 names the kinds of keys. */
const RSA_ID = "2a864886f70d010101";
const ED25519_ID = "2b6570";

/**
 * Reads a private key: ed25519 or RSA, in OpenSSH's form, PKCS #8 or PKCS #1, without a passphrase.
 *
 * @param text The key as PEM text; it is never shown.
 * @throws {RangeError} When it cannot be used; says why.
 */
export async function parsePrivateKey(text: string): Promise<PrivateKey> {
  const [, label, base64 = ""] = PEM_REGEXP.exec(text) ?? [];
  if (label === undefined) throw new RangeError("it is no private key as PEM text");
  if (label === "ENCRYPTED PRIVATE KEY" || base64.includes("ENCRYPTED")) throw needsPassphrase();
  let bytes: Bytes;
  try {
    bytes = Uint8Array.from(atob(base64.replace(/\s/g, "")), (char) => char.charCodeAt(0));
  } catch {
    throw new RangeError("its private key is not base64");
  }
  try {
    if (label === "OPENSSH PRIVATE KEY") return await parseOpenSsh(bytes);
    if (label === "PRIVATE KEY") return await importPkcs8(bytes);
    if (label === "RSA PRIVATE KEY") return await importPkcs8(wrapPkcs1(bytes));
  } catch (cause) {
    if (cause instanceof RangeError) throw cause;
    throw new RangeError("its private key is malformed", { cause });
  }
  throw otherKind(label.replace(" PRIVATE KEY", ""));
}

async function parseOpenSsh(bytes: Bytes): Promise<PrivateKey> {
  const reader = new SshReader(bytes);
  const magic = new TextDecoder().decode(reader.take(15));
  if (magic !== "openssh-key-v1\0") throw new RangeError("its private key is malformed");
  if (reader.text() !== "none") throw needsPassphrase();
  reader.string();
  reader.string();
  if (reader.uint32() !== 1) throw new RangeError("it holds several private keys");
  reader.string();
  const secret = new SshReader(reader.string());
  if (secret.uint32() !== secret.uint32()) throw new RangeError("its private key is malformed");
  const kind = secret.text();
  if (kind === "ssh-ed25519") {
    const [x, key, comment] = [secret.string(), secret.string(), secret.text()];
    const jwk = { kty: "OKP", crv: "Ed25519", x: base64Url(x), d: base64Url(key.subarray(0, 32)) };
    return await fromJwk(jwk, comment);
  }
  if (kind !== "ssh-rsa") throw otherKind(kind);
  const [n, e, d, qi, p, q] = [1, 2, 3, 4, 5, 6].map(() => toNumber(secret.string())) as [
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  const numbers = { n, e, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi };
  const jwk: Jwk = { kty: "RSA" };
  for (const [name, value] of Object.entries(numbers)) jwk[name] = base64Url(fromNumber(value));
  return await fromJwk(jwk, secret.text());
}

async function importPkcs8(bytes: Bytes): Promise<PrivateKey> {
  const hex = Array.from(bytes.subarray(0, 40), (byte) => byte.toString(16).padStart(2, "0"))
    .join("");
  const algorithm = hex.includes(RSA_ID)
    ? { name: "RSASSA-PKCS1-v1_5", hash: "SHA-512" }
    : hex.includes(ED25519_ID)
    ? "Ed25519"
    : undefined;
  if (algorithm === undefined) throw otherKind("such");
  const key = await crypto.subtle.importKey("pkcs8", bytes, algorithm, true, ["sign"]);
  return await fromJwk(await crypto.subtle.exportKey("jwk", key) as Jwk, "");
}

/** Puts around a key of PKCS #1 what makes it one of PKCS #8. */
function wrapPkcs1(key: Bytes): Bytes {
  const version = new Uint8Array([2, 1, 0]);
  const algorithm = Uint8Array.from("300d06092a864886f70d0101010500".match(/../g)!, fromHex);
  return der(0x30, concat([version, algorithm, der(4, key)]));
}

function der(tag: number, content: Uint8Array): Bytes {
  const length = fromNumber(BigInt(content.length));
  const head = content.length < 0x80
    ? [tag, content.length]
    : [tag, 0x80 + length.length, ...length];
  return concat([new Uint8Array(head), content, new Uint8Array(0)]) as Bytes;
}

async function fromJwk(jwk: Jwk, comment: string): Promise<PrivateKey> {
  if (jwk.kty === "OKP") {
    const key = await importJwk({ kty: "OKP", crv: "Ed25519", x: jwk.x!, d: jwk.d! }, "Ed25519");
    return {
      publicKey: concat([sshString("ssh-ed25519"), sshString(fromBase64Url(jwk.x!))]),
      comment,
      sign: async (data) => signature("ssh-ed25519", await sign("Ed25519", key, data)),
    };
  }
  const { kty, n, e, d, p, q, dp, dq, qi } = jwk as Record<string, string>;
  const parts = { kty, n, e, d, p, q, dp, dq, qi } as Jwk;
  const name = "RSASSA-PKCS1-v1_5";
  // Tells now whether it can be used.
  await importJwk(parts, { name, hash: "SHA-512" });
  return {
    publicKey: concat([
      sshString("ssh-rsa"),
      sshNumber(fromBase64Url(e!)),
      sshNumber(fromBase64Url(n!)),
    ]),
    comment,
    async sign(data, flags): Promise<Uint8Array> {
      const [hash, kind] = flags & SHA512_FLAG
        ? ["SHA-512", "rsa-sha2-512"] as const
        : flags & SHA256_FLAG
        ? ["SHA-256", "rsa-sha2-256"] as const
        : ["SHA-1", "ssh-rsa"] as const;
      return signature(kind, await sign(name, await importJwk(parts, { name, hash }), data));
    },
  };
}

function importJwk(jwk: Jwk, algorithm: string | { name: string; hash: string }): Promise<Key> {
  return crypto.subtle.importKey("jwk", jwk, algorithm, false, ["sign"]);
}

async function sign(algorithm: string, key: Key, data: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.sign(algorithm, key, data as Bytes));
}

function signature(kind: string, bytes: Uint8Array): Uint8Array {
  return concat([sshString(kind), sshString(bytes)]);
}

function toNumber(bytes: Uint8Array): bigint {
  let hex = "0";
  for (const byte of bytes) hex += byte.toString(16).padStart(2, "0");
  return BigInt(`0x${hex}`);
}

function fromNumber(value: bigint): Uint8Array {
  const hex = value.toString(16);
  return Uint8Array.from((hex.length % 2 ? `0${hex}` : hex).match(/../g)!, fromHex);
}

function fromHex(pair: string): number {
  return parseInt(pair, 16);
}

function base64Url(bytes: Uint8Array): string {
  const text = btoa(String.fromCharCode(...bytes));
  return stripEnd(text.replaceAll("+", "-").replaceAll("/", "_"), "=");
}

function fromBase64Url(text: string): Uint8Array {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}

function needsPassphrase(): RangeError {
  return new RangeError("its private key needs a passphrase; give an agent's socket that has it");
}

function otherKind(kind: string): RangeError {
  return new RangeError(
    `its private key is of ${kind} kind, and only ed25519 and RSA are served here; give an agent's socket`,
  );
}
