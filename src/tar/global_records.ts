/** What is known of a key from a global header on. */
interface Change<V> {
  /** How many global headers were read before it. */
  readonly since: number;
  /** The value; `undefined` where it was taken back. */
  readonly value: V | undefined;
}

/**
 * The records of an archive's global headers, as they stood at each entry: what an entry sees of them
 * costs nothing, however many they are and however often they change.
 */
export class GlobalRecords<V> {
  readonly #changes = new Map<string, Change<V>[]>();
  #version = 0;
  #size = 0;

  /** How many headers were read; later ones change nothing of what this number stands for. */
  get version(): number {
    return this.#version;
  }

  /** How many keys have a value. */
  get size(): number {
    return this.#size;
  }

  /** Takes the records of one more global header; `undefined` takes a key back. */
  add(records: Iterable<[key: string, value: V | undefined]>): void {
    this.#version++;
    for (const [key, value] of records) {
      let changes = this.#changes.get(key);
      if (changes === undefined) this.#changes.set(key, changes = []);
      const before = changes.at(-1)?.value;
      this.#size += Number(value !== undefined) - Number(before !== undefined);
      changes.push({ since: this.#version, value });
    }
  }

  /** The value that a key had after so many headers. */
  get(key: string, version: number): V | undefined {
    const changes = this.#changes.get(key);
    if (changes === undefined) return undefined;
    let low = 0;
    let high = changes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (changes[middle]!.since <= version) low = middle + 1;
      else high = middle;
    }
    return changes[low - 1]?.value;
  }

  /** All keys that ever had a value. */
  keys(): Iterable<string> {
    return this.#changes.keys();
  }
}

/** The records of one entry: its own before the global ones. An empty text takes a global one back. */
export class EntryRecords<V extends string | Uint8Array> implements ReadonlyMap<string, V> {
  /** How many records there are. */
  readonly size: number;
  readonly #global: GlobalRecords<V>;
  readonly #version: number;
  readonly #own: ReadonlyMap<string, V> | undefined;

  /**
   * Joins the records of global headers, as they are now, with an entry's own.
   *
   * @param global The global ones.
   * @param own The entry's own, if it has any.
   */
  constructor(global: GlobalRecords<V>, own: ReadonlyMap<string, V> | undefined) {
    this.#global = global;
    this.#version = global.version;
    this.#own = own;
    let { size } = global;
    if (own !== undefined) {
      for (const [key, value] of own) {
        size += Number(value !== "") - Number(global.get(key, this.#version) !== undefined);
      }
    }
    this.size = size;
  }

  /** Returns a record's value. */
  get(key: string): V | undefined {
    const own = this.#own?.get(key);
    if (own !== undefined) return own === "" ? undefined : own;
    return this.#global.get(key, this.#version);
  }

  /** Tells whether there is a record. */
  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  /** Calls back for each record. */
  forEach(
    visit: (value: V, key: string, map: ReadonlyMap<string, V>) => void,
    thisArg?: unknown,
  ): void {
    for (const [key, value] of this) visit.call(thisArg, value, key, this);
  }

  /** The keys and values. */
  *entries(): MapIterator<[string, V]> {
    for (const key of this.#global.keys()) {
      if (this.#own?.has(key)) continue;
      const value = this.#global.get(key, this.#version);
      if (value !== undefined) yield [key, value];
    }
    for (const [key, value] of this.#own ?? []) if (value !== "") yield [key, value];
    return undefined;
  }

  /** The keys. */
  *keys(): MapIterator<string> {
    for (const [key] of this.entries()) yield key;
    return undefined;
  }

  /** The values. */
  *values(): MapIterator<V> {
    for (const [, value] of this.entries()) yield value;
    return undefined;
  }

  /** The keys and values. */
  [Symbol.iterator](): MapIterator<[string, V]> {
    return this.entries();
  }
}
