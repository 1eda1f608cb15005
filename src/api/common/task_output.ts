import { toBoolean } from "../../convert/checks.ts";
import { toTail } from "../../convert/tail.ts";
import { toTimestamp } from "../../convert/time.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import type { Call } from "../../operation/call.ts";
import { type Declared, inQuery, ofClient } from "../../operation/option.ts";
import type { BatchStream } from "../../streams/batch_stream.ts";
import type { Frame } from "../../streams/frames.ts";
import { frameStream, payloadStream } from "../../streams/output.ts";
import { multiplexing } from "./tty.ts";

/** Options of {@linkcode serviceLogs}. */
export interface ServiceLogsOptions extends CallOptions {
  /** Whether each line begins with its node, service and task. @default {false} */
  details?: boolean | null | undefined;
  /** Whether further output is waited for. @default {false} */
  follow?: boolean | null | undefined;
  /** Whether standard output is included. @default {false} */
  stdout?: boolean | null | undefined;
  /** Whether standard error is included. @default {false} */
  stderr?: boolean | null | undefined;
  /** Only lines after this moment: a date, seconds since 1970, RFC 3339 text or a duration ago such as `10m`. */
  since?: Date | number | string | null | undefined;
  /** Whether each line begins with its time. @default {false} */
  timestamps?: boolean | null | undefined;
  /** How many lines from the end are shown. @default {"all"} */
  tail?: number | "all" | null | undefined;
  /** Whether the tasks have a terminal; the service is asked if this is left out. */
  isTty?: boolean | null | undefined;
  /** Whether stdout and stderr are told apart. @default {false} */
  demux?: boolean | null | undefined;
}

/** The declarations of what of the output of tasks is read, of a service or of one task. */
export const OUTPUT_OPTIONS: Declared<ServiceLogsOptions> = {
  details: inQuery("details", toBoolean),
  follow: inQuery("follow", toBoolean),
  stdout: inQuery("stdout", toBoolean),
  stderr: inQuery("stderr", toBoolean),
  since: inQuery("since", toTimestamp),
  timestamps: inQuery("timestamps", toBoolean),
  tail: inQuery("tail", toTail),
  isTty: ofClient(toBoolean),
  demux: ofClient(toBoolean),
};

/**
 * Streams the output of tasks.
 *
 * @param engine The engine.
 * @param call The call, its options checked.
 * @param hasTty Asks whether the tasks have a terminal, for Engines that do not say.
 * @throws {TypeError} When neither `stdout` nor `stderr` is set.
 */
export async function taskOutput(
  engine: Engine,
  call: Call<ServiceLogsOptions>,
  hasTty: (engine: Engine, options: CallOptions) => Promise<boolean>,
): Promise<BatchStream<Uint8Array<ArrayBuffer>> | BatchStream<Frame>> {
  const { stdout = false, stderr = false, tail = "all", isTty, demux } = call.options;
  const { details = false, follow = false, timestamps = false, since = 0 } = call.options;
  if (!stdout && !stderr) throw new TypeError(`${call.action}: set stdout, stderr or both`);
  const version = await call.negotiate();
  const isMultiplexed = await multiplexing(
    engine,
    version,
    call.options,
    async (engine, options) => {
      return isTty ?? await hasTty(engine, options);
    },
  );
  const answer = await call.stream({
    query: {
      stdout,
      stderr,
      tail,
      details,
      follow,
      timestamps,
      since: toTimestamp(since, "since"),
    },
    quiet: true,
  });
  const multiplexed = await isMultiplexed(answer);
  const onError = (explanation: string): Error => answer.failure(explanation);
  return demux
    ? frameStream(answer.body, multiplexed, onError)
    : payloadStream(answer.body, multiplexed, onError);
}
