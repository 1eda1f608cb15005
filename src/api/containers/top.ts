import { toText } from "../../convert/checks.ts";
import { type Reference, toId } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import type { ContainerTop } from "../../types/containers.ts";
import { path } from "../../operation/path.ts";
import { query } from "../../operation/query.ts";

/** Options of {@linkcode top}. */
export interface TopOptions extends CallOptions {
  /** Arguments of the host's `ps`, e.g. `aux`; the Engine's default is `-ef`. */
  psArgs?: string;
}

/** Lists a container's processes: see {@linkcode APIClient.top}. */
export async function top(
  engine: Engine,
  container: Reference,
  options: TopOptions = {},
): Promise<ContainerTop> {
  const id = toId(container, "container");
  const { psArgs } = options;
  return await engine.json(
    `Cannot list the processes of container "${id}"`,
    "GET",
    path`/containers/${id}/top`,
    options,
    {
      query: query({ ps_args: psArgs == null ? undefined : toText(psArgs, "psArgs") }),
    },
  );
}
