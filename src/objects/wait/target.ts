import { inspectContainer } from "../../api/containers/inspect.ts";
import { registerWait } from "../../api/containers/register_wait.ts";
import { pause } from "../../bytes/pause.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { APIError, NotFound } from "../../errors.ts";
import { compareVersions } from "../../engine/version.ts";
import type { ContainerInspect } from "../../types/containers.ts";

/** Why what is waited for can never come. */
export class Hopeless extends Error {
  /** The exit code, when the container ended. */
  readonly exitCode: number | null;

  /**
   * Makes the reason.
   *
   * @param reason The reason, as the end of a sentence.
   * @param exitCode The exit code, when the container ended.
   */
  constructor(reason: string, exitCode: number | null = null) {
    super(reason);
    this.exitCode = exitCode;
  }
}

/** The container that is waited for, as a {@linkcode ContainerCondition} sees it. */
export class WaitTarget {
  /** The engine. */
  readonly engine: Engine;
  /** The container's id or name. */
  readonly id: string;
  /** The options of every call: the signal ends what is under way when the wait is over. */
  readonly call: CallOptions;
  /** How long to wait between two tries of what the Engine does not tell by events, in milliseconds. */
  readonly interval: number;
  /** What was seen last, by what saw it. */
  readonly #seen = new Map<string, string>();
  #ended: Promise<number> | null = null;

  /** Makes a target. */
  constructor(engine: Engine, id: string, call: CallOptions, interval: number) {
    this.engine = engine;
    this.id = id;
    this.call = call;
    this.interval = interval;
  }

  /**
   * Notes what was seen, for the error of a wait that takes too long.
   *
   * @param who What saw it.
   * @param what What it was; it takes the place of what was noted before.
   */
  saw(who: string, what: string): void {
    this.#seen.set(who, what);
  }

  /** All that was seen, for an error. */
  get seen(): string {
    return [...this.#seen.values()].join(", ");
  }

  /** Asks the Engine for the container. */
  inspect(): Promise<ContainerInspect> {
    return inspectContainer(this.engine, this.id, this.call);
  }

  /** Resolves with the exit code once the container has ended and is not started again by itself. */
  ended(): Promise<number> {
    if (this.#ended === null) {
      this.#ended = this.#whenEnded();
      this.#ended.catch(() => {}); // Whoever asked is told, and may have what it wanted before.
    }
    return this.#ended;
  }

  /** Resolves with the work's result; rejects when the container ends before. */
  async unlessEnded<T>(work: Promise<T>): Promise<T> {
    const end = this.ended().then((exitCode): never => {
      throw ended(exitCode);
    });
    end.catch(() => {});
    work.catch(() => {});
    return await Promise.race([work, end]);
  }

  /**
   * Makes the reason of what the Engine says of a container that has ended, or removed itself at its end.
   *
   * @param error What a condition failed with; any other is returned as it is.
   */
  async reasonOf(error: unknown): Promise<unknown> {
    if (!(error instanceof APIError) || this.#ended === null || !await this.#isGone()) return error;
    // While it is being removed the Engine refuses in several ways: that it is gone says most.
    return await this.#ended.then(ended, (why) => why instanceof NotFound ? why : error);
  }

  /** Tries again and again, until a try succeeds. */
  async poll(attempt: () => Promise<boolean>): Promise<void> {
    const trying = async (): Promise<void> => {
      while (!await this.#tried(attempt)) await pause(this.interval, this.call.signal);
    };
    await this.unlessEnded(trying());
  }

  /** A container that does not run yet, pauses, or has just ended, is tried again. */
  async #tried(attempt: () => Promise<boolean>): Promise<boolean> {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof APIError)) throw error;
      // One that ends between two calls of an attempt is refused in several ways: its end tells.
      if (error.status === 409 || await this.#isGone()) return false;
      throw error;
    }
  }

  async #whenEnded(): Promise<number> {
    const early = compareVersions(await this.engine.negotiate(this.call), "1.30") >= 0;
    for (;;) {
      const { State } = await this.inspect();
      if (hasEnded(State)) return State.ExitCode;
      const isNew = State.Status === "created";
      const condition = isNew ? "next-exit" as const : "not-running" as const;
      const exit = await registerWait(this.engine, this.id, {
        ...this.call,
        ...(early ? { condition } : {}),
      });
      try {
        // It may have come and gone between the two calls.
        if (isNew && hasEnded((await this.inspect()).State)) continue;
        const code = await exit.exitCode();
        if (await this.#isGone()) return code;
      } finally {
        exit.cancel();
      }
    }
  }

  /** Tells whether the container has ended for good: a restart policy may start it again. */
  async #isGone(): Promise<boolean> {
    try {
      const { State } = await this.inspect();
      return !State.Running && !State.Restarting;
    } catch (error) {
      if (error instanceof NotFound) return true;
      throw error;
    }
  }
}

function hasEnded({ Status, Restarting }: ContainerInspect["State"]): boolean {
  return (Status === "exited" || Status === "dead") && !Restarting;
}

function ended(exitCode: number): Hopeless {
  return new Hopeless(`the container ended with exit code ${exitCode}`, exitCode);
}
