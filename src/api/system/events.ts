import { toBoolean } from "../../convert/checks.ts";
import { toFilters } from "../../convert/filters.ts";
import { toTimestamp } from "../../convert/time.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { refuseUnknown } from "../../operation/check_options.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { inQuery, ofClient } from "../../operation/option.ts";
import { type BatchStream, batchStream } from "../../streams/batch_stream.ts";
import { jsonStream } from "../../streams/json_stream.ts";
import type { Filters } from "../../types/common.ts";
import type { EngineEvent } from "../../types/daemon.ts";

/** Options of {@linkcode events}. */
export interface EventsOptions extends CallOptions {
  /** Events from this moment on, those of the past too: a date, seconds since 1970, RFC 3339 text or a duration ago such as `10m`. */
  since?: Date | number | string | null | undefined;
  /** Events until this moment, at which the stream ends. */
  until?: Date | number | string | null | undefined;
  /**
   * What an event must match, e.g. `{ type: "container", event: ["start", "die"] }`: by config, container,
   * daemon, event, image, label, network, node, plugin, scope, secret, service, type or volume.
   */
  filters?: Filters | null | undefined;
  /** Whether events come as objects instead of bytes. @default {false} */
  decode?: boolean | null | undefined;
}

/** The filters that there are; the Engine takes no notice of another one, and tells of all that happens. */
const FILTERS: readonly string[] =
  /* @__PURE__ */ "config container daemon event image label network node plugin scope secret service type volume"
    .split(" ");

function toEventFilters(value: unknown, argument: string): string | undefined {
  const text = toFilters(value, argument);
  if (value != null) refuseUnknown(`Cannot use ${argument}`, value, FILTERS);
  return text;
}

/** What {@linkcode events} asks of the Engine. */
export const EVENTS: Operation<EventsOptions> = operation("GET /events", {
  since: inQuery("since", toTimestamp),
  until: inQuery("until", toTimestamp),
  filters: inQuery("filters", toEventFilters),
  decode: ofClient(toBoolean),
});

/**
 * Streams events as objects (`GET /events`): what happens to containers, images, networks and all else.
 *
 * The Engine answers a moment before it listens: who must not miss an event of that moment gives `since`.
 *
 * @param engine The engine.
 * @param options Which events, and of what time.
 * @returns A stream of events, which ends at `until`, or when it is left.
 * @throws {BadRequest} When `since` is behind `until`.
 *
 * @example
 * ```ts no-run
 * import { createEngine, events } from "@longshore/docker/api";
 *
 * const engine = createEngine();
 * const filters = { type: "container", event: ["start", "die"] };
 * for await (const { Action, Actor } of await events(engine, { decode: true, filters })) {
 *   console.log(Action, Actor.Attributes?.name);
 * }
 * ```
 */
export function events(
  engine: Engine,
  options: EventsOptions & { decode: true },
): Promise<BatchStream<EngineEvent>>;
/**
 * Streams events as bytes: one JSON object a line (`GET /events`).
 *
 * @param engine The engine.
 * @param options Which events, and of what time.
 */
export function events(
  engine: Engine,
  options?: EventsOptions & { decode?: false | null | undefined },
): Promise<BatchStream<Uint8Array<ArrayBuffer>>>;
/**
 * Streams events (`GET /events`).
 *
 * @param engine The engine.
 * @param options Which events, of what time, and in which form.
 */
export function events(
  engine: Engine,
  options?: EventsOptions,
): Promise<BatchStream<Uint8Array<ArrayBuffer>> | BatchStream<EngineEvent>>;
export async function events(
  engine: Engine,
  options: EventsOptions = {},
): Promise<BatchStream<Uint8Array<ArrayBuffer>> | BatchStream<EngineEvent>> {
  const call = EVENTS.call(engine, "Cannot follow the engine's events", [], options);
  // Podman begins its answer with the first event.
  const { body } = await call.stream({ quiet: true, patience: Infinity });
  return call.options.decode
    ? jsonStream<EngineEvent>(body)
    : batchStream<Uint8Array<ArrayBuffer>>(body);
}
