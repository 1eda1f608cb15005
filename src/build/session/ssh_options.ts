import { isRecord } from "../../convert/checks.ts";

/**
 * What stands for an SSH agent: `true` for the one that SSH_AUTH_SOCK names, the path of an agent's
 * socket or of a private key, several of those, or private keys as PEM text.
 */
export type SshSource = boolean | string | readonly string[] | { readonly keys: readonly string[] };

/**
 * SSH agents by id, e.g. `{ default: true, github: "~/.ssh/id_ed25519" }`, or as the command line has
 * them: `"default"`, `"github=/run/agent.sock"`.
 */
export type BuildSsh = Readonly<Record<string, SshSource>> | readonly string[] | string;

/** Where an agent is: by paths (none is the one of the environment), or in keys. */
export type SshAgentSource = { readonly paths: readonly string[] } | {
  readonly keys: readonly string[];
};

/**
 * Checks SSH agents; keys are not shown.
 *
 * @param value What the caller gave.
 * @param argument The argument's name, for errors.
 * @throws {TypeError} When one has another form.
 */
export function toSshAgents(
  value: unknown,
  argument: string,
): ReadonlyMap<string, SshAgentSource> {
  const agents = new Map<string, SshAgentSource>();
  if (typeof value === "string" || Array.isArray(value)) {
    for (
      const [index, text] of [value].flatMap((one) => Array.isArray(one) ? [...one] : one).entries()
    ) {
      const where = `${argument}[${index}]`;
      if (typeof text !== "string" || text === "") {
        throw new TypeError(`Cannot use ${where}: expected a string such as "default"`);
      }
      const [id = "", ...rest] = text.split("=");
      const paths = rest.join("=").split(",").filter((path) => path !== "");
      if (id === "") throw new TypeError(`Cannot use ${where}: it has no id`);
      if (agents.has(id)) throw new RangeError(`Cannot use ${where}: "${id}" is there twice`);
      agents.set(id, { paths });
    }
    return agents;
  }
  if (!isRecord(value)) {
    throw new TypeError(
      `Cannot use ${argument}: expected "default", a list of strings, or an object of agents by id`,
    );
  }
  for (const [id, source] of Object.entries(value)) {
    if (source === undefined || source === null || source === false) continue;
    if (id === "") throw new TypeError(`Cannot use ${argument}: an agent has no id`);
    agents.set(id, toSource(source, `${argument}[${JSON.stringify(id)}]`));
  }
  return agents;
}

function toSource(value: unknown, where: string): SshAgentSource {
  if (value === true) return { paths: [] };
  if (typeof value === "string" || Array.isArray(value)) {
    const paths: unknown[] = Array.isArray(value) ? [...value] : [value];
    const isPath = (path: unknown): path is string => typeof path === "string" && path !== "";
    if (paths.length > 0 && paths.every(isPath)) {
      return { paths };
    }
  } else if (isRecord(value) && Object.keys(value).every((key) => key === "keys")) {
    const { keys } = value;
    if (
      Array.isArray(keys) && keys.length > 0 && [...keys].every((key) => typeof key === "string")
    ) {
      return { keys };
    }
  }
  throw new TypeError(
    `Cannot use ${where}: expected true, a path or paths, or { keys } with private keys as PEM text`,
  );
}
