import type { Engine } from "../engine/engine.ts";
import { Credentials } from "./credentials.ts";

const STORES = new WeakMap<Engine, Credentials>();

/** Returns the credentials of an engine's client; the store is made by the first call. */
export function credentialsOf(engine: Engine): Credentials {
  let store = STORES.get(engine);
  if (store === undefined) {
    store = new Credentials(
      engine.hasPlatform ? () => engine.platform() : null,
      (message) => engine.warn(message),
    );
    STORES.set(engine, store);
  }
  return store;
}
