import type { Terminal, TerminalInput } from "./types.ts";

type Process = typeof import("node:process");

/** The signals that end a process, and their numbers: a shell adds 128 to them. */
const ENDING_SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/**
 * Makes the terminal of a process.
 *
 * @param process The module `node:process`.
 */
export function createTerminal(process: Process): Terminal {
  return {
    isTerminal: (stream) => process[stream].isTTY === true,
    columns: (output) => size(process, output, 0) || 80,
    rows: (output) => size(process, output, 1) || 24,
    write: (output, data) =>
      new Promise((resolve, reject) => {
        process[output].write(data, (problem) => problem ? reject(problem) : resolve());
      }),
    openInput: () => new NodeInput(process),
    onResize(listener): () => void {
      // Once it is there, the runtime's own listener learns the size before ours is called.
      const { stdout } = process;
      if (process.platform === "win32") {
        stdout.on("resize", listener);
        return () => void stdout.off("resize", listener);
      }
      process.on("SIGWINCH", listener);
      return () => void process.off("SIGWINCH", listener);
    },
  };
}

/** The properties `columns` and `rows` can lag behind the terminal. */
function size(process: Process, output: "stdout" | "stderr", index: 0 | 1): number | undefined {
  const stream = process[output];
  return stream.getWindowSize?.()?.[index] ?? (index === 0 ? stream.columns : stream.rows);
}

class NodeInput implements TerminalInput {
  readonly #process: Process;
  readonly #isTerminal: boolean;
  readonly #wasRaw: boolean;
  readonly #chunks: Uint8Array[] = [];
  #wake: (() => void) | null = null;
  #ended = false;
  #closed = false;

  constructor(process: Process) {
    this.#process = process;
    const { stdin } = process;
    this.#isTerminal = stdin.isTTY === true;
    this.#wasRaw = stdin.isRaw === true;
    if (this.#isTerminal) {
      stdin.setRawMode(true);
      process.on("exit", this.#restore);
      for (const signal of signals()) process.on(signal, this.#onSignal);
    }
    stdin.on("data", this.#onData);
    stdin.on("end", this.#onEnd);
    stdin.on("error", this.#onEnd);
    stdin.ref?.();
    stdin.resume();
  }

  async read(): Promise<Uint8Array | null> {
    while (this.#chunks.length === 0 && !this.#ended) {
      await new Promise<void>((wake) => this.#wake = wake);
    }
    const chunk = this.#chunks.shift();
    if (this.#chunks.length === 0 && !this.#ended) this.#process.stdin.resume();
    return chunk ?? null;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#restore();
    const { stdin } = this.#process;
    stdin.off("data", this.#onData);
    stdin.off("end", this.#onEnd);
    stdin.off("error", this.#onEnd);
    stdin.pause();
    stdin.unref?.();
    if (this.#isTerminal) {
      this.#process.off("exit", this.#restore);
      for (const signal of signals()) this.#process.off(signal, this.#onSignal);
    }
    this.#onEnd();
  }

  readonly #restore = (): void => {
    if (this.#isTerminal) this.#process.stdin.setRawMode(this.#wasRaw);
  };

  readonly #onSignal = (signal: string): void => {
    this.#restore();
    this.#process.exit(128 + ENDING_SIGNALS[signal as keyof typeof ENDING_SIGNALS]);
  };

  readonly #onData = (chunk: Uint8Array | string): void => {
    this.#chunks.push(typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk);
    this.#process.stdin.pause();
    this.#wake?.();
  };

  readonly #onEnd = (): void => {
    this.#ended = true;
    this.#wake?.();
  };
}

function signals(): (keyof typeof ENDING_SIGNALS)[] {
  return Object.keys(ENDING_SIGNALS) as (keyof typeof ENDING_SIGNALS)[];
}
