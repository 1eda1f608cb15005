/**
 * Calls back once after a time; keeps no process alive meanwhile.
 *
 * @param milliseconds The time, up to 2^31 - 1.
 * @param onTime What is called.
 * @returns Takes the call back.
 */
export function startTimer(milliseconds: number, onTime: () => void): () => void {
  return "Deno" in globalThis
    ? startSignal(milliseconds, onTime)
    : startTimeout(milliseconds, onTime);
}

/**
 * The first `setTimeout` of a process makes Deno load Node's timers, which takes longer than many a
 * script; a signal's time does not.
 */
function startSignal(milliseconds: number, onTime: () => void): () => void {
  const signal = AbortSignal.timeout(milliseconds);
  // The signal's own method would keep the process alive until then.
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  addEventListener.call(signal, "abort", onTime);
  return () => removeEventListener.call(signal, "abort", onTime);
}

function startTimeout(milliseconds: number, onTime: () => void): () => void {
  const timer: unknown = setTimeout(onTime, milliseconds);
  if (typeof timer === "object" && timer !== null && "unref" in timer) {
    (timer as { unref(): void }).unref();
  }
  return () => clearTimeout(timer as ReturnType<typeof setTimeout>);
}
