import { stripEnd } from "../bytes/strip_end.ts";

/** Where an engine listens, taken apart. */
export type Address = UnixAddress | TcpAddress | PipeAddress | SshAddress;

/** A unix socket. */
export interface UnixAddress {
  kind: "unix";
  /** The path of the socket file. */
  path: string;
  /** What comes before every request's path; empty as a rule. */
  basePath: string;
}

/** A TCP port, with or without TLS. */
export interface TcpAddress {
  kind: "tcp";
  /** The host's name or IP address, without the brackets of an IPv6 address. */
  hostname: string;
  /** The port, 1 to 65535. */
  port: number;
  /** Whether the connection is encrypted. */
  secure: boolean;
  /** What comes before every request's path; empty as a rule. */
  basePath: string;
}

/** A named pipe of Windows. */
export interface PipeAddress {
  kind: "pipe";
  /** The pipe's path, e.g. `\\.\pipe\docker_engine`. */
  path: string;
}

/** An engine behind the system's `ssh`. */
export interface SshAddress {
  kind: "ssh";
  /** The user to log in as; `ssh` decides where it is left out. */
  user?: string | undefined;
  /** The host's name or IP address, or a name of the user's ssh configuration. */
  hostname: string;
  /** The port; `ssh` decides where it is left out. */
  port?: number | undefined;
  /** The path of the engine's socket over there; the remote command decides where it is left out. */
  socketPath?: string;
}

/** The address that clients use where none is given. */
export const DEFAULT_ADDRESS = "unix:///var/run/docker.sock";

/** The most characters of a refused address that are shown. */
const SHOWN_LENGTH = 200;
const DEFAULT_SOCKET = "/var/run/docker.sock";
const DEFAULT_PIPE = "docker_engine";
const ACCEPTED = "unix:///path, tcp://host:port, http://host:port/base, https://host:port/base, " +
  "host:port, npipe:////./pipe/name or ssh://user@host:port/path";
const SCHEME_REGEXP = /^([a-z][a-z0-9+.-]*):\/\//i;
const PIPE_REGEXP = /^\/\/\.\/pipe\/([^/]+)$/;
const AUTHORITY_REGEXP = /^(?:([^@]*)@)?(\[[0-9a-f:.]+(?:%[\w.-]+)?\]|[^:[\]@]*)(?::(\d*))?$/i;
const HOSTNAME_REGEXP = /^[a-z0-9_](?:[\w.-]*[a-z0-9_.])?$/i;
const USER_REGEXP = /^[\w.][\w.\\+-]*$/;
// deno-lint-ignore no-control-regex
const CONTROL_REGEXP = /[\x00-\x20\x7f]/;
// deno-lint-ignore no-control-regex
const PATH_CONTROL_REGEXP = /[\x00-\x1f\x7f]/;
// deno-lint-ignore no-control-regex
const PATH_CONTROLS_REGEXP = /[\x00-\x1f]/g;

/**
 * Takes an engine's address apart.
 *
 * @param text The address.
 * @param secure Whether TLS was asked for: it decides for all but `https://`, which always has it.
 * @returns The address's parts.
 * @throws {TypeError} When the address is none of the accepted forms.
 */
export function parseAddress(text: string, secure = false): Address {
  if (typeof text !== "string") {
    throw new TypeError(`Cannot parse engine address: it is not a string but ${kindOf(text)}`);
  }
  const trimmed = text.trim();
  if (trimmed === "") refuse(text, "value is empty");
  const scheme = SCHEME_REGEXP.exec(trimmed);
  if (scheme === null) return parseBare(trimmed, secure);
  const rest = trimmed.slice(scheme[0].length);
  switch (scheme[1]!.toLowerCase()) {
    case "unix":
      return { kind: "unix", path: unixPath(trimmed, rest), basePath: "" };
    case "http+unix":
      return parseHttpUnix(trimmed, rest);
    case "npipe":
      return { kind: "pipe", path: pipePath(trimmed, rest) };
    case "ssh":
      return parseSsh(trimmed, rest);
    case "tcp":
      return parseTcp(trimmed, rest, secure, secure ? 2376 : 2375);
    case "http":
      return parseTcp(trimmed, rest, secure, secure ? 443 : 80);
    case "https":
      return parseTcp(trimmed, rest, true, 443);
    default:
      refuse(trimmed, `scheme "${scheme[1]!.slice(0, 40)}" is unknown`);
  }
}

/** Writes an address the way errors show it. */
export function formatAddress(address: Address): string {
  switch (address.kind) {
    case "unix":
      return `unix://${address.path}${address.basePath}`;
    case "pipe":
      return `npipe://${address.path.replaceAll("\\", "/")}`;
    case "tcp":
      return `${address.secure ? "https" : "tcp"}://${formatHost(address)}${address.basePath}`;
    case "ssh":
      return `ssh://${address.user === undefined ? "" : `${address.user}@`}${formatHost(address)}` +
        (address.socketPath ?? "");
  }
}

/** Writes a host and port, an IPv6 address in brackets. */
export function formatHost(address: { hostname: string; port?: number | undefined }): string {
  const { hostname, port } = address;
  const host = hostname.includes(":") ? `[${hostname}]` : hostname;
  return port === undefined ? host : `${host}:${port}`;
}

function parseBare(text: string, secure: boolean): TcpAddress {
  if (text.startsWith("/")) {
    refuse(text, `a path alone is no address, write "unix://${text.slice(0, SHOWN_LENGTH)}"`);
  }
  if (text.startsWith("\\\\")) refuse(text, 'write a named pipe as "npipe:////./pipe/name"');
  const slash = text.indexOf("/");
  const authority = slash === -1 ? text : text.slice(0, slash);
  if (!/:\d+$/.test(authority)) refuse(text, "it has no scheme and no port");
  return parseTcp(text, text, secure, 0);
}

