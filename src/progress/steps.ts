import { stripEnd } from "../bytes/strip_end.ts";
import type { BuildStatus, BuildTrace, BuildVertex, BuildWarning } from "../types/build_trace.ts";
import { toLine } from "./text.ts";

/** A line that a step has printed. */
export interface StepLog {
  /** When, in seconds since the step began. */
  readonly time: number;
  /** The line. */
  readonly text: string;
}

/** A step of a BuildKit build, as far as it is known. */
export interface Step {
  /** Its number, from 1. */
  readonly number: number;
  /** The last that was told of it. */
  vertex: BuildVertex;
  /** What goes on within it, by id. */
  readonly statuses: Map<string, BuildStatus>;
  /** The last lines that it has printed. */
  readonly logs: StepLog[];
}

/** What has changed by a trace. */
export interface StepChanges {
  /** Steps that have begun. */
  readonly begun: Step[];
  /** Lines that were printed. */
  readonly printed: { step: Step; log: StepLog }[];
  /** What has ended within steps. */
  readonly settled: { step: Step; status: BuildStatus }[];
  /** Steps that have ended. */
  readonly ended: Step[];
}

/** How many lines of a step are kept. */
const KEPT_LOGS = 100;
/** The most characters that a line may have before it is cut in two. */
const LONGEST_LINE = 10_000;

/** Keeps account of the steps of a BuildKit build. */
export class Steps {
  /** The steps, in order of their beginning. */
  readonly all: Step[] = [];
  /** What the builder has warned of. */
  readonly warnings: BuildWarning[] = [];
  /** When the first step began; `null` before. */
  began: number | null = null;
  /** The last point in time that was told. */
  latest: number = 0;
  readonly #known: Map<string, BuildVertex> = new Map();
  readonly #steps: Map<string, Step> = new Map();
  readonly #texts: Map<
    string,
    { decoder: InstanceType<typeof TextDecoder>; rest: string; time: number | null }
  > = new Map();

  /** How many steps are known, begun or not. */
  get count(): number {
    return this.#known.size;
  }

  /** Takes note of a trace. */
  take(trace: BuildTrace): StepChanges {
    const changes: StepChanges = { begun: [], printed: [], settled: [], ended: [] };
    for (const vertex of trace.vertexes) {
      this.#known.set(vertex.digest, vertex);
      if (vertex.started === null && vertex.completed === null && !vertex.cached) continue;
      if (!this.#steps.has(vertex.digest)) changes.begun.push(this.#begin(vertex));
    }
    for (const { vertex, timestamp, data } of trace.logs) {
      this.#print(vertex, timestamp, data, changes);
    }
    for (const status of trace.statuses) this.#settle(status, changes);
    for (const vertex of trace.vertexes) this.#update(vertex, changes);
    this.warnings.push(...trace.warnings);
    return changes;
  }

  #begin(vertex: BuildVertex): Step {
    const started = vertex.started ?? vertex.completed ?? this.latest;
    const step: Step = {
      number: this.all.length + 1,
      // How it ended is told when its output was.
      vertex: { ...vertex, started, completed: null },
      statuses: new Map(),
      logs: [],
    };
    this.began = this.began === null ? started : Math.min(this.began, started);
    this.#steps.set(vertex.digest, step);
    this.all.push(step);
    return step;
  }

  #update(vertex: BuildVertex, changes: StepChanges): void {
    const step = this.#steps.get(vertex.digest);
    if (step === undefined) return;
    const { completed } = step.vertex;
    this.latest = Math.max(this.latest, vertex.started ?? 0, vertex.completed ?? 0);
    // A result that is asked for again is told again, as cached.
    if (completed !== null) return;
    step.vertex = { ...vertex, started: vertex.started ?? step.vertex.started };
    if (vertex.completed === null) return;
    this.#printRest(step, changes);
    changes.ended.push(step);
  }

  #settle(status: BuildStatus, changes: StepChanges): void {
    this.latest = Math.max(this.latest, status.timestamp ?? 0);
    const step = this.#steps.get(status.vertex);
    if (step === undefined) return;
    const before = step.statuses.get(status.id);
    step.statuses.set(status.id, status);
    if (status.completed !== null && before?.completed == null) {
      changes.settled.push({ step, status });
    }
  }

  #print(
    digest: string,
    timestamp: number | null,
    data: Uint8Array,
    changes: StepChanges,
  ): void {
    this.latest = Math.max(this.latest, timestamp ?? 0);
    const step = this.#steps.get(digest);
    if (step === undefined) return;
    let text = this.#texts.get(digest);
    if (text === undefined) {
      text = { decoder: new TextDecoder("utf-8", { ignoreBOM: true }), rest: "", time: null };
      this.#texts.set(digest, text);
    }
    text.time ??= timestamp;
    const lines = text.decoder.decode(data, { stream: true }).split("\n");
    lines[0] = text.rest + lines[0];
    text.rest = lines.pop()!;
    if (text.rest.length > LONGEST_LINE) {
      lines.push(text.rest);
      text.rest = "";
    }
    for (const line of lines) {
      this.#log(step, text.time, line, changes);
      text.time = timestamp;
    }
    if (text.rest === "") text.time = null;
  }

  /** A step that has ended will not end its last line. */
  #printRest(step: Step, changes: StepChanges): void {
    const text = this.#texts.get(step.vertex.digest);
    this.#texts.delete(step.vertex.digest);
    const rest = text === undefined ? "" : text.rest + text.decoder.decode();
    if (rest !== "") this.#log(step, text!.time, rest, changes);
  }

  #log(step: Step, time: number | null, line: string, changes: StepChanges): void {
    const since = (time ?? this.latest) - (step.vertex.started ?? this.latest);
    // What was drawn over by a return of the carriage does not show.
    const end = stripEnd(line, "\r");
    const text = toLine(end.slice(end.lastIndexOf("\r") + 1));
    const log = { time: Math.max(0, since), text };
    step.logs.push(log);
    if (step.logs.length > KEPT_LOGS) step.logs.shift();
    changes.printed.push({ step, log });
  }
}
