import { codeOf, ConnectionError, messageOf } from "../errors.ts";
import { isMissingPermission } from "../text/missing_permission.ts";
import type { Endpoint } from "./endpoint.ts";

/** Makes the error of a connection that could not be opened. */
export function connectError(address: string, endpoint: Endpoint, cause: unknown): ConnectionError {
  if (cause instanceof ConnectionError) return cause;
  return new ConnectionError(address, describe(cause, endpoint), cause);
}

function describe(cause: unknown, endpoint: Endpoint): string {
  const code = codeOf(cause);
  const { where, name } = named(endpoint);
  if (isMissingPermission(cause)) return missingPermission(cause, endpoint);
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
