import { DockerError } from "../errors.ts";
import { type Declared, ofClient } from "../operation/option.ts";

/** Options of a BuildKit build that only work through a session, which this client does not open. */
export interface SessionOptions {
  /** Refused: secrets need a session. */
  secrets?: unknown;
  /** Refused: keys of an SSH agent need a session. */
  ssh?: unknown;
}

/** The declarations of {@linkcode SessionOptions}. */
export const BUILD_SESSION: Declared<SessionOptions> = {
  secrets: ofClient((value) => value),
  ssh: ofClient((value) => value),
};

/** What may stand between the words of a `RUN` line: a backslash at a line's end. */
const MOUNT_REGEXP = /--mount=\S*\btype=(secret|ssh)\b/;

/**
 * Refuses options that need a session.
 *
 * @param action What is attempted.
 * @param options The build's options.
 * @throws {DockerError} When one is given.
 */
export function refuseSessionOptions(
  action: string,
  options: SessionOptions & { outputs?: readonly { readonly Type: string }[] | null | undefined },
): void {
  for (const name of ["secrets", "ssh"] as const) {
    const value = options[name];
    if (value === undefined || value === null) continue;
    if (Array.isArray(value) && value.length === 0) continue;
    throw needsSession(action, `the option "${name}"`);
  }
  for (const output of options.outputs ?? []) {
    if (["local", "tar", "oci"].includes(output?.Type)) {
      throw needsSession(action, `an output of type "${output.Type}"`);
    }
  }
}

/**
 * Refuses a Dockerfile that mounts secrets or an SSH agent.
 *
 * @param action What is attempted.
 * @param dockerfile The Dockerfile's text.
 * @throws {DockerError} When it does; names the line.
 */
export function refuseSessionMounts(action: string, dockerfile: string): void {
  for (const [index, line] of dockerfile.split("\n").entries()) {
    if (/^\s*#/.test(line)) continue;
    const type = MOUNT_REGEXP.exec(line)?.[1];
    if (type !== undefined) {
      throw needsSession(action, `the mount of type "${type}" in line ${index + 1}`);
    }
  }
}

function needsSession(action: string, what: string): DockerError {
  return new DockerError(
    `${action}: ${what} needs a BuildKit session, which this client does not open; build with a tool that does, such as docker buildx`,
  );
}
