import type { Engine } from "../../engine/engine.ts";
import { APIError, ConnectionError } from "../../errors.ts";
import { type ByteBatches, explained } from "../../streams/output.ts";

/** How long the Engine may take to notice the end of a process whose output has ended, in milliseconds. */
const PATIENCE = 2000;
const FIRST_PAUSE = 10;

/**
 * What an Engine tells of a process whose output has ended; `forgotten` is the word of one that was
 * started since, which knows nothing of how the output ended.
 */
export type EndState = "running" | "ended" | "forgotten";

/**
 * Asks at the end of a raw stream whether it is one: an Engine that dies closes it just as the end of
 * the process does.
 *
 * @param engine The engine.
 * @param action What is attempted, for errors.
 * @param source The wire's bytes.
 * @param ask Asks the Engine whether the process has ended.
 * @returns The same bytes; the end rejects where it is none.
 */
export function withCheckedEnd(
  engine: Engine,
  action: string,
  source: ByteBatches,
  ask: () => Promise<EndState>,
): ByteBatches {
  let given = false;
  return {
    async next(): Promise<Uint8Array<ArrayBuffer>[] | null> {
      const batch = await source.next();
      if (batch === null && !given) await checkEnd(engine, action, ask);
      return batch;
    },
    cancel(reason): void {
      given = true;
      source.cancel(reason);
    },
    explain: (error) => explained(source, error),
  };
}

async function checkEnd(
  engine: Engine,
  action: string,
  ask: () => Promise<EndState>,
): Promise<void> {
  const start = performance.now();
  for (let pause = FIRST_PAUSE;; pause *= 2) {
    let state: EndState;
    try {
      state = await ask();
    } catch (error) {
      // Who may not ask gets the output as it came.
      if (error instanceof APIError && error.isClientError()) return;
      if (!(error instanceof ConnectionError || error instanceof APIError)) throw error;
      throw cutShort(engine, action, "the engine is gone", error);
    }
    if (state === "ended") return;
    if (state === "forgotten") {
      throw cutShort(engine, action, "the engine was started anew", undefined);
    }
    if (performance.now() - start > PATIENCE) {
      throw cutShort(engine, action, "the process has not ended", undefined);
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

function cutShort(
  engine: Engine,
  action: string,
  why: string,
  cause: unknown,
): ConnectionError {
  const problem = `the output was cut short, for ${why}`;
  return new ConnectionError(engine.address, problem, cause, action);
}
