import { logs } from "../api/containers/logs.ts";
import type { LogsOptions } from "../api/containers/logs.ts";
import { toBoolean } from "../convert/checks.ts";
import type { Reference } from "../convert/reference.ts";
import { takeOwn } from "../operation/own_options.ts";
import type { BatchStream } from "../streams/batch_stream.ts";
import { lines, type OutputLine } from "../streams/output_lines.ts";
import { engineOf, type EngineOwner } from "./model.ts";

/** Options of {@linkcode containerLines}. */
export interface ContainerLinesOptions
  extends Omit<LogsOptions, "stream" | "demux" | "follow" | "format"> {
  /** Whether lines that are still to come are waited for, until the container ends. @default {false} */
  follow?: boolean | null | undefined;
}

/**
 * Reads the lines of a container's log: `GET /containers/{id}/logs`.
 *
 * @param owner The client, or its Engine.
 * @param container The container's id or name.
 * @param options Which lines; with `timestamps`, each has its `time`.
 */
export async function containerLines(
  owner: EngineOwner,
  container: Reference,
  options: ContainerLinesOptions = {},
): Promise<BatchStream<OutputLine>> {
  const own = { follow: toBoolean };
  const [{ follow = false }, rest] = takeOwn("Cannot read the lines of a log", options, own);
  const call = { ...rest, follow, stream: true as const, demux: true as const };
  const frames = await logs(engineOf(owner), container, call);
  return lines(frames, { timestamps: rest.timestamps === true });
}
