import { whenAborted } from "../bytes/abort_listeners.ts";
import { events } from "../api/system/events.ts";
import { info } from "../api/system/info.ts";
import type { EventsOptions } from "../api/system/events.ts";
import { toFunction } from "../convert/checks.ts";
import { toTimestamp } from "../convert/time.ts";
import type { CallOptions, Engine } from "../engine/engine.ts";
import { APIError, DockerError } from "../errors.ts";
import { takeOwn } from "../operation/own_options.ts";
import type { BatchSource } from "../streams/batch_buffer.ts";
import { type BatchStream, batchStream } from "../streams/batch_stream.ts";
import type { EngineEvent } from "../types/daemon.ts";
import { pause } from "../bytes/pause.ts";
import { engineOf, type EngineOwner } from "./model.ts";

/** Options of {@linkcode reconnectingEvents}. */
export interface ReconnectingEventsOptions extends Omit<EventsOptions, "decode"> {
  /**
   * Told each time that the connection was lost, before the first attempt to open another one.
   *
   * @param reason The error, or undefined when the Engine ended the stream.
   */
  onReconnect?: ((reason: unknown) => void) | null | undefined;
}

/** The options that say which events. */
export const EVENT_FILTERS: readonly string[] = ["since", "until", "filters"];

/** How long to wait between attempts, in milliseconds: at first, and at most. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 2000;
/** What a number loses of a time in nanoseconds, and what clocks are set by, in nanoseconds. */
const OVERLAP = 2000;

/**
 * Streams events and goes on when the Engine was restarted or the connection was lost: where it
 * stopped, with no event told twice. The Engine keeps the last 256 events as long as it runs; what
 * happened while it was down, nobody noted.
 *
 * Calls `GET /events`, and `GET /info` for the Engine's time.
 *
 * @param owner The client, or its Engine.
 * @param options Which events.
 * @returns The events; they end at `until`, by cancelling, and with the client.
 * @throws {ConnectionError} When the Engine does not answer at first.
 */
export async function reconnectingEvents(
  owner: EngineOwner,
  options: ReconnectingEventsOptions = {},
): Promise<BatchStream<EngineEvent>> {
  const source = new EventSource(engineOf(owner), options);
  await source.open();
  return batchStream<EngineEvent>(source);
}

class EventSource implements BatchSource<EngineEvent> {
  readonly #engine: Engine;
  readonly #options: Omit<EventsOptions, "decode">;
  readonly #call: CallOptions;
  readonly #onReconnect: ((reason: unknown) => void) | undefined;
  readonly #controller = new AbortController();
  #batches: AsyncIterator<EngineEvent[], undefined> | null = null;
  /** From when on events are asked for. */
  #since: string | number | undefined;
  /** The time of the last event, in nanoseconds. */
  #last = 0;
  readonly #forget: () => void;
  /** The events of the last moments, which are told anew. */
  #recent = new Map<string, number>();

  constructor(engine: Engine, options: ReconnectingEventsOptions) {
    const [{ onReconnect }, asked] = takeOwn(
      "Cannot follow the engine's events",
      options,
      { onReconnect: toFunction },
      EVENT_FILTERS,
    );
    const { signal, timeouts, since, until, ...rest } = asked;
    this.#engine = engine;
    this.#onReconnect = onReconnect;
    // What is relative to now must not move with each attempt.
    this.#since = since == null ? undefined : toTimestamp(since, "since");
    this.#options = until == null ? rest : { ...rest, until: toTimestamp(until, "until") };
    if (signal?.aborted) this.#controller.abort(signal.reason);
    this.#forget = whenAborted(signal, () => this.#controller.abort(signal!.reason));
    this.#call = { signal: this.#controller.signal, timeouts };
  }

  /** Opens the stream for the first time. */
  async open(): Promise<void> {
    // The Engine's own time: what happens from here on is told, even if the connection is lost at once.
    this.#since ??= (await info(this.#engine, this.#call)).SystemTime;
    await this.#connect();
  }

  async next(): Promise<EngineEvent[] | null> {
    let fresh: EngineEvent[] | null = null;
    try {
      return fresh = await this.#next();
    } finally {
      if (fresh === null) this.#forget();
    }
  }

  async #next(): Promise<EngineEvent[] | null> {
    for (;;) {
      let reason: unknown;
      try {
        const { done, value } = await this.#batches!.next();
        if (!done) {
          const fresh = value.filter((event) => this.#isNew(event));
          if (fresh.length > 0) return fresh;
          continue;
        }
        if (this.#isOver()) return null;
      } catch (error) {
        this.#call.signal!.throwIfAborted();
        if (this.#engine.isClosed) throw error;
        reason = error;
      }
      this.#onReconnect?.(reason);
      await this.#reconnect();
    }
  }

  async cancel(reason: unknown): Promise<void> {
    this.#forget();
    this.#controller.abort(reason ?? new DockerError("The events were given up"));
    await this.#batches?.return?.().catch(() => {});
  }

  async #connect(): Promise<void> {
    const since = this.#last === 0 ? this.#since : seconds(this.#last - OVERLAP);
    const call = { ...this.#options, ...this.#call, ...(since === undefined ? {} : { since }) };
    this.#batches = (await events(this.#engine, { ...call, decode: true })).batches();
  }

  async #reconnect(): Promise<void> {
    for (let length = FIRST_PAUSE;; length = Math.min(2 * length, LONGEST_PAUSE)) {
      try {
        return await this.#connect();
      } catch (error) {
        this.#call.signal!.throwIfAborted();
        if (this.#engine.isClosed) throw error;
        // A refusal will not turn into another answer; an Engine that is starting may refuse for a while.
        if (error instanceof APIError && error.isClientError()) throw error;
        if (!(error instanceof DockerError)) throw error;
      }
      await pause(length, this.#call.signal);
    }
  }

  #isNew(event: EngineEvent): boolean {
    const key = `${event.timeNano} ${event.Type} ${event.Action} ${event.Actor?.ID}`;
    if (this.#recent.has(key)) return false;
    this.#last = Math.max(this.#last, event.timeNano ?? event.time * 1e9);
    this.#recent.set(key, this.#last);
    for (const [old, time] of this.#recent) {
      if (time >= this.#last - 2 * OVERLAP) break;
      this.#recent.delete(old);
    }
    return true;
  }

  #isOver(): boolean {
    const { until } = this.#options;
    return until != null && Number(until) <= Date.now() / 1000 + 1;
  }
}

/** Writes a time in nanoseconds as seconds with a fraction, as the Engine reads it. */
function seconds(nanoseconds: number): string {
  const whole = Math.floor(nanoseconds / 1e9);
  return `${whole}.${String(Math.floor(nanoseconds - whole * 1e9)).padStart(9, "0")}`;
}
