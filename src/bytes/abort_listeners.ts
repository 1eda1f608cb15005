/** What waits for each signal: one listener for all of them. */
const waiting = new WeakMap<AbortSignal, Waiting>();

interface Waiting {
  readonly callbacks: Set<() => void>;
  listen(): void;
}

/**
 * Calls back when a signal is aborted. However many calls share a signal, it has one listener: Node
 * warns of a leak from the eleventh on.
 *
 * @param signal The signal, not aborted yet; none is never aborted.
 * @param callback What is called, once.
 * @returns Takes the call back.
 */
export function whenAborted(
  signal: AbortSignal | null | undefined,
  callback: () => void,
): () => void {
  if (!signal) return ignore;
  let known = waiting.get(signal);
  if (known === undefined) {
    const callbacks = new Set<() => void>();
    known = {
      callbacks,
      listen(): void {
        const all = [...callbacks];
        callbacks.clear();
        waiting.delete(signal);
        for (const each of all) each();
      },
    };
    waiting.set(signal, known);
    signal.addEventListener("abort", known.listen, { once: true });
  }
  // Of its own, so that a callback may be there twice.
  const own = (): void => callback();
  const { callbacks, listen } = known;
  callbacks.add(own);
  return () => {
    if (!callbacks.delete(own) || callbacks.size > 0) return;
    waiting.delete(signal);
    signal.removeEventListener("abort", listen);
  };
}

function ignore(): void {}
