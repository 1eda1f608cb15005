import type { FailedStep } from "./build_error.ts";
import type { BuildRecord } from "../types/build_trace.ts";
import { findInstruction } from "./instruction.ts";
import { withTrace } from "./trace.ts";

/** How many of the last lines that a step has printed are kept. */
const KEPT_LINES = 20;
/** How the old builder tells of a step that begins. */
const STEP_REGEXP = /^Step \d+\/\d+ : (.*)/;

/** A Dockerfile as this side knows it. */
export interface KnownDockerfile {
  /** What it is called. */
  readonly name: string;
  /** Its text. */
  readonly text: string;
}

/**
 * Finds the step that a build failed at; `null` when it was none of its steps.
 *
 * @param records What the build has told, the last of it at least.
 * @param dockerfile The Dockerfile, if this side knows it.
 */
export function findFailedStep(
  records: readonly unknown[],
  dockerfile: KnownDockerfile | null,
): FailedStep | null {
  const traced = records.map((record) => withTrace(record as BuildRecord));
  const found = findKitStep(traced) ?? findClassicStep(traced);
  if (found === null || dockerfile === null) return found;
  const lines = findInstruction(dockerfile.text, found.name);
  return lines === null ? found : { ...found, file: dockerfile.name, ...lines };
}

function findKitStep(records: readonly BuildRecord[]): FailedStep | null {
  const traces = records.flatMap(({ trace }) => trace ?? []);
  // Others are ended because of the one that failed.
  const failed = traces.flatMap(({ vertexes }) => vertexes)
    .find(({ error }) => error !== "" && !error.endsWith("context canceled"));
  if (failed === undefined) return null;
  const decoder = new TextDecoder();
  let output = "";
  for (const { vertex, data } of traces.flatMap(({ logs }) => logs)) {
    if (vertex === failed.digest) output += decoder.decode(data, { stream: true });
  }
  return stepOf(failed.name, output + decoder.decode());
}

function findClassicStep(records: readonly BuildRecord[]): FailedStep | null {
  let name: string | null = null;
  let output = "";
  for (const { stream } of records) {
    if (typeof stream !== "string") continue;
    const begun = STEP_REGEXP.exec(stream)?.[1];
    if (begun === undefined) output += stream;
    else [name, output] = [begun.trimEnd(), ""];
  }
  return name === null ? null : stepOf(name, output);
}

function stepOf(name: string, output: string): FailedStep {
  const lines = output.split(/\r?\n/).filter((line) => line !== "" && !/^ ---> /.test(line));
  return {
    name,
    logTail: lines.slice(-KEPT_LINES),
    file: null,
    startLine: null,
    endLine: null,
    source: [],
  };
}
