import { isRecord } from "../convert/checks.ts";
import { DockerError } from "../errors.ts";
import type { Processes } from "../platform/types.ts";
import type { AuthConfig } from "../types/registry.ts";

/** How long a helper may take, in seconds: it may ask the user for a key ring's password. */
export const HELPER_TIMEOUT = 30;

const NAME_REGEXP = /^[\w][\w.-]*$/;
/** The name by which a helper says that the secret is an identity token. */
const TOKEN_USER = "<token>";
const SHOWN_LENGTH = 200;

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
  const { code, text } = await runHelper(processes, helper, "get", registry);
  if (code !== 0) {
    if (/credentials not found/i.test(text)) return undefined;
    throw failed(helper, `it ended with exit code ${code}${quoted(text)}`);
  }
  const { Username: username, Secret: secret } = parse(helper, text);
  if (typeof username !== "string" || typeof secret !== "string") {
    throw failed(helper, "its answer has no Username and Secret");
  }
  if (secret === "") return undefined;
  return username === TOKEN_USER
    ? { identitytoken: secret, serveraddress: registry }
    : { username, password: secret, serveraddress: registry };
}

/**
 * Asks a credential helper which registries it knows.
 *
 * @param processes Starts the helper.
 * @param helper The helper's name.
 * @returns The registries as the helper calls them.
 * @throws {DockerError} When the helper fails.
 */
export async function listOfHelper(processes: Processes, helper: string): Promise<string[]> {
  const { code, text } = await runHelper(processes, helper, "list", "");
  if (code !== 0) throw failed(helper, `it ended with exit code ${code}${quoted(text)}`);
  return Object.keys(parse(helper, text));
}

async function runHelper(
  processes: Processes,
  helper: string,
  verb: "get" | "list",
  stdin: string,
): Promise<{ code: number | null; text: string }> {
  if (!NAME_REGEXP.test(helper)) throw failed(helper, "a name has letters, digits, . _ and - only");
  const program = `docker-credential-${helper}`;
  let result;
  try {
    result = await processes.run(program, [verb], { stdin, timeout: HELPER_TIMEOUT });
  } catch (cause) {
    const { code, name, message } = cause as { code?: string; name?: string; message?: string };
    if (code === "ENOENT") throw failed(helper, `the program "${program}" is not found`);
    if (name === "NotCapable") {
      throw failed(helper, `Deno's run permission is missing; run with --allow-run=${program}`);
    }
    throw failed(helper, String(message));
  }
  if (result.killed === "timeout") {
    throw failed(helper, `it did not answer within ${HELPER_TIMEOUT} seconds`);
  }
  if (result.killed !== null) throw failed(helper, "its answer is too long");
  // A helper reports its errors on its standard output, most often.
  const text = new TextDecoder().decode(result.stdout).trim();
  if (result.code === 0 || text !== "") return { code: result.code, text };
  return { code: result.code, text: new TextDecoder().decode(result.stderr).trim() };
}

function parse(helper: string, text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) return value;
  } catch {
    // Said below.
  }
  throw failed(helper, "its answer is not a JSON object");
}

function quoted(text: string): string {
  return text === "" ? "" : `: ${text.slice(0, SHOWN_LENGTH)}`;
}

function failed(helper: string, problem: string): DockerError {
  return new DockerError(`Cannot get credentials from the helper "${helper}": ${problem}`);
}
