import type { FileSource, Platform } from "../../platform/types.ts";

/** What a store has of one digest. */
export interface StoredContent {
  /** The digest. */
  readonly digest: string;
  /** The size in bytes. */
  readonly size: number;
}

const DIGEST_REGEXP = /^(sha256|sha384|sha512):([0-9a-f]{64,128})$/;

/**
 * Content by digest in a directory, laid out as OCI has it: `blobs/sha256/...`, and an `index.json`
 * that names what is wanted again.
 */
export class ContentStore {
  readonly #platform: Platform;
  readonly #directory: string;

  /**
   * @param platform The file system.
   * @param directory The directory; it is made when something is written.
   */
  constructor(platform: Platform, directory: string) {
    this.#platform = platform;
    this.#directory = directory;
  }

  /** Finds content; `null` when there is none. */
  async find(digest: string): Promise<StoredContent | null> {
    const path = this.#path(digest);
    const info = path === null ? null : await this.#platform.files.stat(path);
    return info?.kind === "file" ? { digest, size: info.size } : null;
  }

  /** Opens content; `null` when there is none. */
  async open(digest: string): Promise<FileSource | null> {
    if (await this.find(digest) === null) return null;
    return await this.#platform.files.open(this.#path(digest)!);
  }

  /** Begins to write content, beside its place. */
  async create(): Promise<
    { path: string; sink: Awaited<ReturnType<Platform["files"]["create"]>> }
  > {
    const { files, paths } = this.#platform;
    const ingest = paths.join(this.#directory, "ingest");
    await files.mkdir(ingest, { recursive: true });
    const path = paths.join(ingest, crypto.randomUUID());
    return { path, sink: await files.create(path, { exclusive: true }) };
  }

  /** Puts what was written into its place. */
  async put(path: string, digest: string): Promise<void> {
    const { files, paths } = this.#platform;
    const target = this.#path(digest)!;
    await files.mkdir(paths.dirname(target), { recursive: true });
    await files.rename(path, target);
  }

  /** Removes what was written and is not wanted. */
  async discard(path: string): Promise<void> {
    await this.#platform.files.remove(path).catch(() => {});
  }

  /** Removes content. */
  async remove(digest: string): Promise<boolean> {
    if (await this.find(digest) === null) return false;
    await this.#platform.files.remove(this.#path(digest)!);
    return true;
  }

  /**
   * Finds the digest that the index has for a tag.
   *
   * @throws {RangeError} When there is no index, or it cannot be read.
   */
  async digestOf(tag: string): Promise<string | null> {
    const index = await this.#readIndex();
    const found = index?.manifests.find(({ annotations }) => annotations?.[NAME] === tag);
    return found?.digest ?? null;
  }

  /** Writes into the index what a tag stands for, and what lets others read the directory. */
  async tag(descriptor: Descriptor, tag: string): Promise<void> {
    const { files, paths } = this.#platform;
    const old = await this.#readIndex();
    const others = (old?.manifests ?? []).filter(({ annotations }) => annotations?.[NAME] !== tag);
    const named = { ...descriptor, annotations: { ...descriptor.annotations, [NAME]: tag } };
    const index = {
      schemaVersion: 2,
      mediaType: "application/vnd.oci.image.index.v1+json",
      manifests: [...others, named],
    };
    const layout = JSON.stringify({ imageLayoutVersion: "1.0.0" });
    await files.write(paths.join(this.#directory, "oci-layout"), layout);
    await files.write(paths.join(this.#directory, "index.json"), JSON.stringify(index));
  }

  async #readIndex(): Promise<{ manifests: Descriptor[] } | null> {
    const { files, paths } = this.#platform;
    const path = paths.join(this.#directory, "index.json");
    const text = await files.readText(path);
    if (text === null) return null;
    try {
      const { manifests } = JSON.parse(text);
      if (Array.isArray(manifests)) return { manifests };
    } catch (cause) {
      throw new RangeError(`${JSON.stringify(path)} is not JSON`, { cause });
    }
    throw new RangeError(`${JSON.stringify(path)} has no list of manifests`);
  }

  /** The path of a digest; no digest leads out of the directory. */
  #path(digest: string): string | null {
    const [, algorithm, hex] = DIGEST_REGEXP.exec(digest) ?? [];
    if (algorithm === undefined) return null;
    return this.#platform.paths.join(this.#directory, "blobs", algorithm, hex!);
  }
}

/** What stands for content in an index. */
export interface Descriptor {
  /** The digest. */
  digest: string;
  /** Notes, such as the tag. */
  annotations?: Record<string, string>;
  /** The media type, the size and the rest. */
  [field: string]: unknown;
}

const NAME = "org.opencontainers.image.ref.name";
