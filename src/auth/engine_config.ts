import type { Engine } from "../engine/engine.ts";
import type { ConfigStore } from "./config_store.ts";
import type { ProxyVariables } from "./proxies.ts";

const STORES = new WeakMap<Engine, ConfigStore>();

/** Resolves with the configuration of an engine's client; the first call loads and makes the store. */
export async function configOf(engine: Engine): Promise<ConfigStore> {
  const { ConfigStore } = await import("./config_store.ts");
  let store = STORES.get(engine);
  if (store === undefined) {
    store = new ConfigStore(
      engine.hasPlatform ? () => engine.platform() : null,
      (message) => engine.warn(message),
    );
    STORES.set(engine, store);
  }
  return store;
}

/**
 * Resolves with the proxy variables that the configuration file has for an engine.
 *
 * @param engine The engine.
 * @param wanted Whether the caller wants them; yes unless told otherwise.
 */
export async function proxyVariables(
  engine: Engine,
  wanted: boolean | undefined,
): Promise<ProxyVariables> {
  if (wanted === false) return [];
  const config = await (await configOf(engine)).readIfAllowed();
  const { proxiesOf } = await import("./proxies.ts");
  return proxiesOf(config.proxies, engine.address);
}

/**
 * Resolves with the keys that detach from a terminal: those of the call, or of the configuration file.
 *
 * @param engine The engine.
 * @param own What the call asks for.
 */
export async function detachKeys(
  engine: Engine,
  own: string | null | undefined,
): Promise<string | undefined> {
  return own ?? (await (await configOf(engine)).readIfAllowed()).detachKeys;
}
