import type { Platform } from "../../platform/types.ts";
import { expandHome, reach } from "../paths.ts";
import type { SessionHandlers } from "../session/session.ts";
import { contentHandlers } from "./content_service.ts";
import { ContentStore, type Descriptor } from "./content_store.ts";
import type { TypedAttrs } from "./control.ts";

/** Caches of a build as the builder is told of them, and what this side has of them. */
export interface OpenedCaches {
  /** Where the cache goes. */
  readonly exports: readonly TypedAttrs[];
  /** Where cache comes from. */
  readonly imports: readonly TypedAttrs[];
  /** What answers the builder. */
  readonly handlers: SessionHandlers;
  /** Takes note of what the builder has put into directories. */
  finish(response: Readonly<Record<string, string>>): Promise<void>;
}

const TAG = "latest";

/**
 * Opens the caches of a build; those of type `local` are directories on this side.
 *
 * @param platform Loads the file system.
 * @param action What is attempted, for errors.
 * @param warn Told of a directory that has no cache yet.
 * @param exports Where the cache goes.
 * @param imports Where cache comes from.
 * @throws {RangeError} When a directory cannot be used.
 */
export async function openCaches(
  platform: () => Promise<Platform>,
  action: string,
  warn: (message: string) => void,
  exports: readonly TypedAttrs[],
  imports: readonly TypedAttrs[],
): Promise<OpenedCaches> {
  const stores = new Map<string, ContentStore>();
  const targets: { store: ContentStore; tag: string }[] = [];
  // The builder knows a directory by a name of our own: it need not learn of paths.
  const add = async (directory: string): Promise<{ name: string; store: ContentStore }> => {
    const loaded = await platform();
    const location = expandHome(loaded.system, directory);
    const info = await reach(`${action}: cache "local"`, directory, loaded.files.stat(location));
    if (info !== null && info.kind !== "directory") {
      const shown = JSON.stringify(directory);
      throw new RangeError(`${action}: cache "local": ${shown} is a file, not a directory`);
    }
    const name = `cache-${stores.size}`;
    const store = new ContentStore(loaded, location);
    stores.set(`local:${name}`, store);
    return { name, store };
  };
  const digestOf = (store: ContentStore, tag: string): Promise<string | null> =>
    store.digestOf(tag).catch((error) => {
      throw new RangeError(`${action}: cache "local": ${error.message}`, { cause: error });
    });
  const opened: TypedAttrs[][] = [[], []];
  for (const { type, attrs } of exports) {
    if (type !== "local") opened[0]!.push({ type, attrs });
    else {
      const { name, store } = await add(attrs.dest!);
      targets.push({ store, tag: attrs.tag ?? TAG });
      opened[0]!.push({ type, attrs: { ...attrs, dest: name } });
    }
  }
  for (const { type, attrs } of imports) {
    if (type !== "local") {
      opened[1]!.push({ type, attrs });
      continue;
    }
    const { name, store } = await add(attrs.src!);
    const digest = attrs.digest ?? await digestOf(store, attrs.tag ?? TAG);
    // The first build of a project has none.
    if (digest === null) warn(`There is no cache of builds in ${JSON.stringify(attrs.src)} yet`);
    else opened[1]!.push({ type, attrs: { ...attrs, src: name, digest } });
  }
  return {
    exports: opened[0]!,
    imports: opened[1]!,
    handlers: stores.size === 0 ? new Map() : contentHandlers(stores, async (path) => {
      return `sha256:${await (await platform()).files.sha256(path)}`;
    }),
    async finish(response): Promise<void> {
      const text = response["cache.manifest"];
      if (text === undefined) return;
      const descriptor: Descriptor = JSON.parse(text);
      for (const { store, tag } of targets) await store.tag(descriptor, tag);
    },
  };
}