function parseTcp(text: string, rest: string, secure: boolean, defaultPort: number): TcpAddress {
  if (/[?#]/.test(rest)) refuse(text, "it has a query or a fragment");
  const slash = rest.indexOf("/");
  const authority = parseAuthority(text, slash === -1 ? rest : rest.slice(0, slash));
  if (authority.user !== undefined) {
    refuse(text, "it has a user name; send credentials by the option headers");
  }
  if (authority.hostname === "" && authority.port === undefined) refuse(text, "it has no host");
  return {
    kind: "tcp",
    hostname: authority.hostname || "127.0.0.1",
    port: authority.port ?? defaultPort,
    secure,
    basePath: slash === -1 ? "" : basePath(text, rest.slice(slash)),
  };
}

function parseHttpUnix(text: string, rest: string): UnixAddress {
  if (!/^%2f/i.test(rest)) return { kind: "unix", path: unixPath(text, rest), basePath: "" };
  const slash = rest.indexOf("/");
  let path: string;
  try {
    path = decodeURIComponent(slash === -1 ? rest : rest.slice(0, slash));
  } catch {
    refuse(text, "its path is not percent-encoded UTF-8");
  }
  return {
    kind: "unix",
    path: unixPath(text, path),
    basePath: slash === -1 ? "" : basePath(text, rest.slice(slash)),
  };
}

function parseSsh(text: string, rest: string): SshAddress {
  if (/[?#]/.test(rest)) refuse(text, "it has a query or a fragment");
  const slash = rest.indexOf("/");
  const { user, hostname, port } = parseAuthority(text, slash === -1 ? rest : rest.slice(0, slash));
  if (hostname === "") refuse(text, "it has no host");
  if (user !== undefined) {
    if (user.includes(":")) refuse(text, "it has a password, which ssh does not take");
    if (!USER_REGEXP.test(user)) refuse(text, "its user name has characters that are not allowed");
  }
  const path = slash === -1 ? "" : rest.slice(slash);
  if (PATH_CONTROL_REGEXP.test(path)) refuse(text, "its path has control characters");
  const address: SshAddress = { kind: "ssh", hostname };
  if (user !== undefined) address.user = user;
  if (port !== undefined) address.port = port;
  if (path.length > 1) address.socketPath = path;
  return address;
}

interface Authority {
  user?: string | undefined;
  hostname: string;
  port?: number | undefined;
}

function parseAuthority(text: string, authority: string): Authority {
  const match = AUTHORITY_REGEXP.exec(authority);
  if (match === null) {
    refuse(text, "its host and port cannot be told apart, write an IPv6 address in brackets");
  }
  const [, user, host, portText] = match;
  let hostname = host!;
  if (hostname.startsWith("[")) {
    // In an address, the percent sign before an IPv6 zone may be encoded itself.
    hostname = hostname.slice(1, -1).replace("%25", "%");
    if (!hostname.includes(":")) refuse(text, "what its brackets hold is not an IPv6 address");
  } else if (hostname !== "" && !HOSTNAME_REGEXP.test(hostname)) {
    refuse(text, "its host has characters that are not allowed");
  }
  if (portText === undefined) return { user, hostname };
  const port = Number(portText);
  if (portText === "" || port < 1 || port > 65535) refuse(text, "its port is not in 1 to 65535");
  return { user, hostname, port };
}

/** A path without a leading slash or dot gets the slash: `unix://var/run/x` is an old habit. */
function unixPath(text: string, path: string): string {
  if (path === "") return DEFAULT_SOCKET;
  if (PATH_CONTROL_REGEXP.test(path)) refuse(text, "its path has control characters");
  return /^[/.]/.test(path) ? path : `/${path}`;
}

function pipePath(text: string, path: string): string {
  const slashes = path.replaceAll("\\", "/");
  if (slashes === "") return `\\\\.\\pipe\\${DEFAULT_PIPE}`;
  const match = PIPE_REGEXP.exec(slashes.startsWith("//") ? slashes : `//${slashes}`);
  if (match === null || PATH_CONTROL_REGEXP.test(path)) refuse(text, "it names no pipe");
  return `\\\\.\\pipe\\${match[1]}`;
}

function basePath(text: string, path: string): string {
  if (/[?#;]/.test(path)) refuse(text, "it has a query, parameters or a fragment");
  if (CONTROL_REGEXP.test(path)) refuse(text, "its path has blanks or control characters");
  try {
    return stripEnd(path, "/").replace(/[^!-~]/gu, encodeURIComponent);
  } catch {
    refuse(text, "its path has one half of a surrogate pair");
  }
}

/** Says what is wrong; what may hold a secret is left out. */
function refuse(text: string, problem: string): never {
  const shown = withoutSecrets(text).slice(0, SHOWN_LENGTH)
    .replaceAll(PATH_CONTROLS_REGEXP, (character) => JSON.stringify(character).slice(1, -1));
  throw new TypeError(
    `Cannot parse engine address "${shown}": ${problem}; accepted are ${ACCEPTED}`,
  );
}

/** Leaves out what stands before an `@`, and a query or fragment: a password or token may be there. */
function withoutSecrets(text: string): string {
  const scheme = text.indexOf("//");
  const start = scheme === -1 ? 0 : scheme + 2;
  const user = text.lastIndexOf("@");
  const [begin, rest] = user < start
    ? [text.slice(0, start), text.slice(start)]
    : [`${text.slice(0, start)}***@`, text.slice(user + 1)];
  const query = rest.search(/[?#;]/);
  return begin + (query === -1 ? rest : `${rest.slice(0, query + 1)}***`);
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "an array" : `of type ${typeof value}`;
}
