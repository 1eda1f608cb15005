import { refuseLost } from "../text/lost_field.ts";
import { isRecord } from "../text/is_record.ts";
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
  if (!isRecord(options)) {
    fail("expected ssh to be an object such as { command, args, remoteCommand }");
  }
  refuseLost("Cannot connect by ssh", options);
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

/**
 * Checks that options and address name one place.
 *
 * @param options How the address is reached.
 * @param address The address.
 * @throws {TypeError} When both say what is reached over there.
 */
export function checkSSHTarget({ remoteCommand }: SSHOptions, { socketPath }: SshAddress): void {
  if (remoteCommand == null || socketPath === undefined) return;
  fail("ssh.remoteCommand decides what is reached, so the address cannot name a socket");
}

function fail(problem: string): never {
  throw new TypeError(`Cannot connect by ssh: ${problem}`);
}

function checkWords(words: unknown, name: string): void {
  if (!Array.isArray(words) || [...words].some((word) => typeof word !== "string")) {
    fail(`expected ssh.${name} to be a list of strings`);
  }
  // deno-lint-ignore no-control-regex
  if (words.some((word) => /[\x00\r\n]/.test(word))) {
    fail(`ssh.${name} has line breaks or NUL characters`);
  }
}
