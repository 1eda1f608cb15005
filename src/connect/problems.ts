import { ConnectionError } from "../errors.ts";
import type { Endpoint } from "./endpoint.ts";

/** Makes the error of a connection that could not be opened. */
export function connectError(address: string, endpoint: Endpoint, cause: unknown): ConnectionError {
  if (cause instanceof ConnectionError) return cause;
  return new ConnectionError(address, describe(cause, endpoint), cause);
}

/** Makes the errors of one open connection. */
export interface LostErrors {
  /** Makes the error of a connection that broke while it was used. */
  lost(doing: string, cause: unknown): ConnectionError;
  /** Makes the error of whatever is asked of a connection that this side has closed. */
  closed(): ConnectionError;
  /** Makes the error of a write behind the end of the output. */
  ended(): ConnectionError;
}

/**
 * Makes the errors of connections to an address.
 *
 * @param address The address as errors show it.
 * @param describeFirst Words a cause before the general words do; `undefined` leaves it to them.
 */
export function lostErrors(
  address: string,
  describeFirst: (cause: unknown) => string | undefined = () => undefined,
): LostErrors {
  return {
    lost(doing, cause): ConnectionError {
      if (cause instanceof ConnectionError) return cause;
      const own = describeFirst(cause);
      if (own !== undefined) return new ConnectionError(address, own, cause);
      const problem = LOST[codeOf(cause)] ?? messageOf(cause);
      return new ConnectionError(
        address,
        `the connection was lost while ${doing}: ${problem}`,
        cause,
      );
    },
    closed: () => new ConnectionError(address, "the connection was closed"),
    ended: () => new ConnectionError(address, "the output was ended before this write"),
  };
}

/** Makes an error with a system's code where the runtime gave only the fact. */
export function systemError(code: string, message: string): Error {
  return Object.assign(new Error(`${code}: ${message}`), { code });
}

const LOST: Record<string, string> = {
  EPIPE: "the engine closed it",
  ECONNRESET: "the engine reset it",
  ETIMEDOUT: "the engine's host stopped answering",
};

function describe(cause: unknown, endpoint: Endpoint): string {
  const code = codeOf(cause);
  const { where, name } = named(endpoint);
  if ((cause as Error | null)?.name === "NotCapable") return missingPermission(cause, endpoint);
  if (isUnknownHost(cause, code)) return `host "${name}" is not found`;
  switch (code) {
    case "ENOENT":
      return `${where} does not exist; is the engine running?`;
    case "EACCES":
    case "EPERM":
      return `permission to open ${where} is denied; the user may have to join its group`;
    case "ECONNREFUSED":
      return `nothing listens on ${where}`;
    case "ENOTSOCK":
      return `${where} is not a socket`;
    case "ETIMEDOUT":
      return `${where} does not answer`;
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return `host "${name}" cannot be reached`;
    case "ECONNRESET":
      return `${where} closed the connection at once`;
    case "EMFILE":
    case "ENFILE":
      return "too many files are open";
    default:
      return messageOf(cause);
  }
}

function named(endpoint: Endpoint): { where: string; name: string } {
  switch (endpoint.kind) {
    case "unix":
      return { where: `socket file "${endpoint.path}"`, name: endpoint.path };
    case "pipe":
      return { where: `named pipe "${endpoint.path}"`, name: endpoint.path };
    case "tcp":
      return {
        where: `port ${endpoint.port} of "${endpoint.hostname}"`,
        name: endpoint.hostname,
      };
  }
}

function isUnknownHost(cause: unknown, code: string): boolean {
  return code === "ENOTFOUND" || code === "EAI_AGAIN" || code === "ENODATA" ||
    /failed to lookup address/.test(messageOf(cause));
}

/** Deno names one missing permission at a time; the flags named here are all that is needed. */
function missingPermission(cause: unknown, endpoint: Endpoint): string {
  const lacking = /Requires (\w+) access/.exec(messageOf(cause))?.[1] ?? "some";
  const flags = endpoint.kind === "tcp"
    ? `--allow-net=${endpoint.hostname}:${endpoint.port}`
    : `--allow-read=${endpoint.path} --allow-write=${endpoint.path} ` +
      `--allow-net=unix:${endpoint.path}`;
  return `Deno's ${lacking} permission is missing; run the script with ${flags}`;
}

function codeOf(cause: unknown): string {
  const code = (cause as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "";
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
