import { unknownOption } from "../text/unknown_option.ts";
import type { SshAddress } from "./address.ts";

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

function fail(problem: string): never {
  throw new TypeError(`Cannot connect by ssh: ${problem}`);
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

function quote(word: string): string {
  return PLAIN_WORD_REGEXP.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
