import { ByteQueue } from "../../bytes/queue.ts";
import { concat } from "../../bytes/concat.ts";
import type { PrivateKey } from "./private_key.ts";
import type { AgentConnection } from "./agent.ts";
import { SshReader, sshString, uint32 } from "./ssh_wire.ts";

const FAILURE = 5;
const LIST = 11;
const LISTED = 12;
const SIGN = 13;
const SIGNED = 14;
/** The most bytes of a request, as OpenSSH's own agent has it. */
const LONGEST = 256 * 1024;

/** An SSH agent that has a few keys: it lists them and signs with them, and refuses all else. */
export class KeyAgent implements AgentConnection {
  readonly #keys: readonly PrivateKey[];
  readonly #requests = new ByteQueue();
  readonly #answers: Uint8Array[] = [];
  #reader: ((bytes: Uint8Array | null) => void) | null = null;
  #hasEnded = false;

  constructor(keys: readonly PrivateKey[]) {
    this.#keys = keys;
  }

  read(): Promise<Uint8Array | null> {
    const answer = this.#answers.shift();
    if (answer !== undefined) return Promise.resolve(answer);
    if (this.#hasEnded) return Promise.resolve(null);
    return new Promise((resolve) => this.#reader = resolve);
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#requests.push(bytes);
    for (;;) {
      const head = this.#requests.peek(4);
      if (head === null) return;
      const size = new SshReader(head).uint32();
      if (size > LONGEST) return this.close();
      const request = this.#requests.length < 4 + size ? null : this.#requests.take(4 + size);
      if (request === null) return;
      this.#give(sshString(await this.#answer(request.subarray(4))));
    }
  }

  closeWrite(): Promise<void> {
    this.close();
    return Promise.resolve();
  }

  close(): void {
    this.#hasEnded = true;
    this.#reader?.(null);
    this.#reader = null;
  }

  async #answer(request: Uint8Array): Promise<Uint8Array> {
    try {
      if (request[0] === LIST && request.length === 1) return this.#list();
      if (request[0] === SIGN) return await this.#sign(new SshReader(request.subarray(1)));
    } catch {
      // What cannot be read or signed is refused like what is not known.
    }
    return new Uint8Array([FAILURE]);
  }

  #list(): Uint8Array {
    const keys = this.#keys.flatMap(({ publicKey, comment }) => [
      sshString(publicKey),
      sshString(comment),
    ]);
    return concat([new Uint8Array([LISTED]), uint32(this.#keys.length), ...keys]);
  }

  async #sign(reader: SshReader): Promise<Uint8Array> {
    const [wanted, data, flags] = [reader.string(), reader.string(), reader.uint32()];
    const key = this.#keys.find(({ publicKey }) =>
      publicKey.length === wanted.length && publicKey.every((byte, index) => byte === wanted[index])
    );
    if (key === undefined) return new Uint8Array([FAILURE]);
    return concat([new Uint8Array([SIGNED]), sshString(await key.sign(data, flags))]);
  }

  #give(answer: Uint8Array): void {
    if (this.#reader === null) this.#answers.push(answer);
    else {
      this.#reader(answer);
      this.#reader = null;
    }
  }
}
