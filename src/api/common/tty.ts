import type { CallOptions, Engine } from "../../engine/engine.ts";
import { compareVersions } from "../../engine/version.ts";
import type { ResponseHead } from "../../http/response_head.ts";
import { ofCall } from "../../operation/call.ts";
import type { ByteBatches } from "../../streams/output.ts";

const MULTIPLEXED = "application/vnd.docker.multiplexed-stream";
const RAW = "application/vnd.docker.raw-stream";

/** Decides whether output comes in frames, once the answer's head is there. */
export type Multiplexing = (answer: AnsweredOutput) => Promise<boolean>;

/** An answer whose body is a process's output. */
export interface AnsweredOutput {
  /** The answer's head. */
  readonly head: ResponseHead;
  /** Its body. */
  readonly body: Pick<ByteBatches, "cancel">;
}

/**
 * Tells, without looking at a byte of it, whether a process's output comes in frames.
 *
 * From API 1.42 the answer's Content-Type says so; before, the tty setting of what wrote it does, and
 * is asked for first: on the connection that then has the answer, for many are read at the same time.
 *
 * @param engine The engine.
 * @param version The API version in use.
 * @param options The call's own options.
 * @param hasTty Asks for the tty setting.
 */
export async function multiplexing(
  engine: Engine,
  version: string,
  options: CallOptions,
  hasTty: (engine: Engine, options: CallOptions) => Promise<boolean>,
): Promise<Multiplexing> {
  const ask = async (): Promise<boolean> => !await hasTty(engine, ofCall(options));
  const early = compareVersions(version, "1.42") < 0 ? ask() : null;
  // The answer's own failure comes first; this one is reported by whoever awaits it.
  await early?.catch(() => {});
  return async ({ head, body }) => {
    try {
      if (early !== null) return await early;
      const type = head.header("content-type");
      return type === MULTIPLEXED || type !== RAW && await ask();
    } catch (error) {
      body.cancel(error);
      throw error;
    }
  };
}
