import { start } from "../api/containers/start.ts";
import { toBoolean, toSeconds } from "../convert/checks.ts";
import type { Command } from "../convert/command.ts";
import { type Reference, toId } from "../convert/reference.ts";
import type { Engine } from "../engine/engine.ts";
import { NotFound, TimeoutError } from "../errors.ts";
import { takeOwn } from "../operation/own_options.ts";
import {
  asStartFailure,
  createFor,
  discardRunning,
  RUN_OPTIONS,
  toWords,
} from "./container_creation.ts";
import { type ContainerOptions, toCreateOptions } from "./container_options.ts";
import { Deadline } from "./deadline.ts";
import { detachedOptions } from "./detached.ts";
import { engineOf, type EngineOwner, type MadeLabels, madeLabels } from "./model.ts";
import { showCommand } from "./process_io.ts";
import { PULLING_OPTIONS } from "./pulling.ts";
import type { RunContainerOptions } from "./run.ts";
import { type ContainerCondition, toCondition } from "./wait/condition.ts";
import { WaitError } from "./wait/wait_error.ts";
import { waitUntil } from "./wait/wait_until.ts";

/** What a container takes that is left running. */
export interface StartContainerOptions
  extends Omit<RunContainerOptions, "stdout" | "stderr" | "input" | "check"> {
  /**
   * What is waited for behind the start, e.g. `healthy()`, for 60 seconds unless `timeout` says
   * otherwise; a container that never gets there is removed.
   */
  waitUntil?: ContainerCondition | null | undefined;
}

const DETACHED_OPTIONS = {
  ...PULLING_OPTIONS,
  remove: toBoolean,
  timeout: toSeconds,
  waitUntil: toCondition,
};
const ATTACHED = ["stdout", "stderr", "input", "check"];

/**
 * Runs a command in a new container and leaves it running: pulls the image if it is missing, creates
 * the container and starts it.
 *
 * @param owner The client, or its Engine.
 * @param image The image's name or id.
 * @param command The command.
 * @param options What the container is; `remove` lets the Engine remove it when it ends.
 * @param labels Labels of a scope.
 * @returns The container's id.
 * @throws {ContainerError} When the command cannot be started (127, 126); the container is removed.
 * @throws {WaitError} When what is waited for will never be; the container is removed.
 * @throws {TimeoutError} When it takes too long; the container is removed.
 */
export async function startContainer(
  owner: EngineOwner,
  image: Reference,
  command?: Command | null,
  options: StartContainerOptions = {},
  labels: MadeLabels = {},
): Promise<string> {
  return await launch(engineOf(owner), image, command, options, labels);
}

/**
 * Creates a container and starts it: see {@linkcode startContainer}.
 *
 * @param onCreated Called with the id before the start: the Engine may remove the container at its end.
 */
export async function launch(
  engine: Engine,
  image: Reference,
  command: Command | null | undefined,
  options: StartContainerOptions,
  labels: MadeLabels,
  onCreated?: (id: string) => Promise<void>,
): Promise<string> {
  const words = toWords(command);
  const action = `Cannot run ${showCommand(words)} in image "${toId(image, "image")}"`;
  const [own, rest] = takeOwn(
    action,
    detachedOptions<RunContainerOptions & StartContainerOptions>(action, options, ATTACHED),
    DETACHED_OPTIONS,
  );
  const { remove, timeout, waitUntil: condition, ...pulling } = own;
  const flat: ContainerOptions = { ...rest, detach: true };
  if (remove) flat.autoRemove = true;
  const created = toCreateOptions(words, flat, await madeLabels(labels), RUN_OPTIONS);
  const deadline = new Deadline(timeout, rest.signal);
  const { timeouts } = rest;
  const call = { signal: deadline.signal, timeouts };
  try {
    const id = await createFor(engine, image, { ...created, ...call }, labels, pulling);
    try {
      await onCreated?.(id);
      await start(engine, id, call);
      if (condition !== undefined) {
        // Its own limit is what is left.
        deadline.clear();
        const limit = timeout ? { timeout: deadline.left } : { timeout };
        await waitUntil(engine, id, condition, { ...limit, signal: rest.signal, timeouts })
          .catch((error) => {
            if (!remove || !(error instanceof NotFound)) throw error;
            // It was gone before the first question: how it ended, the Engine knows no more.
            const what = `Cannot wait until container "${id}" ${condition.description}`;
            throw new WaitError(`${what}: the container ended and was removed`, id, null, "");
          });
      }
    } catch (error) {
      await discardRunning(engine, id);
      throw asStartFailure(error, action, id, toId(image, "image"), words);
    }
    return id;
  } catch (error) {
    throw deadline.expired ? new TimeoutError(action, "total", timeout!) : error;
  } finally {
    deadline.clear();
  }
}
