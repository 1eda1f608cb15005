import type { KitJob, RunningKit } from "./kit_job.ts";
import { credentialsOf } from "../../auth/engine_credentials.ts";
import { ResultCollector } from "../../build/build_result.ts";
import { KitBuild } from "../../build/kit_build.ts";
import { type OutputSpec, toOutputs } from "../../build/output/output_options.ts";
import type { SessionServices } from "../../build/session/services.ts";
import { toSecrets } from "../../build/session/secret_options.ts";
import { toSshAgents } from "../../build/session/ssh_options.ts";
import { openCaches } from "../../build/solve/caches.ts";
import { openContexts } from "../../build/solve/contexts.ts";
import { uploadContext } from "../../build/solve/upload.ts";
import { toCaches } from "../../build/solve/solve_options.ts";
import type { BuildSource } from "../../build/source.ts";
import { listOf, toText } from "../../convert/checks.ts";
import type { Engine } from "../../engine/engine.ts";
import type { Call } from "../../operation/call.ts";
import { type ByteBatches, explained } from "../../streams/output.ts";
import { credentialFinder } from "../common/registry_auth.ts";
import { push } from "../images/push.ts";
import type { BuildOptions } from "./build_call.ts";
import { solveKit } from "./solve.ts";

/**
 * Begins a BuildKit build.
 *
 * @param engine The engine.
 * @param call The call.
 * @param source What it is made of.
 *
 * @internal
 */
export async function runKit(
  engine: Engine,
  call: Call<BuildOptions>,
  source: BuildSource,
): Promise<RunningKit> {
  const { action, options } = call;
  const wanted = toOutputs(options.outputs ?? [], "outputs");
  const pushes = wanted.some(isPush) && !await hasImageStore(engine, call);
  const outputs = wanted.map((output) => toOwn(output, pushes));
  const isSolved = needsSolve(call.options, outputs);
  const load = (): ReturnType<Engine["platform"]> => Promise.resolve(engine.platform());
  const { attrs, directories } = await openContexts(load, action, options.contexts ?? {});
  const upload = isSolved && source.body !== undefined ? uploadContext(source.body) : null;
  const caches = await openCaches(
    load,
    action,
    (message) => engine.warn(message),
    toCaches(options.cacheTo ?? [], "cacheTo", "dest"),
    toCaches(options.cacheFrom ?? [], "cacheFrom", "src"),
  );
  const services = {
    ...kitServices(engine, call, source, directories),
    handlers: new Map([...upload?.handlers ?? [], ...caches.handlers]),
  };
  const needs = isSolved || source.mounts || outputs.some(({ dest }) => dest !== null) ||
    await asksSession(engine, options);
  const job = { engine, call, source, outputs, caches };
  const kit = await KitBuild.open(
    engine,
    action,
    {
      id: options.buildId,
      services: needs ? services : null,
      outputs,
      attrs: upload === null ? attrs : { ...attrs, context: upload.address },
    },
    options,
  );
  try {
    const running = isSolved ? await solveKit(job, kit) : await sendKit(job, kit);
    const body = pushes ? withPushes(running.body, job, wanted) : running.body;
    return { ...running, body: kit.watch(body) };
  } catch (error) {
    await kit.end(false);
    throw error;
  }
}

/** Sends a build that `POST /build` has all parameters for. */
async function sendKit({ call, source, outputs }: KitJob, kit: KitBuild): Promise<RunningKit> {
  const sent = outputs.map(({ type, attrs }) => ({ Type: type, Attrs: attrs }));
  const answer = await call.stream({
    query: {
      version: "2",
      buildid: kit.id,
      session: kit.sessionId,
      outputs: sent.length === 0 ? undefined : JSON.stringify(sent),
      remote: source.remote,
      dockerfile: source.dockerfile,
    },
    headers: source.headers,
    body: source.body,
    total: call.options.timeout,
    quiet: true,
    patience: Infinity,
    image: false,
  }, kit.signal);
  const { body } = answer;
  return {
    kit,
    body,
    collector: new ResultCollector(call.options.quiet),
    details: answer.details.bind(answer),
  };
}

