import { type Reference, toId } from "../../convert/reference.ts";
import { requireVersion } from "../../operation/version_guard.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import type { ExecInspect } from "../../types/exec.ts";
import { path } from "../../operation/path.ts";

/** Returns what the Engine knows of a command: see {@linkcode APIClient.execInspect}. */
export async function execInspect(
  engine: Engine,
  execId: Reference,
  options: CallOptions = {},
): Promise<ExecInspect> {
  const id = toId(execId, "execId");
  const action = `Cannot inspect exec "${id}"`;
  requireVersion(action, await engine.negotiate(options), "execInspect", options);
  return await engine.json(action, "GET", path`/exec/${id}/json`, options);
}
