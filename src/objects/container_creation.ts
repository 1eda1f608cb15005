import { createContainer } from "../api/containers/create.ts";
import { removeContainer } from "../api/containers/remove.ts";
import { type Command, toCommand } from "../convert/command.ts";
import { type Reference, toId } from "../convert/reference.ts";
import type { Engine } from "../engine/engine.ts";
import { APIError, messageOf, NotFound } from "../errors.ts";
import type { ContainerCreateResult } from "../types/container_config.ts";
import { ContainerError } from "./container_error.ts";
import type { toCreateOptions } from "./container_options.ts";
import { createWhole, type Creation, tellWarnings } from "./creation.ts";
import type { MadeLabels } from "./model.ts";
import { startExitCode } from "./process_io.ts";
import { type PullingOptions, withImage } from "./pulling.ts";

/** What else may be meant by an option of a run that is unknown. */
export const RUN_OPTIONS: readonly (string | readonly [option: string, alias: string])[] = [
  "pull",
  "onProgress",
  "authConfig",
  "stdout",
  "stderr",
  "input",
  "check",
  "remove",
  "timeout",
  "stream",
  "waitUntil",
  ["input", "stdin"],
  ["remove", "rm"],
];

/** Reads a command; undefined for the image's own. */
export function toWords(command: Command | null | undefined): string[] | undefined {
  return command == null ? undefined : toCommand(command, "command");
}

/**
 * Creates a container for a command, whole or not at all; an image that is missing is pulled.
 *
 * @param engine The engine.
 * @param image The image.
 * @param options What it is; the labels of the scope are among it.
 * @param labels The labels of the scope.
 * @param pulling When the image is pulled.
 * @returns The container's id.
 */
export async function createFor(
  engine: Engine,
  image: Reference,
  options: ReturnType<typeof toCreateOptions>,
  labels: MadeLabels,
  pulling: PullingOptions,
): Promise<string> {
  const { platform, signal, timeouts } = options;
  const name = toId(image, "image");
  return await withImage(
    engine,
    name,
    {
      ...pulling,
      platform: platform ?? undefined,
      signal,
      timeouts,
    },
    () =>
      createWhole(
        engine,
        options,
        containerCreation(engine, name, options, labels, ({ Id }) => Id),
      ),
  );
}

/**
 * Tells how a container is created whole or not at all.
 *
 * @param engine The engine.
 * @param image The image.
 * @param options What it is; the labels of the scope are among it.
 * @param labels The labels of the scope.
 * @param load Finds out what the caller gets.
 */
export function containerCreation<Result>(
  engine: Engine,
  image: Reference,
  options: ReturnType<typeof toCreateOptions>,
  labels: MadeLabels,
  load: (made: ContainerCreateResult) => Result | Promise<Result>,
): Creation<ContainerCreateResult, Result> {
  return {
    what: "a container",
    labels,
    make: async (_, signal) => {
      const made = await createContainer(engine, image, { ...options, signal });
      tellWarnings(engine, `container "${made.Id}"`, made.Warnings);
      return made;
    },
    load,
    undo: ({ Id }) => discard(engine, Id),
  };
}

/** Removes a container that nobody has use for; it may be gone already. */
export async function discard(engine: Engine, id: string): Promise<void> {
  try {
    await removeContainer(engine, id, { force: true, v: true });
  } catch (error) {
    // Gone, or the Engine is about to remove it by itself.
    if (error instanceof NotFound || error instanceof APIError && error.status === 409) return;
    engine.warn(`Cannot remove container "${id}" behind its run: ${messageOf(error)}`);
  }
}

/** Ends a container that may run still, and removes it. */
export async function discardRunning(engine: Engine, id: string): Promise<void> {
  // Podman would let it end by itself for as long as its stop timeout says, whatever is forced.
  const { kill } = await import("../api/containers/kill.ts");
  await kill(engine, id).catch(() => {}); // It may have ended.
  await discard(engine, id);
}

/** Makes the error of a command that could not be started, with the exit code that a shell gives. */
export function asStartFailure(
  error: unknown,
  action: string,
  container: string,
  image: string,
  command: string[] | undefined,
): unknown {
  const exitCode = error instanceof APIError ? startExitCode(error.explanation) : undefined;
  if (exitCode === undefined || container === "") return error;
  const stderr = `${(error as APIError).explanation}\n`;
  return new ContainerError(
    action,
    { container, exitCode, command, image, stdout: "", stderr },
    error,
  );
}