/** Takes what a build may be asked for. */
function kitServices(
  engine: Engine,
  { options: { secrets, ssh, authConfigs } }: Call<BuildOptions>,
  { sync }: BuildSource,
  named: ReadonlyMap<string, string>,
): Omit<SessionServices, "onFailure"> {
  return {
    secrets: secrets == null ? undefined : toSecrets(secrets, "secrets"),
    ssh: ssh == null ? undefined : toSshAgents(ssh, "ssh"),
    credentials: credentialFinder(engine, authConfigs),
    directories: new Map([...sync?.directories ?? [], ...named]),
    sharedKey: sync?.sharedKey,
  };
}

/** Tells whether a build may ask this side for something. */
async function asksSession(
  engine: Engine,
  { secrets, ssh, authConfigs }: Call<BuildOptions>["options"],
): Promise<boolean> {
  if ([secrets, ssh, authConfigs].some((one) => one != null)) return true;
  return !await (await credentialsOf(engine)).isEmpty();
}

/** Tells whether a build asks for what `POST /build` has no parameters for. */
function needsSolve(
  options: Call<BuildOptions>["options"],
  outputs: readonly OutputSpec[],
): boolean {
  const { contexts, cacheTo, noCacheFilter, attestations, entitlements, cacheFrom } = options;
  const { cgroupParent, call } = options;
  if (Object.keys(contexts ?? {}).length > 0) return true;
  // The Engine has a parameter for the cgroup, and gives it to its old builder alone.
  if ([attestations, call, cgroupParent].some((one) => one != null)) return true;
  if ([cacheTo, noCacheFilter, entitlements].some((list) => (list ?? []).length > 0)) return true;
  const caches = toCaches(cacheFrom ?? [], "cacheFrom", "src");
  if (caches.some(({ type, attrs }) => type !== "registry" || Object.keys(attrs).length > 1)) {
    return true;
  }
  return outputs.length > 1 ||
    outputs.some(({ type }) => !["moby", "local", "tar"].includes(type));
}

function isPush({ attrs }: OutputSpec): boolean {
  return attrs.push === "true";
}

/** Takes an image that stays in the Engine as the Engine's own exporter makes it. */
function toOwn({ type, attrs, dest }: OutputSpec, pushes: boolean): OutputSpec {
  const stays = type === "image" && (pushes || attrs.push !== "true") ||
    type === "docker" && dest === null;
  if (!stays) return { type, attrs, dest };
  const { push: _, ...rest } = attrs;
  return { type: "moby", attrs: rest, dest };
}

/** Tells whether the Engine keeps its images in the containerd image store, whose exporter pushes. */
async function hasImageStore(engine: Engine, call: Call<BuildOptions>): Promise<boolean> {
  const { DriverStatus } = await engine.json<{ DriverStatus?: string[][] | null }>(
    call.action,
    "GET",
    "/info",
    call.options,
    { shape: "object" },
  );
  return (DriverStatus ?? []).some(([, value]) => value === "io.containerd.snapshotter.v1");
}

/** Pushes what was built behind the build's output, where the builder cannot. */
function withPushes(body: ByteBatches, job: KitJob, wanted: readonly OutputSpec[]): ByteBatches {
  const { engine, call } = job;
  const names = wanted.filter(isPush).flatMap(({ attrs }) => attrs.name?.split(",") ?? []);
  const { tag, authConfigs, signal, timeouts } = call.options;
  const tags = names.length > 0 ? names : listOf(toText)([tag ?? []].flat(), "tag");
  const find = credentialFinder(engine, authConfigs);
  let current: ByteBatches | null = body;
  const queue = [...tags];
  return {
    async next(): Promise<Uint8Array<ArrayBuffer>[] | null> {
      for (;;) {
        const batch = current === null ? null : await current.next();
        if (batch !== null) return batch;
        const name = queue.shift();
        if (name === undefined) return null;
        const registry = name.includes("/") ? name.split("/")[0]! : "docker.io";
        const authConfig = authConfigs == null ? undefined : await find(registry) ?? {};
        const stream = await push(engine, name, { stream: true, authConfig, signal, timeouts });
        const batches = stream.batches();
        current = {
          next: async () => (await batches.next()).value ?? null,
          cancel: (reason) => void stream.cancel(reason).catch(() => {}),
        };
      }
    },
    cancel: (reason) => current?.cancel(reason),
    explain: (error) => explained(body, error),
  };
}
