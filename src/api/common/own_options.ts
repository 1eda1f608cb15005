import type { CallOptions } from "../../engine/engine.ts";

/**
 * Returns the options that belong to the operation: those of the call itself are taken off.
 *
 * @param options What the caller gave.
 */
export function ownOptions<Options extends CallOptions>(
  options: Options,
): Omit<Options, keyof CallOptions> {
  const { signal: _signal, timeouts: _timeouts, ...own } = options;
  return own;
}
