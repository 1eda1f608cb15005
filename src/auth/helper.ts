import { isRecord } from "../convert/checks.ts";
import { ownFields } from "../convert/own.ts";
import { DockerError } from "../errors.ts";
import type { Processes, RunOptions } from "../platform/types.ts";
import { isMissingPermission } from "../text/missing_permission.ts";
import type { AuthConfig } from "../types/registry.ts";

/** How long a helper may take, in seconds: it may ask the user for a key ring's password. */
export const HELPER_TIMEOUT = 30;

const NAME_REGEXP = /^[\w][\w.-]*$/;
/** The name by which a helper says that the secret is an identity token. */
const TOKEN_USER = "<token>";
const SHOWN_LENGTH = 200;
const NOT_FOUND_REGEXP = /credentials not found/i;
/** What a helper can be asked to do, and what that is called in errors. */
const VERBS = {
  get: "get credentials from",
  list: "get credentials from",
  store: "store credentials in",
  erase: "erase credentials from",
} as const;
type Verb = keyof typeof VERBS;

/**
 * Asks a credential helper for one registry.
 *
 * @param processes Starts the helper.
 * @param helper The helper's name, e.g. `pass` for the program `docker-credential-pass`.
 * @param registry The registry as it is called in the configuration file.
 * @returns The credentials; `undefined` when the helper has none.
 * @throws {DockerError} When the helper fails; its output is not shown but where it reports an error.
 */
export async function getFromHelper(
  processes: Processes,
  helper: string,
  registry: string,
): Promise<AuthConfig | undefined> {
  const found = await askHelper({ processes, helper }, registry);
  if (found === undefined || found.secret === "") return undefined;
  return found.username === TOKEN_USER
    ? { identitytoken: found.secret, serveraddress: registry }
    : { username: found.username, password: found.secret, serveraddress: registry };
}

/** A credential helper, and what starts it. */
export interface Helper {
  /** Starts the helper. */
  readonly processes: Processes;
  /** The helper's name, e.g. `pass` for the program `docker-credential-pass`. */
  readonly helper: string;
  /** Variables that are added to the helper's environment. */
  readonly env?: Record<string, string> | undefined;
}

/**
 * Asks a credential helper for one registry.
 *
 * @param helper The helper.
 * @param registry The registry as the helper calls it.
 * @returns What the helper stores; `undefined` when it has nothing.
 * @throws {DockerError} When the helper fails.
 */
export async function askHelper(
  helper: Helper,
  registry: string,
): Promise<{ username: string; secret: string } | undefined> {
  const { code, text } = await runHelper(helper, "get", registry);
  if (code !== 0 && NOT_FOUND_REGEXP.test(text)) return undefined;
  refuseCode(helper, "get", code, text);
  const { Username: username, Secret: secret } = parse(helper, text);
  if (typeof username !== "string" || typeof secret !== "string") {
    throw failed(helper, "get", "its answer has no Username and Secret");
  }
  return { username, secret };
}

/**
 * Has a credential helper store credentials.
 *
 * @param helper The helper.
 * @param registry The registry as the helper is to call it.
 * @param username The user's name.
 * @param secret The password or token; no error shows it.
 * @throws {DockerError} When the helper fails.
 */
export async function storeInHelper(
  helper: Helper,
  registry: string,
  username: string,
  secret: string,
): Promise<void> {
  const stdin = JSON.stringify({ ServerURL: registry, Username: username, Secret: secret });
  const { code, text } = await runHelper(helper, "store", stdin);
  refuseCode(helper, "store", code, text.replaceAll(secret || stdin, "..."));
}

/**
 * Has a credential helper remove credentials.
 *
 * @param helper The helper.
 * @param registry The registry as the helper calls it.
 * @returns Whether there were any.
 * @throws {DockerError} When the helper fails.
 */
export async function eraseFromHelper(helper: Helper, registry: string): Promise<boolean> {
  const { code, text } = await runHelper(helper, "erase", registry);
  if (code !== 0 && NOT_FOUND_REGEXP.test(text)) return false;
  refuseCode(helper, "erase", code, text);
  return true;
}

/**
 * Asks a credential helper which registries it knows.
 *
 * @param helper The helper.
 * @returns The user's name of each registry, by the registry as the helper calls it.
 * @throws {DockerError} When the helper fails.
 */
export async function listOfHelper(helper: Helper): Promise<Record<string, string>> {
  const { code, text } = await runHelper(helper, "list", "");
  refuseCode(helper, "list", code, text);
  const names = parse(helper, text);
  return Object.fromEntries(Object.entries(names).map(([name, user]) => [name, String(user)]));
}

async function runHelper(
  helper: Helper,
  verb: Verb,
  stdin: string,
): Promise<{ code: number | null; text: string }> {
  const fail = (problem: string): DockerError => failed(helper, verb, problem);
  if (!NAME_REGEXP.test(helper.helper)) {
    throw fail("a name has letters, digits, . _ and - only");
  }
  const program = `docker-credential-${helper.helper}`;
  const options: RunOptions = { stdin, timeout: HELPER_TIMEOUT };
  if (helper.env !== undefined) options.env = helper.env;
  let result;
  try {
    result = await helper.processes.run(program, [verb], options);
  } catch (cause) {
    const { code, message } = cause as { code?: string; message?: string };
    if (code === "ENOENT") throw fail(`the program "${program}" is not found`);
    if (isMissingPermission(cause)) {
      throw fail(`Deno's run permission is missing; run with --allow-run=${program}`);
    }
    throw fail(String(message));
  }
  if (result.killed === "timeout") {
    throw fail(`it did not answer within ${HELPER_TIMEOUT} seconds`);
  }
  if (result.killed !== null) throw fail("its answer is too long");
  // A helper reports its errors on its standard output, most often.
  const text = new TextDecoder().decode(result.stdout).trim();
  if (result.code === 0 || text !== "") return { code: result.code, text };
  return { code: result.code, text: new TextDecoder().decode(result.stderr).trim() };
}

function refuseCode(helper: Helper, verb: Verb, code: number | null, text: string): void {
  if (code === 0) return;
  const shown = text === "" ? "" : `: ${text.slice(0, SHOWN_LENGTH)}`;
  throw failed(helper, verb, `it ended with exit code ${code}${shown}`);
}

function parse(helper: Helper, text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) return ownFields(value);
  } catch {
    // Said below.
  }
  throw failed(helper, "get", "its answer is not a JSON object");
}

function failed({ helper }: Helper, verb: Verb, problem: string): DockerError {
  return new DockerError(`Cannot ${VERBS[verb]} the helper "${helper}": ${problem}`);
}
