import { createEngine } from "../../create_engine.ts";
import { integerFrom } from "../../convert/checks.ts";
import { wrongShape } from "../../convert/refuse.ts";
import { APIError, DockerError } from "../../errors.ts";
import { execInContainer } from "../exec.ts";
import { refuseUnknown } from "../../operation/check_options.ts";
import type { ContainerCondition } from "./condition.ts";
import { type PublishedPort, publishedPort } from "./published.ts";
import type { WaitTarget } from "./target.ts";

/** Options of {@linkcode http}. */
export interface HttpConditionOptions {
  /** The port in the container. */
  port: number;
  /** The path, with its query. @default {"/"} */
  path?: string | null | undefined;
  /** The status that is expected, or several, or what decides; any from 200 to 399 without it. */
  status?: number | readonly number[] | ((status: number) => boolean) | null | undefined;
}

/** How long an answer may take, in seconds. */
const ATTEMPT = 5;

/**
 * Waits until a web server in the container answers a GET request as expected: where its port is
 * published, otherwise from inside, by the image's `wget` or `curl`. It is tried again and again.
 *
 * @param options The port, the path and the status.
 */
export function http(options: HttpConditionOptions): ContainerCondition {
  refuseUnknown("Cannot wait for a web server", options, ["port", "path", "status"]);
  const port = integerFrom(1, 65535)(options.port, "port");
  const { status } = options;
  const path = options.path ?? "/";
  // deno-lint-ignore no-control-regex
  if (typeof path !== "string" || !/^\/[^\0-\x1f\x7f]*$/.test(path)) {
    const shown = typeof path === "string" ? withoutQuery(path) : path;
    throw wrongShape("path", shown, "a path that begins with a slash, of one line");
  }
  // Written as a browser would send it.
  const { pathname, search } = new URL(`http://host${path}`);
  const sent = `${pathname}${search}`;
  if (status != null && typeof status !== "function") {
    const wanted = typeof status === "number" ? [status] : status;
    if (!Array.isArray(wanted) || ![...wanted].every((one) => Number.isInteger(one))) {
      throw wrongShape("status", status, "a status, a list of them, or a function");
    }
  }
  const who = `GET :${port}${withoutQuery(path)}`;
  return {
    description: `answers ${who}`,
    hold: (target) => {
      target.saw(who, `${who}: no answer`);
      return target.poll(async () => {
        const published = await publishedPort(target, port);
        const answered = published === undefined
          ? await askInside(target, port, sent)
          : await askPublished(published, sent, target);
        const seen = typeof answered === "number" ? `answered ${answered}` : answered;
        target.saw(who, `${who}: ${seen}`);
        return typeof answered === "number" && fits(answered, status);
      });
    },
  };
}

/** A path as it is shown: a token may be in its query. */
function withoutQuery(path: string): string {
  const query = path.indexOf("?");
  return query === -1 ? path : `${path.slice(0, query)}?***`;
}

function fits(status: number, wanted: HttpConditionOptions["status"]): boolean {
  if (wanted == null) return status >= 200 && status < 400;
  if (typeof wanted === "function") return wanted(status);
  return typeof wanted === "number" ? status === wanted : wanted.includes(status);
}

/** Returns the status, or what went wrong. */
async function askPublished(
  { host, port }: PublishedPort,
  path: string,
  target: WaitTarget,
): Promise<number | string> {
  target.call.signal?.throwIfAborted();
  const baseUrl = `tcp://${host.includes(":") ? `[${host}]` : host}:${port}`;
  const server = createEngine({ baseUrl, timeout: ATTEMPT, numPools: 0, version: "1.41" });
  try {
    const call = { signal: target.call.signal };
    const answer = await server.stream("Cannot ask", "GET", path, call, { unversioned: true });
    answer.body.cancel();
    return answer.head.status;
  } catch (error) {
    if (error instanceof APIError) return error.status;
    target.call.signal?.throwIfAborted();
    return error instanceof DockerError ? error.message : "no answer";
  } finally {
    server.close();
  }
}

async function askInside(
  target: WaitTarget,
  port: number,
  path: string,
): Promise<number | string> {
  const { engine, id, call } = target;
  const url = `http://127.0.0.1:${port}${path}`;
  const options = { ...call, check: false };
  // Both tell the status of an error, too; where wget follows a redirect, the first one counts.
  const wget = ["wget", "-S", "-O", "/dev/null", url];
  const first = await execInContainer(engine, id, wget, options);
  const status = /HTTP\/[\d.]+ (\d{3})/.exec(first.stderr + first.stdout)?.[1];
  if (status !== undefined) return Number(status);
  if (first.exitCode !== 126 && first.exitCode !== 127) return "no answer";
  const curl = ["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", url];
  const second = await execInContainer(engine, id, curl, options);
  if (second.exitCode === 126 || second.exitCode === 127) {
    return "the port is not published, and the image has neither wget nor curl";
  }
  return Number(second.stdout) || "no answer";
}
