import type { Engine } from "../engine/engine.ts";
import { Credentials } from "./credentials.ts";
import { configOf } from "./engine_config.ts";

const STORES = new WeakMap<Engine, Credentials>();

/** Returns the credentials of an engine's client; the store is made by the first call. */
export function credentialsOf(engine: Engine): Credentials {
  let store = STORES.get(engine);
  if (store === undefined) {
    store = new Credentials(configOf(engine));
    STORES.set(engine, store);
  }
  return store;
}
