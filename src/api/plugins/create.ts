import { gzip } from "../../build/gzip.ts";
import { toBoolean } from "../../convert/checks.ts";
import { toName } from "../../convert/reference.ts";
import { show, wrongShape } from "../../convert/refuse.ts";
import { DockerError } from "../../errors.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { type Operation, operation } from "../../operation/operation.ts";
import { ofClient } from "../../operation/option.ts";
import type { Platform } from "../../platform/types.ts";
import { directoryJobs, packJobs } from "../../tar/pack_directory.ts";

/** Options of {@linkcode createPlugin}. */
export interface CreatePluginOptions extends CallOptions {
  /** Whether the directory is compressed on its way, which Engines up to now refuse. @default {false} */
  gzip?: boolean | null | undefined;
}

/** What {@linkcode createPlugin} asks of the Engine. */
export const CREATE: Operation<CreatePluginOptions> = operation("POST /plugins/create", {
  gzip: ofClient(toBoolean),
}, { since: "1.25" });

/**
 * Makes a plugin of a directory, which is streamed while it is packed (`POST /plugins/create`). Since
 * API 1.25.
 *
 * @param engine The engine.
 * @param name The plugin; without a tag `latest` is meant.
 * @param pluginDataDir The directory, with the plugin's `config.json` and its file system `rootfs`.
 * @param options Whether the directory is compressed on its way.
 * @returns True.
 * @throws {TypeError} When the directory has no `config.json` or no `rootfs`.
 * @throws {Conflict} When there is such a plugin.
 *
 * @example
 * ```ts no-run
 * import { createEngine, createPlugin } from "@longshore/docker/api";
 *
 * await createPlugin(createEngine(), "example/driver:dev", "./plugin");
 * ```
 */
export async function createPlugin(
  engine: Engine,
  name: string,
  pluginDataDir: string,
  options: CreatePluginOptions = {},
): Promise<true> {
  const plugin = toName(name, "name");
  const action = `Cannot create plugin "${plugin}"`;
  const call = CREATE.call(engine, action, [], options);
  const platform = await engine.platform();
  await checkDirectory(action, pluginDataDir, platform);
  // The directory is not opened for a version that does not know plugins.
  await call.negotiate();
  const archive = packJobs(directoryJobs(platform, pluginDataDir, { judge: () => "take" }));
  return await call.empty({
    query: { name: plugin },
    headers: { "Content-Type": "application/x-tar" },
    body: { stream: call.options.gzip ? gzip(archive) : archive },
    patience: Infinity,
  });
}

async function checkDirectory(
  action: string,
  directory: unknown,
  { files, paths }: Platform,
): Promise<void> {
  if (typeof directory !== "string" || directory === "") {
    throw wrongShape("pluginDataDir", directory, "the path of a directory");
  }
  for (const [name, kind] of [["config.json", "file"], ["rootfs", "directory"]] as const) {
    const info = await files.stat(paths.join(directory, name)).catch((cause) => {
      throw new DockerError(`${action}: ${show(directory)} is out of reach`, { cause });
    });
    if (info?.kind !== kind) {
      throw new TypeError(`${action}: the directory ${show(directory)} has no ${kind} "${name}"`);
    }
  }
}
