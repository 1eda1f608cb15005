import { type CallOptions, callSignal } from "../engine/call_options.ts";
import type { Engine } from "../engine/engine.ts";
import type { ByteBatches } from "../streams/output.ts";
import { openServices, type SessionServices } from "./session/services.ts";
import type { BuildSession } from "./session/session.ts";

/** How long the Engine may take to hear that a build is given up, in milliseconds. */
const PATIENCE = 50;

/** What belongs to one BuildKit build beside its request: its id and, if it needs one, its session. */
export class KitBuild {
  /** The parameters that the request takes from it. */
  readonly query: { readonly buildid: string; readonly session: string | undefined };
  /** What went wrong on this side while the build was asking. */
  readonly failures: unknown[];
  readonly #engine: Engine;
  readonly #session: BuildSession | null;
  readonly #signal: AbortSignal | undefined;
  readonly #onAbort = (): void => void this.end(false);
  #ended: Promise<void> | null = null;

  private constructor(
    engine: Engine,
    session: BuildSession | null,
    failures: unknown[],
    signal: AbortSignal | undefined,
  ) {
    this.#engine = engine;
    this.#session = session;
    this.failures = failures;
    this.query = { buildid: crypto.randomUUID(), session: session?.id };
    this.#signal = signal;
    signal?.addEventListener("abort", this.#onAbort);
  }

  /**
   * Opens what a build needs.
   *
   * @param engine The engine.
   * @param action What is attempted, for errors.
   * @param services What its session gives; `null` when it needs none.
   * @param options The call's own options.
   */
  static async open(
    engine: Engine,
    action: string,
    services: Omit<SessionServices, "onFailure"> | null,
    options: CallOptions,
  ): Promise<KitBuild> {
    const failures: unknown[] = [];
    const onFailure = (error: unknown): void => void failures.push(error);
    const signal = callSignal(options);
    const session = services === null
      ? null
      // The signal ends the request first: a build whose session goes before it fails otherwise.
      : await openServices(engine, action, { ...services, onFailure }, options);
    session?.closed.then((reason) => {
      if (reason !== null) failures.push(reason);
    });
    signal?.throwIfAborted();
    return new KitBuild(engine, session, failures, signal);
  }

  /**
   * Watches the build's output, whose end is the build's.
   *
   * @param body The output.
   */
  watch(body: ByteBatches): ByteBatches {
    return {
      next: async (): Promise<Uint8Array[] | null> => {
        try {
          const batch = await body.next();
          if (batch === null) await this.end(true);
          return batch;
        } catch (error) {
          await this.end(false);
          throw error;
        }
      },
      cancel: (reason): void => {
        body.cancel(reason);
        this.end(false);
      },
    };
  }

  /**
   * Ends the build: its session is closed, and the Engine is told of one that is given up. Calling it
   * again is harmless.
   *
   * @param isDone Whether the build has come to its own end.
   */
  end(isDone: boolean): Promise<void> {
    return this.#ended ??= this.#end(isDone);
  }

  async #end(isDone: boolean): Promise<void> {
    this.#signal?.removeEventListener("abort", this.#onAbort);
    if (!isDone) await this.#cancel();
    await this.#session?.close();
  }

  async #cancel(): Promise<void> {
    const timeouts = { connect: 5, head: 5, idle: 5 };
    const query = `?id=${this.query.buildid}`;
    // The end of the request's connection says the same; whether this is heard does not matter.
    const told = this.#engine
      .empty("Cannot cancel the build", "POST", "/build/cancel", { timeouts }, { query })
      .then(ignore, ignore);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<void>((resolve) => timer = setTimeout(resolve, PATIENCE));
    await Promise.race([told, late]);
    clearTimeout(timer);
  }
}

function ignore(): void {}
