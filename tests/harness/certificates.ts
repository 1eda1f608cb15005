import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { findProgram } from "./debian.ts";
import { runOrThrow } from "./process.ts";

/** Whether certificates can be made here. */
export const hasOpenssl: boolean = findProgram("openssl") !== undefined;

/** What a certificate is for. */
export interface CertificateOptions {
  /** A server's names, as openssl writes them, e.g. `IP:127.0.0.1`; with none it has its common name alone. */
  names?: string[];
  /** Its common name; that of its files without it. */
  commonName?: string;
  /** For how many days from now it is valid; a negative number has it expired already. */
  days?: number;
}

/** A directory of certificates and keys that openssl makes. */
export class Certificates {
  readonly #directory: string;

  /** Makes the files in a directory: in one of its own, unless it is named. */
  constructor(directory: string = mkdtempSync(path.join(os.tmpdir(), "longshore-certificates-"))) {
    this.#directory = directory;
  }

  /** The path of a file in the directory, such as `ca.pem` or `ca.key`. */
  file(name: string): string {
    return path.join(this.#directory, name);
  }

  /** The text of a file in the directory. */
  text(name: string): string {
    return readFileSync(this.file(name), "utf8");
  }

  /** Makes the certificate and the key of a server on this machine, as text; no file is left. */
  static async ofServer(): Promise<{ cert: string; key: string }> {
    const files = new Certificates();
    try {
      await files.authority("ca");
      await files.sign("ca", "server", { names: ["IP:127.0.0.1"] });
      return { cert: files.text("server.pem"), key: files.text("server.key") };
    } finally {
      files.remove();
    }
  }

  /** Makes an authority: `NAME.pem` and `NAME.key`. */
  async authority(name: string): Promise<void> {
    await this.#openssl("req", "-x509", ...NEW_KEY, this.file(`${name}.key`), [
      ...["-out", this.file(`${name}.pem`), "-days", "2", "-subj", `/CN=${name}`],
    ]);
  }

  /** Makes a certificate that an authority signs: `NAME.pem` and `NAME.key`. */
  async sign(authority: string, name: string, options: CertificateOptions = {}): Promise<void> {
    const { names, commonName = name, days = 2 } = options;
    const request = this.file(`${name}.csr`);
    await this.#openssl("req", ...NEW_KEY, this.file(`${name}.key`), [
      ...["-out", request, "-subj", `/CN=${commonName}`],
    ]);
    const extensions = this.file(`${name}.ext`);
    writeFileSync(
      extensions,
      names === undefined
        ? "extendedKeyUsage=clientAuth\n"
        : `${
          names.length > 0 ? `subjectAltName=${names.join(",")}\n` : ""
        }extendedKeyUsage=serverAuth\n`,
    );
    await this.#openssl("x509", "-req", "-in", request, "-CA", this.file(`${authority}.pem`), [
      ...["-CAkey", this.file(`${authority}.key`), "-CAcreateserial", "-days", String(days)],
      ...["-out", this.file(`${name}.pem`), "-extfile", extensions],
    ]);
  }

  /** Encrypts a key: `NAME.encrypted.key`. */
  async encrypt(name: string): Promise<void> {
    await this.#openssl("pkcs8", "-topk8", "-in", this.file(`${name}.key`), [
      ...["-out", this.file(`${name}.encrypted.key`), "-passout", "pass:longshore"],
    ]);
  }

  /** Removes the directory. */
  remove(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }

  async #openssl(command: string, ...args: (string | string[])[]): Promise<void> {
    await runOrThrow("openssl", [command, ...args.flat()]);
  }
}

const NEW_KEY = [
  ...["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"],
  ...["-nodes", "-keyout"],
];
