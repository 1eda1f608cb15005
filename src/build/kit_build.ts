import { whenAborted } from "../bytes/abort_listeners.ts";
import { type CallOptions, callSignal } from "../engine/call_options.ts";
import type { Engine } from "../engine/engine.ts";
import { DockerError } from "../errors.ts";
import { type ByteBatches, explained } from "../streams/output.ts";
import type { OutputSpec } from "./output/output_options.ts";
import { openOutputs, type OutputReceiver } from "./output/outputs.ts";
import { openServices, type SessionServices } from "./session/services.ts";
import type { BuildSession } from "./session/session.ts";

/** How long the Engine may take to hear that a build is given up, in milliseconds. */
const PATIENCE = 40;
/** How long the Engine may take to end a build whose session is lost, in milliseconds. */
const LOSS_PATIENCE = 1000;

/** What a BuildKit build needs beside its request. */
export interface KitPlan {
  /** The build's id; a new one, without it. */
  readonly id?: string | null | undefined;
  /** What its session gives; `null` when it needs none. */
  readonly services: Omit<SessionServices, "onFailure"> | null;
  /** Where its results go. */
  readonly outputs: readonly OutputSpec[];
  /** The frontend's settings that follow from what is given. */
  readonly attrs: Readonly<Record<string, string>>;
}

/** What belongs to one BuildKit build beside its request: its id and, if it needs one, its session. */
export class KitBuild {
  /** The build's id. */
  readonly id: string;
  /** The session's id. */
  readonly sessionId: string | undefined;
  /** The frontend's settings that follow from what is given, of a build that is solved. */
  readonly attrs: Readonly<Record<string, string>>;
  /** What went wrong on this side while the build was asking. */
  readonly failures: unknown[];
  readonly #engine: Engine;
  readonly #session: BuildSession | null;
  readonly #receiver: OutputReceiver;
  readonly #forget: () => void;
  readonly #controller = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ended: Promise<void> | null = null;

  private constructor(
    engine: Engine,
    { id, attrs }: KitPlan,
    session: BuildSession | null,
    receiver: OutputReceiver,
    failures: unknown[],
    signal: AbortSignal | undefined,
  ) {
    this.id = id ?? crypto.randomUUID();
    this.attrs = attrs;
    this.sessionId = session?.id;
    this.failures = failures;
    this.#engine = engine;
    this.#session = session;
    this.#receiver = receiver;
    this.#forget = whenAborted(signal, () => {
      void this.end(false);
      this.#controller.abort(signal!.reason);
    });
  }

  /** Aborts what the build asks of the Engine: with the caller's signal, or when its session is lost. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /**
   * Opens what a build needs.
   *
   * @param engine The engine.
   * @param action What is attempted, for errors.
   * @param plan What the build needs.
   * @param options The call's own options.
   */
  static async open(
    engine: Engine,
    action: string,
    plan: KitPlan,
    options: CallOptions,
  ): Promise<KitBuild> {
    const failures: unknown[] = [];
    const onFailure = (error: unknown): void => void failures.push(error);
    const signal = callSignal(options);
    const { services, outputs } = plan;
    const load = (): ReturnType<Engine["platform"]> => Promise.resolve(engine.platform());
    const receiver = await openOutputs(load, action, outputs, onFailure);
    const handlers = new Map([...services?.handlers ?? [], ...receiver.handlers]);
    const session = services === null
      ? null
      : await openServices(engine, action, { ...services, handlers, onFailure }, options);
    const kit = new KitBuild(engine, plan, session, receiver, failures, signal);
    session?.closed.then((reason) => {
      if (reason !== null) kit.#lose(action, reason);
    });
    if (signal?.aborted) {
      await kit.end(false);
      throw signal.reason;
    }
    return kit;
  }

  /**
   * Watches the build's output, whose end is the build's.
   *
   * @param body The output.
   */
  watch(body: ByteBatches): ByteBatches {
    return {
      next: async (): Promise<Uint8Array<ArrayBuffer>[] | null> => {
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
      explain: (error) => explained(body, error),
    };
  }

  /** Takes note that the session has ended before the build: the Engine is to end that itself, or else it is given up. */
  #lose(action: string, cause: unknown): void {
    this.failures.push(cause);
    if (this.#ended !== null) return;
    this.#timer = setTimeout(() => {
      const reason = new DockerError(`${action}: its BuildKit session has ended`, { cause });
      void this.end(false);
      this.#controller.abort(reason);
    }, LOSS_PATIENCE);
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
    this.#forget();
    clearTimeout(this.#timer);
    if (!isDone) await this.#cancel();
    await this.#session?.close();
    this.#receiver.abandon(
      this.failures[0] ?? new DockerError("Cannot write an output of the build: it made none"),
    );
  }

  async #cancel(): Promise<void> {
    const timeouts = { connect: 5, head: 5, idle: 5 };
    const query = `?id=${encodeURIComponent(this.id)}`;
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
