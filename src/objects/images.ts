import { pruneBuilds } from "../api/build/prune.ts";
import { inspectImage } from "../api/images/inspect.ts";
import { inspectDistribution } from "../api/images/inspect_distribution.ts";
import { images } from "../api/images/list.ts";
import { loadImage } from "../api/images/load.ts";
import { pruneImages } from "../api/images/prune.ts";
import { pull } from "../api/images/pull.ts";
import { push } from "../api/images/push.ts";
import { removeImage } from "../api/images/remove.ts";
import { search } from "../api/images/search.ts";
import type { BuildOptions } from "../api/build/build_call.ts";
import type { PruneBuildsOptions } from "../api/build/prune.ts";
import type { RegistryOptions } from "../api/common/registry_auth.ts";
import type { InspectImageOptions } from "../api/images/inspect.ts";
import type { ImagesOptions } from "../api/images/list.ts";
import type { LoadImageOptions } from "../api/images/load.ts";
import type { PruneImagesOptions } from "../api/images/prune.ts";
import type { PushOptions } from "../api/images/push.ts";
import type { RemoveImageOptions } from "../api/images/remove.ts";
import type { SearchOptions } from "../api/images/search.ts";
import { toBoolean, toFunction } from "../convert/checks.ts";
import type { Data } from "../convert/data.ts";
import { parseImageName } from "../convert/image_name.ts";
import type { Reference } from "../convert/reference.ts";
import type { BatchStream } from "../streams/batch_stream.ts";
import { BuildError } from "../build/build_error.ts";
import type { BuildPruneReport } from "../types/build.ts";
import type { BuildRecord } from "../types/build_trace.ts";
import type {
  ImageDeleteItem,
  ImageInspect,
  ImageSearchResult,
  ImagesPruneReport,
} from "../types/images.ts";
import type { ProgressRecord } from "../types/progress.ts";
import { checkOptions } from "../operation/check_options.ts";
import { Image } from "./image.ts";
import { forMany } from "./many.ts";
import { Collection, madeLabels, refuseOthers, withLabels } from "./model.ts";
import { takeOwn } from "../operation/own_options.ts";
import { drain, type OnProgress } from "./progress.ts";
import { pullImage, type PullImageOptions } from "./pull_image.ts";
import { RegistryData } from "./registry_data.ts";

/** Options of {@linkcode ImageCollection.build}. */
export interface ImageBuildOptions
  extends Omit<BuildOptions, "decode" | "stream" | "rejectOnError" | "quiet"> {
  /** Told of each record of the build's output. */
  onProgress?: ((record: BuildRecord) => void) | null | undefined;
}

/** Options of {@linkcode ImageCollection.list}. */
export interface ImageListOptions
  extends Omit<ImagesOptions, "quiet" | "viz" | "name">, Pick<ImagesOptions, "name"> {}

/** Options of {@linkcode ImageCollection.load}. */
export interface ImageLoadOptions extends Omit<LoadImageOptions, "rejectOnError"> {
  /** Told of each record of the progress. */
  onProgress?: OnProgress | null | undefined;
}

/** Options of {@linkcode ImageCollection.pull}. */
export interface ImagePullOptions extends PullImageOptions {
  /** Whether all tags of the repository are pulled. @default {false} */
  allTags?: boolean | null | undefined;
}

/** Options of {@linkcode ImageCollection.push}. */
export interface ImagePushOptions extends PushOptions {
  /** Told of each record of the progress; what is streamed tells it by itself. */
  onProgress?: OnProgress | null | undefined;
}

