import type { Data } from "../../convert/data.ts";
import { toVersionIndex, type VersionIndex } from "../../convert/object_version.ts";
import { type Reference, toId, toName } from "../../convert/reference.ts";
import type { CallOptions, Engine } from "../../engine/engine.ts";
import { ofCall } from "../../operation/call.ts";
import type { Operation } from "../../operation/operation.ts";
import { readSecretData } from "./secret_data.ts";
import { sendingData } from "./sending_data.ts";

/** What a swarm keeps the content of. */
type Kept = "config" | "secret";

/**
 * Creates a secret or a config.
 *
 * @param engine The engine.
 * @param what Which of the two.
 * @param operation What is asked of the Engine.
 * @param name The name.
 * @param data The content.
 * @param options The options of the call.
 */
export async function createKept<Options extends CallOptions, Result>(
  engine: Engine,
  what: Kept,
  operation: Operation<Options>,
  name: string,
  data: Data,
  options: Options,
): Promise<Result> {
  return await sendingData(engine, data, "data", async (content) => {
    const Name = toName(name, "name");
    const call = operation.call(engine, `Cannot create ${what} "${Name}"`, [], options, { Name });
    const { signal } = call.options;
    // Who gave a secret's bytes may wipe them out as soon as the call has begun.
    const ready = content instanceof Uint8Array ? readSecretData(content, signal) : undefined;
    await call.negotiate();
    const Data = await (ready ?? readSecretData(content, signal));
    return await call.json<Result>({ json: { ...call.body as object, Data } });
  });
}

/**
 * Changes the labels of a secret or a config.
 *
 * @param engine The engine.
 * @param what Which of the two.
 * @param operation What is asked of the Engine.
 * @param id Which one.
 * @param version The version that is changed.
 * @param options The options of the call.
 * @param inspect Inspects it.
 */
export async function updateKept<Options extends CallOptions>(
  engine: Engine,
  what: Kept,
  operation: Operation<Options>,
  id: Reference,
  version: VersionIndex,
  options: Options,
  inspect: (engine: Engine, id: string, options: CallOptions) => Promise<{ Spec: object }>,
): Promise<true> {
  const own = toId(id, "id");
  const index = toVersionIndex(version, "version");
  const call = operation.call(engine, `Cannot update ${what} "${own}"`, [own], options);
  let spec = call.body as { Name?: string };
  if (spec.Name === undefined) {
    // The Engine wants the whole specification, of which it lets only the labels change.
    await call.negotiate();
    const { Spec } = await inspect(engine, own, ofCall(call.options));
    spec = { ...Spec, ...spec };
  }
  return await call.empty({ query: { version: index }, json: spec });
}
