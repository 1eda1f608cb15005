import { codeOf, ConnectionError, messageOf } from "../errors.ts";
import type { Platform, RunningProcess } from "../platform/types.ts";
import { isMissingPermission } from "../text/missing_permission.ts";
import { formatHost, type SshAddress } from "./address.ts";
import { madeOnce } from "./made_once.ts";
import { type LostErrors, lostErrors } from "./problems.ts";
import { sshArguments } from "./ssh_arguments.ts";
import type { SSHOptions } from "./ssh_options.ts";
import { startTimer } from "./timer.ts";
import type { Duplex } from "./types.ts";
import { WriteQueue } from "./write_queue.ts";

const SHOWN_LINES = 3;
/** How long a program has to end by itself, in milliseconds. */
const KILL_AFTER = 1000;
const SHOWN_LENGTH = 500;

/** Opens connections through the system's `ssh`, one process for each. */
export class SshOpener {
  readonly #command: string;
  readonly #arguments: readonly string[];
  readonly #address: string;
  readonly #name: string;
  readonly #load: () => Promise<Platform>;

  /**
   * Makes an opener; nothing is started yet.
   *
   * @param host Where to.
   * @param address The address as errors show it.
   * @param options The programs on both sides; checked.
   * @param load Loads what starts processes.
   */
  constructor(
    host: SshAddress,
    address: string,
    options: SSHOptions,
    load: () => Promise<Platform>,
  ) {
    this.#arguments = sshArguments(host, options);
    this.#command = options.command ?? "ssh";
    this.#address = address;
    this.#name = formatHost({ hostname: host.hostname });
    this.#load = load;
  }

  /**
   * Starts `ssh`. Whether it gets through shows at the first read.
   *
   * @throws {ConnectionError} When the program cannot be started.
   */
  async open(): Promise<Duplex> {
    const { processes } = await this.#load();
    let started: RunningProcess;
    try {
      started = await processes.spawn(this.#command, this.#arguments);
    } catch (error) {
      throw new ConnectionError(this.#address, this.#describe(error), error);
    }
    return new SshDuplex(started, this.#address, this.#name);
  }

  #describe(error: unknown): string {
    if (codeOf(error) === "ENOENT") return `the program "${this.#command}" is not found`;
    return isMissingPermission(error)
      ? `Deno's run permission is missing; run the script with --allow-run=${this.#command}`
      : `the program "${this.#command}" cannot be started: ${messageOf(error)}`;
  }
}

class SshDuplex implements Duplex {
  readonly #process: RunningProcess;
  readonly #address: string;
  readonly #name: string;
  readonly #pending = new Set<(reason: ConnectionError) => void>();
  readonly #errors: LostErrors;
  readonly #output: WriteQueue;
  #closed: (() => ConnectionError) | null = null;

  constructor(process: RunningProcess, address: string, name: string) {
    this.#process = process;
    this.#address = address;
    this.#name = name;
    this.#errors = lostErrors(address);
    this.#output = new WriteQueue(this.#errors.ended);
  }

  read(): Promise<Uint8Array | null> {
    return this.#untilClosed(async () => {
      const bytes = await this.#process.read();
      if (bytes !== null) return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
      // What ssh writes to its standard error says why it ended.
      const { code, signal } = await this.#process.exit;
      if (code === 0) return null;
      throw this.#failure(signal === null ? `exit code ${code}` : `signal ${signal}`);
    });
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.#output.wait(() => this.#untilClosed(() => this.#send(bytes)));
  }

  closeWrite(): Promise<void> {
    return this.#output.end(() => this.#untilClosed(() => this.#process.closeStdin()));
  }

  close(): void {
    if (this.#closed !== null) return;
    const closed = this.#closed = madeOnce(this.#errors.closed);
    this.#output.fail(closed);
    for (const reject of this.#pending) reject(closed());
    this.#process.kill();
    // A program may ignore that.
    const forget = startTimer(KILL_AFTER, () => this.#process.kill("SIGKILL"));
    this.#process.exit.then(forget, forget);
  }

  ref(): void {
    this.#process.ref();
  }

  unref(): void {
    this.#process.unref();
  }

  async #send(bytes: Uint8Array): Promise<void> {
    this.#output.hold();
    try {
      await this.#process.write(bytes);
    } catch (error) {
      // The engine's last words may be there to be read: that is not waited for here.
      this.#output.fail(() => this.#errors.lost("writing", error));
      throw this.#output.failure;
    }
    this.#output.release();
  }

  /** Settles as the body does, or rejects when the connection is closed before. */
  #untilClosed<T>(body: () => Promise<T>): Promise<T> {
    if (this.#closed !== null) return Promise.reject(this.#closed());
    return new Promise((resolve, reject) => {
      this.#pending.add(reject);
      body().then(resolve, reject).finally(() => this.#pending.delete(reject));
    });
  }

  #failure(how: string): ConnectionError {
    const words = lastLines(this.#process.stderr());
    return new ConnectionError(
      this.#address,
      `the connection through ssh to "${this.#name}" ended with ${how}` +
        (words === "" ? "" : `: ${words}`),
    );
  }
}

/** The end of a program's complaints, in one line. */
function lastLines(text: string): string {
  const lines = text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  return lines.slice(-SHOWN_LINES).join("; ").slice(-SHOWN_LENGTH);
}