/** The images of an Engine. */
export class ImageCollection extends Collection<Image> {
  /**
   * Builds an image: `POST /build`.
   *
   * @param options What it is made of, and how; labels of a scope are added to it.
   * @returns The image, and the records of the output.
   * @throws {BuildError} When the build fails.
   */
  async build(options: ImageBuildOptions): Promise<[image: Image, log: BuildRecord[]]> {
    const own = { onProgress: toFunction };
    const [{ onProgress }, rest] = takeOwn("Cannot build the image", options, own);
    const log: BuildRecord[] = [];
    let id: string | undefined;
    const building: BuildOptions = withLabels(rest, await madeLabels(this.labels));
    const { build } = await import("../api/build/build.ts");
    await drain(await build(this.engine, { ...building, decode: true }), (record) => {
      log.push(record);
      id = builtImage(record) ?? id;
      onProgress?.(record);
    });
    if (id === undefined) {
      throw new BuildError("Cannot build the image", {
        status: 500,
        explanation: "the output does not tell the image's id",
        method: "POST",
        path: "/build",
        records: log,
      });
    }
    return [await this.get(id, { signal: rest.signal, timeouts: rest.timeouts }), log];
  }

  /**
   * Resolves with an image: `GET /images/{name}/json`.
   *
   * @param name The name or id.
   * @param options Which platform, and whether manifests are told.
   * @throws {ImageNotFound} When there is none.
   */
  override async get(name: Reference, options?: InspectImageOptions): Promise<Image> {
    refuseOthers(name, Image, "image");
    return this.prepareModel(await inspectImage(this.engine, name, options));
  }

  /**
   * Asks the registry for an image, without pulling it: `GET /distribution/{name}/json`, since API 1.30.
   *
   * @param name The image's name.
   * @param options Credentials.
   * @throws {ImageNotFound} When the registry does not have it.
   */
  async getRegistryData(name: string, options: RegistryOptions = {}): Promise<RegistryData> {
    const attrs = await inspectDistribution(this.engine, name, options);
    const { authConfig } = options;
    return new RegistryData(this, name, attrs, { labels: this.labels, authConfig });
  }

  /**
   * Lists images and asks for each of them: `GET /images/json`, `GET /images/{id}/json`.
   *
   * @param options A name, filters, and whether intermediate images are told.
   */
  override async list(options: ImageListOptions = {}): Promise<Image[]> {
    checkOptions("Cannot list images", options);
    const list = await images(this.engine, { ...options, quiet: false });
    const call = { signal: options.signal, timeouts: options.timeouts };
    return await forMany(list, ({ Id }) => this.get(Id, call));
  }

  /**
   * Loads images from a tar archive: `POST /images/load`.
   *
   * @param data The archive, as {@linkcode Image.save} gives it.
   * @param options The platform.
   * @returns The images that were loaded.
   */
  async load(data: Data, options: ImageLoadOptions = {}): Promise<Image[]> {
    const own = { onProgress: toFunction };
    const [{ onProgress }, rest] = takeOwn("Cannot load images", options, own);
    const names: string[] = [];
    await drain(await loadImage(this.engine, data, rest), (record) => {
      const loaded = /^Loaded image(?: ID)?: (.+?)\s*$/m.exec(record.stream ?? "");
      if (loaded !== null) names.push(loaded[1]!);
      onProgress?.(record);
    });
    const call = { signal: rest.signal, timeouts: rest.timeouts };
    return await Promise.all(names.map((name) => this.get(name, call)));
  }

  /**
   * Pulls an image: `POST /images/create`.
   *
   * @param repository The name; without a tag or digest, `latest` is pulled.
   * @param options All tags.
   * @returns The images that the Engine has of the repository then.
   */
  pull(repository: string, options: ImagePullOptions & { allTags: true }): Promise<Image[]>;
  /**
   * Pulls an image: `POST /images/create`.
   *
   * @param repository The name; without a tag or digest, `latest` is pulled.
   * @param options The tag, the platform, credentials.
   * @throws {ImageNotFound} When the registry does not have it.
   */
  pull(
    repository: string,
    options?: ImagePullOptions & { allTags?: false | null | undefined },
  ): Promise<Image>;
  async pull(repository: string, options: ImagePullOptions = {}): Promise<Image | Image[]> {
    const own = { allTags: toBoolean, onProgress: toFunction };
    const [{ allTags, onProgress }, rest] = takeOwn(
      `Cannot pull ${JSON.stringify(repository)}`,
      options,
      own,
    );
    if (!allTags) {
      return this.prepareModel(await pullImage(this.engine, repository, { ...rest, onProgress }));
    }
    const records = await pull(this.engine, repository, { ...rest, allTags: true, decode: true });
    await drain(records, onProgress);
    const { repository: name } = parseImageName(repository, "repository");
    return await this.list({ name, signal: rest.signal, timeouts: rest.timeouts });
  }

