import type { SshAddress } from "./address.ts";
import type { SSHOptions } from "./ssh_options.ts";

const PLAIN_WORD_REGEXP = /^[\w@%+=:,./-]+$/;

/**
 * Makes the arguments of `ssh` for an address. Nothing of the address can pass for an option: hosts
 * that begin with a dash are refused when it is parsed, and `--` stands before the host.
 *
 * @param address The address.
 * @param options Further arguments and the remote command; checked.
 */
export function sshArguments(address: SshAddress, options: SSHOptions = {}): string[] {
  const { hostname, user, port, socketPath } = address;
  const { args, remoteCommand } = options;
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

function quote(word: string): string {
  return PLAIN_WORD_REGEXP.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
