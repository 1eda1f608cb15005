import { ConnectionError } from "../errors.ts";
import type { Platform, RunningProcess } from "../platform/types.ts";
import { unknownOption } from "../text/unknown_option.ts";
import { formatHost, type SshAddress } from "./address.ts";
import { type LostErrors, lostErrors } from "./problems.ts";
import type { Duplex } from "./types.ts";
import { WriteQueue } from "./write_queue.ts";

/** How `ssh://` addresses are reached. */
export interface SSHOptions {
  /** The program on this side. @default {"ssh"} */
  command?: string | null | undefined;
  /** Arguments for it, before the host, e.g. `["-i", "/keys/deploy"]`. @default {[]} */
  args?: readonly string[] | null | undefined;
  /**
   * The command over there that passes its input and output on to the engine.
   *
   * By default it is `docker system dial-stdio`, with `--host` before `system` when the address
   * names a socket.
   */
  remoteCommand?: readonly string[] | null | undefined;
}

const OPTIONS = ["command", "args", "remoteCommand"];

/**
 * Checks how `ssh://` addresses are reached.
 *
 * @param options What the caller gave.
 * @throws {TypeError} When an option is unknown or has another type.
 */
export function checkSSHOptions(options: unknown): void {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    fail("expected ssh to be an object such as { command, args, remoteCommand }");
  }
  for (const name of Object.keys(options)) {
    if (!OPTIONS.includes(name)) throw unknownOption("Cannot connect by ssh", name, OPTIONS);
  }
  const { command, args, remoteCommand } = options as SSHOptions;
  if (command != null && (typeof command !== "string" || command === "")) {
    fail("expected ssh.command to be a program");
  }
  if (args != null) checkWords(args, "args");
  if (remoteCommand == null) return;
  checkWords(remoteCommand, "remoteCommand");
  if (remoteCommand.length === 0) fail("ssh.remoteCommand is empty");
}

const PLAIN_WORD_REGEXP = /^[\w@%+=:,./-]+$/;
const SHOWN_LINES = 3;
const SHOWN_LENGTH = 500;

/**
 * Makes the arguments of `ssh` for an address. Nothing of the address can pass for an option: hosts
 * that begin with a dash are refused when it is parsed, and `--` stands before the host.
 *
 * @param address The address.
 * @param options Further arguments and the remote command.
 * @throws {TypeError} When the options have a wrong shape.
 */
export function sshArguments(address: SshAddress, options: SSHOptions = {}): string[] {
  const { hostname, user, port, socketPath } = address;
  checkSSHOptions(options);
  const { args, remoteCommand } = options;
  if (remoteCommand != null && socketPath !== undefined) {
    fail("ssh.remoteCommand decides what is reached, so the address cannot name a socket");
  }
  const words = remoteCommand ?? [
    "docker",
    ...(socketPath === undefined ? [] : ["--host", `unix://${socketPath}`]),
    "system",
    "dial-stdio",
  ];
  return [
    ...args ?? [],
    "-T",
    ...(user === undefined ? [] : ["-l", user]),
    ...(port === undefined ? [] : ["-p", String(port)]),
    "--",
    hostname,
    // The words reach the remote user's shell as one line.
    words.map(quote).join(" "),
  ];
}

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
   * @param parsed Where to.
   * @param address The address as errors show it.
   * @param options The programs on both sides.
   * @param load Loads what starts processes.
   * @throws {TypeError} When the options have a wrong shape.
   */
  constructor(
    parsed: SshAddress,
    address: string,
    options: SSHOptions,
    load: () => Promise<Platform>,
  ) {
    this.#arguments = sshArguments(parsed, options);
    this.#command = options.command ?? "ssh";
    this.#address = address;
    this.#name = formatHost({ hostname: parsed.hostname });
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
    const { code, name, message } = error as { code?: unknown; name?: unknown; message?: unknown };
    if (code === "ENOENT") return `the program "${this.#command}" is not found`;
    return name === "NotCapable"
      ? `Deno's run permission is missing; run the script with --allow-run=${this.#command}`
      : `the program "${this.#command}" cannot be started: ${message}`;
  }
}

class SshDuplex implements Duplex {
  readonly #process: RunningProcess;
  readonly #address: string;
  readonly #name: string;
  readonly #pending = new Set<(reason: ConnectionError) => void>();
  readonly #errors: LostErrors;
  readonly #output: WriteQueue;
  #closed: ConnectionError | null = null;

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
    this.#closed = this.#errors.closed();
    this.#output.fail(this.#closed);
    for (const reject of this.#pending) reject(this.#closed);
    this.#process.kill();
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
      this.#output.fail(this.#errors.lost("writing", error));
      throw this.#output.failure;
    }
    this.#output.release();
  }

  /** Settles as the body does, or rejects when the connection is closed before. */
  #untilClosed<T>(body: () => Promise<T>): Promise<T> {
    if (this.#closed !== null) return Promise.reject(this.#closed);
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

function quote(word: string): string {
  return PLAIN_WORD_REGEXP.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function checkWords(words: unknown, name: string): void {
  if (!Array.isArray(words) || words.some((word) => typeof word !== "string")) {
    fail(`expected ssh.${name} to be a list of strings`);
  }
  // deno-lint-ignore no-control-regex
  if (words.some((word) => /[\x00\r\n]/.test(word))) {
    fail(`ssh.${name} has line breaks or NUL characters`);
  }
}

function fail(problem: string): never {
  throw new TypeError(`Cannot connect by ssh: ${problem}`);
}