  /**
   * Pushes an image: `POST /images/{name}/push`.
   *
   * @param repository The name, with or without a tag.
   * @param options The progress comes as records.
   */
  push(
    repository: string,
    options: PushOptions & { decode: true },
  ): Promise<BatchStream<ProgressRecord>>;
  /**
   * Pushes an image: `POST /images/{name}/push`.
   *
   * @param repository The name, with or without a tag.
   * @param options The progress comes as bytes.
   */
  push(
    repository: string,
    options: PushOptions & { stream: true; decode?: false | null | undefined },
  ): Promise<BatchStream<Uint8Array<ArrayBuffer>>>;
  /**
   * Pushes an image: `POST /images/{name}/push`.
   *
   * @param repository The name, with or without a tag.
   * @param options The tag, credentials.
   * @returns The progress as text, once all is pushed.
   */
  push(
    repository: string,
    options?: ImagePushOptions & {
      stream?: false | null | undefined;
      decode?: false | null | undefined;
    },
  ): Promise<string>;
  async push(
    repository: string,
    options: ImagePushOptions = {},
  ): Promise<string | BatchStream<Uint8Array<ArrayBuffer>> | BatchStream<ProgressRecord>> {
    const action = `Cannot push ${JSON.stringify(repository)}`;
    const [{ onProgress }, rest] = takeOwn(action, options, { onProgress: toFunction });
    if (onProgress === undefined) return await push(this.engine, repository, rest);
    if (rest.stream || rest.decode) {
      throw new TypeError(`${action}: onProgress means nothing where the progress is streamed`);
    }
    let text = "";
    await drain(await push(this.engine, repository, { ...rest, decode: true }), (record) => {
      text += `${JSON.stringify(record)}\r\n`;
      onProgress(record);
    });
    return text;
  }

  /**
   * Removes an image: `DELETE /images/{name}`.
   *
   * @param image The name or id.
   * @param options Whether it is done by force, and whether untagged parents stay.
   */
  async remove(image: Reference, options?: RemoveImageOptions): Promise<ImageDeleteItem[]> {
    refuseOthers(image, Image, "image");
    return await removeImage(this.engine, image, options);
  }

  /**
   * Searches Docker Hub: `GET /images/search`.
   *
   * @param term What is looked for.
   * @param options How many, and filters.
   */
  search(term: string, options?: SearchOptions): Promise<ImageSearchResult[]> {
    return search(this.engine, term, options);
  }

  /**
   * Removes unused images: `POST /images/prune`, since API 1.25.
   *
   * @param options Filters; `{ dangling: false }` takes images with names too.
   * @returns What was removed and the space won, in bytes.
   */
  prune(options?: PruneImagesOptions): Promise<ImagesPruneReport> {
    return pruneImages(this.engine, options);
  }

  /**
   * Removes what builds left in their cache: `POST /build/prune`, since API 1.31.
   *
   * @param options Filters and how much is kept; since API 1.39.
   * @returns The ids and the space won, in bytes.
   */
  pruneBuilds(options?: PruneBuildsOptions): Promise<BuildPruneReport> {
    return pruneBuilds(this.engine, options);
  }

  /** Makes an object of what the Engine told of an image. */
  override prepareModel(attrs: Image | ImageInspect): Image {
    return attrs instanceof Image ? attrs : new Image(this, attrs, this);
  }
}

/** Finds the id of the image in the output of a build. */
function builtImage(record: BuildRecord): string | undefined {
  const aux = (record as { aux?: { ID?: unknown } }).aux;
  if (typeof aux?.ID === "string") return aux.ID;
  const match = /^(?:Successfully built ([0-9a-f]+)|(sha256:[0-9a-f]+))\s*$/m.exec(
    (record as { stream?: string }).stream ?? "",
  );
  return match?.[1] ?? match?.[2];
}
