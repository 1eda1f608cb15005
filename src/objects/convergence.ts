import { inspectService } from "../api/services/inspect.ts";
import { tasks } from "../api/services/list_tasks.ts";
import type { CallOptions, Engine } from "../engine/engine.ts";
import { DockerError, TimeoutError } from "../errors.ts";
import { takeOwn } from "../operation/own_options.ts";
import type { Service } from "../types/services.ts";
import type { Task } from "../types/tasks.ts";
import { pause } from "../bytes/pause.ts";
import { CONVERGENCE_LIMITS, type ConvergenceLimits } from "./convergence_limits.ts";
import { Deadline } from "./deadline.ts";

/** Options of {@linkcode Service.waitUntilConverged}. */
export interface ConvergenceOptions extends CallOptions, ConvergenceLimits {}

const DEFAULT_TIMEOUT = 300;
const DEFAULT_INTERVAL = 0.25;
/** How long new tasks are watched where the service does not say, in nanoseconds: the Engine's own default. */
const DEFAULT_MONITOR = 5e9;

/** How many tasks are as they should be, and of how many. */
interface Progress {
  readonly ready: number;
  readonly wanted: number;
  /** What went wrong with a task last. */
  readonly failure: string;
}

/**
 * Waits until a service's tasks are what its specification asks for, and stay so for as long as its
 * `updateConfig.Monitor` says.
 *
 * @param engine The engine.
 * @param asked The service as it should be.
 * @param options The limit in time.
 * @param onSeen Told of the service each time that it is looked at.
 */
export async function untilConverged(
  engine: Engine,
  asked: Service,
  options: ConvergenceOptions,
  onSeen: (service: Service) => void,
): Promise<void> {
  const action = `Cannot wait until service "${asked.Spec.Name}" converges`;
  const [{ timeout = DEFAULT_TIMEOUT, interval = DEFAULT_INTERVAL }, { signal, timeouts }] =
    takeOwn(action, options, CONVERGENCE_LIMITS, []);
  const deadline = new Deadline(timeout, signal);
  const call = { signal: deadline.signal, timeouts };
  let progress: Progress | undefined;
  try {
    for (let since = 0;;) {
      const service = await inspectService(engine, asked.ID, call);
      onSeen(service);
      const problem = problemOf(service, asked);
      if (problem !== null) throw new DockerError(`${action}: ${problem}`);
      // The filter that the docker command uses: tasks of the service as it is now.
      const filters = { service: asked.ID, "_up-to-date": true };
      progress = progressOf(service, await tasks(engine, { ...call, filters }));
      if (progress.ready < progress.wanted) since = 0;
      else if (isJob(service)) return;
      else {
        since ||= Date.now();
        const monitor = service.Spec.UpdateConfig?.Monitor || DEFAULT_MONITOR;
        if (Date.now() - since >= monitor / 1e6) return;
      }
      await pause(interval * 1000, deadline.signal);
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (!deadline.expired) throw error;
    throw new TimeoutError(action, "total", timeout, progress && textOf(progress));
  } finally {
    deadline.clear();
  }
}

/** What keeps a service from ever being as it was asked for; null when nothing does. */
function problemOf({ Spec, UpdateStatus }: Service, asked: Service): string | null {
  const { State, Message } = UpdateStatus ?? {};
  if (State === "paused") return `its update was paused: ${Message}`;
  if (State === "rollback_paused") return `its rollback was paused: ${Message}`;
  // A rollback that was asked for leads to what is asked for.
  const isRolledBack = State?.startsWith("rollback") &&
    JSON.stringify(Spec) !== JSON.stringify(asked.Spec);
  return isRolledBack ? `its update was rolled back: ${Message}` : null;
}

function isJob({ Spec: { Mode } }: Service): boolean {
  return Boolean(Mode?.ReplicatedJob ?? Mode?.GlobalJob);
}

function progressOf(service: Service, all: readonly Task[]): Progress {
  const { Mode } = service.Spec;
  const run = service.JobStatus?.JobIteration?.Index;
  const due = isJob(service)
    ? all.filter(({ JobIteration }) => (JobIteration?.Index ?? 0) === (run ?? 0))
    : all.filter(({ DesiredState }) => DesiredState === "running");
  const end = isJob(service) ? "complete" : "running";
  const places = new Set(due.map(({ Slot, NodeID }) => Slot || NodeID));
  const ready = new Set(
    due.filter(({ Status }) => Status.State === end).map(({ Slot, NodeID }) => Slot || NodeID),
  );
  const wanted = Mode?.Replicated?.Replicas ?? Mode?.ReplicatedJob?.TotalCompletions ??
    Mode?.ReplicatedJob?.MaxConcurrent ??
    // Of a service on every node the swarm makes all tasks at once.
    (Mode?.Global || Mode?.GlobalJob ? Math.max(places.size, 1) : 1);
  const failed = all.filter(({ Status }) => Status.Err)
    .sort((a, b) => (a.Status.Timestamp ?? "") < (b.Status.Timestamp ?? "") ? -1 : 1);
  return { ready: ready.size, wanted, failure: failed.at(-1)?.Status.Err ?? "" };
}

function textOf({ ready, wanted, failure }: Progress): string {
  const counts = `${ready} of ${wanted} tasks are ready`;
  return failure === "" ? counts : `${counts}; the last failure: ${failure}`;
}
