import type { RegistryOptions } from "../api/common/registry_auth.ts";
import { inspectDistribution } from "../api/images/inspect_distribution.ts";
import { parseImageName } from "../convert/image_name.ts";
import type { OCIPlatform } from "../types/oci.ts";
import type { DistributionInspect } from "../types/registry.ts";
import { Image } from "./image.ts";
import { type CollectionOptions, type EngineOwner, Model } from "./model.ts";
import { joinName, pullImage, type PullImageOptions } from "./pull_image.ts";

/** What a registry knows of an image, without pulling it. */
export class RegistryData extends Model<DistributionInspect> {
  /** The image's name, as it was asked for. */
  readonly imageName: string;
  readonly #auth: Pick<RegistryOptions, "authConfig">;

  /**
   * Makes an object of what the registry told; nothing is sent.
   *
   * @param owner The client, or its Engine.
   * @param imageName The image's name.
   * @param attrs What the registry told.
   * @param options The credentials that it was asked with, and the labels of a scope.
   */
  constructor(
    owner: EngineOwner,
    imageName: string,
    attrs: DistributionInspect,
    options: CollectionOptions & Pick<RegistryOptions, "authConfig"> = {},
  ) {
    super(owner, attrs, options);
    this.imageName = imageName;
    this.#auth = { authConfig: options.authConfig };
  }

  /** The digest of the image's manifest, or of its list of manifests. */
  override get id(): string {
    return this.attrs.Descriptor.digest;
  }

  /** The digest's algorithm and its first 12 digits, e.g. `sha256:1a2b3c4d5e6f`. */
  override get shortId(): string {
    return this.id.slice(0, this.id.indexOf(":") + 1 + 12);
  }

  /** Asks the registry anew: `GET /distribution/{name}/json`, since API 1.30. */
  override async reload(options: RegistryOptions = {}): Promise<this> {
    const call = { ...this.#auth, ...options };
    this.attrs = await inspectDistribution(this.engine, this.imageName, call);
    return this;
  }

  /**
   * Pulls the image by the digest that the registry told: `POST /images/create`.
   *
   * @param options The platform.
   */
  async pull(options: Omit<PullImageOptions, "tag"> = {}): Promise<Image> {
    const { repository } = parseImageName(this.imageName, "imageName");
    const name = joinName(repository, this.id);
    const call = { ...this.#auth, ...options };
    return new Image(this, await pullImage(this.engine, name, call), { labels: this.made });
  }

  /**
   * Tells whether the image is there for a platform; false too where the Engine names none, as it does
   * of an OCI manifest.
   *
   * @param platform `os/architecture` or `os/architecture/variant`, e.g. `linux/arm64`, or its parts.
   */
  hasPlatform(platform: string | Partial<OCIPlatform>): boolean {
    const wanted = typeof platform === "string" ? parsePlatform(platform) : platform;
    return (this.attrs.Platforms ?? []).some((one) =>
      (["os", "architecture", "variant"] as const).every((part) =>
        !wanted[part] || one[part] === wanted[part]
      )
    );
  }
}

function parsePlatform(text: string): Partial<OCIPlatform> {
  const parts = text.split("/");
  if (parts.length < 1 || parts.length > 3 || parts.some((part) => part === "")) {
    throw new TypeError(
      `Cannot use platform ${
        JSON.stringify(text)
      }: expected "os", "os/architecture" or "os/architecture/variant"`,
    );
  }
  const [os, architecture, variant] = parts;
  return {
    ...(os === undefined ? {} : { os }),
    ...(architecture === undefined ? {} : { architecture }),
    ...(variant === undefined ? {} : { variant }),
  };
}
