import type { DiskUsage } from "../../mod.ts";
import { delay } from "../harness/process.ts";

/** Asks again and again, 60 s at most, until there is an answer. */
export async function eventually<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (let round = 0; round < 600; round++) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await delay(100);
  }
  throw new Error("it did not happen within 60 seconds");
}

/**
 * Tries what has to have begun before a limit in time ends it, and again with longer limits: a busy
 * machine may need one of those, and a defect fails with each.
 *
 * @param seconds The first limit.
 * @param body Tries it with a limit in seconds.
 */
export async function withLonger(
  seconds: number,
  body: (seconds: number) => Promise<void>,
): Promise<void> {
  for (const limit of [seconds, 4 * seconds]) {
    try {
      return await body(limit);
    } catch { /* The next limit tells more. */ }
  }
  await body(16 * seconds);
}

/**
 * Reads a version of a swarm's object and updates it, until no other update came between: the swarm
 * itself makes new versions, and a busy manager may lose the lead for a moment.
 */
export function inSequence<T>(update: () => Promise<T>): Promise<T> {
  return despite(/update out of sequence|lost leader status/, update);
}

/**
 * Asks for the disk usage until nothing went while the Engine counted it: where containerd stores the
 * images, the question fails then.
 */
export function diskUsage(
  client: { df: () => Promise<DiskUsage> },
): Promise<DiskUsage> {
  return despite(/snapshot \S+ does not exist/, () => client.df());
}

function despite<T>(fault: RegExp, call: () => Promise<T>): Promise<T> {
  return eventually(() =>
    call().catch((error: Error) => {
      if (fault.test(error.message)) return undefined;
      throw error;
    })
  );
}
