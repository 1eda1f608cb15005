import { isPodman } from "../engine/podman.ts";
import type { CallOptions } from "../engine/call_options.ts";
import type { Engine } from "../engine/engine.ts";
import { compareVersions } from "../engine/version.ts";

/** A builder of the Engine: the old one or BuildKit. */
export type BuilderVersion = "1" | "2";

/** The first API version whose Engines have BuildKit with sessions. */
const FIRST = "1.39";

/**
 * Finds the builder that a build is to have: the one that is asked for, or with `auto` BuildKit where
 * the Engine has it.
 *
 * @param engine The engine.
 * @param wanted What is asked for.
 * @param options The call's own options.
 */
export async function findBuilder(
  engine: Engine,
  wanted: BuilderVersion | "auto",
  options: CallOptions,
): Promise<BuilderVersion> {
  if (wanted !== "auto") return wanted;
  const version = await engine.negotiate(options);
  if (compareVersions(version, FIRST) < 0) return "1";
  const { head } = await engine.ping(options);
  const told = head.header("builder-version");
  if (told === "1" || told === "2") return told;
  // Older Engines have it on Linux and do not say so; Podman has builds of its own.
  const isOther = isPodman(head);
  return isOther || head.header("ostype") !== "linux" ? "1" : "2";
}
