import type { Engine } from "../engine/engine.ts";
import type { Credentials } from "./credentials.ts";
import { configOf } from "./engine_config.ts";

const STORES = new WeakMap<Engine, Credentials>();

/** Resolves with the credentials of an engine's client; the first call loads and makes the store. */
export async function credentialsOf(engine: Engine): Promise<Credentials> {
  const { Credentials } = await import("./credentials.ts");
  const config = await configOf(engine);
  let store = STORES.get(engine);
  if (store === undefined) {
    store = new Credentials(config);
    STORES.set(engine, store);
  }
  return store;
}
