import { getImage } from "../api/images/get.ts";
import { history } from "../api/images/history.ts";
import { inspectImage } from "../api/images/inspect.ts";
import { removeImage } from "../api/images/remove.ts";
import { tag } from "../api/images/tag.ts";
import type { GetImageOptions } from "../api/images/get.ts";
import type { HistoryOptions } from "../api/images/history.ts";
import type { InspectImageOptions } from "../api/images/inspect.ts";
import type { RemoveImageOptions } from "../api/images/remove.ts";
import type { TagOptions } from "../api/images/tag.ts";
import { wrongShape } from "../convert/refuse.ts";
import { DockerError } from "../errors.ts";
import { takeOwn } from "../operation/own_options.ts";
import type { BatchStream } from "../streams/batch_stream.ts";
import type { StringMap } from "../types/common.ts";
import type { ImageDeleteItem, ImageHistoryItem, ImageInspect } from "../types/images.ts";
import { Model } from "./model.ts";

/** Options of {@linkcode Image.save}. */
export interface ImageSaveOptions extends GetImageOptions {
  /**
   * Whether the archive tells the image's name: its first one, or the one that is given. Without it, an
   * image that is loaded from the archive has none. @default {false}
   */
  named?: boolean | string | null | undefined;
}

/** An image that the Engine has. */
export class Image extends Model<ImageInspect> {
  /** The id, a digest. */
  override get id(): string {
    return this.attrs.Id;
  }

  /** The id's algorithm and its first 12 digits, e.g. `sha256:1a2b3c4d5e6f`. */
  override get shortId(): string {
    const colon = this.id.indexOf(":");
    return this.id.slice(0, colon + 1 + 12);
  }

  /** The labels. */
  get labels(): StringMap {
    return this.attrs.Config?.Labels ?? {};
  }

  /** The names with their tags. */
  get tags(): string[] {
    return (this.attrs.RepoTags ?? []).filter((name) => name !== "<none>:<none>");
  }

  /** Asks the Engine anew: `GET /images/{id}/json`. */
  override async reload(options?: InspectImageOptions): Promise<this> {
    this.attrs = await inspectImage(this.engine, this.id, options);
    return this;
  }

  /**
   * Returns how the image came to be: `GET /images/{id}/history`.
   *
   * @param options Which platform.
   */
  history(options?: HistoryOptions): Promise<ImageHistoryItem[]> {
    return history(this.engine, this.id, options);
  }

  /**
   * Removes the image: `DELETE /images/{id}`.
   *
   * @param options Whether it is done by force, and whether untagged parents stay.
   * @throws {Conflict} When a container uses it.
   */
  remove(options?: RemoveImageOptions): Promise<ImageDeleteItem[]> {
    return removeImage(this.engine, this.id, options);
  }

  /**
   * Streams the image as a tar archive: `GET /images/{id}/get`.
   *
   * @param options Whether the archive tells its name.
   * @throws {DockerError} When the image does not have the name.
   */
  async save(options: ImageSaveOptions = {}): Promise<BatchStream<Uint8Array<ArrayBuffer>>> {
    const own = { named: toName };
    const [{ named = false }, rest] = takeOwn(`Cannot save image "${this.shortId}"`, options, own);
    return await getImage(this.engine, named === false ? this.id : this.#nameFor(named), rest);
  }

  /**
   * Gives the image a further name: `POST /images/{id}/tag`.
   *
   * @param repository The repository, with or without a tag.
   * @param options The tag.
   */
  tag(repository: string, options?: TagOptions): Promise<true> {
    return tag(this.engine, this.id, repository, options);
  }

  #nameFor(named: true | string): string {
    const name = named === true ? this.tags[0] : this.tags.find((one) => one === named);
    if (name !== undefined) return name;
    const wanted = named === true ? "no name" : `not the name "${named}"`;
    throw new DockerError(`Cannot save image "${this.shortId}": it has ${wanted}`);
  }
}

function toName(value: unknown, argument: string): unknown {
  if (typeof value === "boolean" || typeof value === "string") return value;
  throw wrongShape(argument, value, "true, false or one of the image's names");
}
