import { InvalidRepository } from "../errors.ts";
import { show } from "./refuse.ts";

/** The parts of an image's name. */
export interface ImageName {
  /** The registry, a host with or without a port; `docker.io` where the name has none. */
  readonly registry: string;
  /** The name without tag and digest, as it was written. */
  readonly repository: string;
  /** The tag, or `null`. */
  readonly tag: string | null;
  /** The digest, e.g. `sha256:...`, or `null`. */
  readonly digest: string | null;
}

/** The registry of names that have none. */
export const HUB = "docker.io";

const HOST_REGEXP =
  /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:]+\])(?::\d+)?$/i;
const COMPONENT_REGEXP = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const TAG_REGEXP = /^\w[\w.-]{0,127}$/;
const DIGEST_REGEXP = /^[a-z][a-z0-9]*(?:[-_+.][a-z][a-z0-9]*)*:[0-9a-f]{32,}$/i;
/** The most characters that a name may have, registry included. */
const LONGEST = 255;

/**
 * Takes the name of an image or repository apart, e.g. `busybox`, `registry.example:5000/team/app:1.2`
 * or `app@sha256:...`.
 *
 * @param name The name.
 * @param argument The argument's name, for errors.
 * @throws {InvalidRepository} When it is no name.
 */
export function parseImageName(name: unknown, argument: string): ImageName {
  if (typeof name !== "string") {
    throw new TypeError(
      `Cannot use ${argument} ${
        show(name)
      }: expected a name such as "busybox" or "registry:5000/team/app:1.2"`,
    );
  }
  if (name.trim() === "") throw refused(argument, name, "it is empty");
  if (name.includes("://")) {
    throw refused(argument, name, "a name has no scheme; leave out what is before the host");
  }
  const at = name.indexOf("@");
  const digest = at === -1 ? null : name.slice(at + 1);
  if (digest !== null && !DIGEST_REGEXP.test(digest)) {
    throw refused(argument, name, `${show(digest)} is no digest, such as "sha256:..."`);
  }
  let repository = at === -1 ? name : name.slice(0, at);
  const colon = repository.lastIndexOf(":");
  let tag: string | null = null;
  // A colon before the last slash belongs to the registry's port.
  if (colon > repository.lastIndexOf("/")) {
    tag = repository.slice(colon + 1);
    repository = repository.slice(0, colon);
    if (!TAG_REGEXP.test(tag)) throw refused(argument, name, wrongTag(tag));
  }
  if (repository.length > LONGEST) {
    throw refused(argument, name, `it has more than ${LONGEST} characters`);
  }
  const { registry, path } = splitRegistry(repository);
  if (registry !== HUB && !HOST_REGEXP.test(registry)) {
    throw refused(argument, name, `${show(registry)} is no host, such as "registry.example:5000"`);
  }
  for (const component of path.split("/")) {
    if (COMPONENT_REGEXP.test(component)) continue;
    const problem = component === ""
      ? "a part between slashes is empty"
      : `the part ${
        show(component)
      } is not allowed: parts are lower-case letters and digits, with ".", "_", "__" or "-" between them`;
    throw refused(argument, name, problem);
  }
  return { registry, repository, tag, digest };
}

/**
 * Decides what of a repository is meant: the tag or digest beside it, or the one in its name.
 *
 * @param name The parsed name.
 * @param tag The tag or digest beside it, if there is one.
 * @param argument The name of the repository's argument, for errors.
 * @throws {InvalidRepository} When it is malformed or contradicts the name.
 */
export function selectTag(name: ImageName, tag: unknown, argument: string): string | null {
  const own = name.digest ?? name.tag;
  if (tag === undefined || tag === null || tag === "") return own;
  if (typeof tag !== "string") {
    throw new TypeError(`Cannot use tag ${show(tag)}: expected a string such as "latest"`);
  }
  if (!TAG_REGEXP.test(tag) && !DIGEST_REGEXP.test(tag)) {
    throw new InvalidRepository(`Cannot use tag ${show(tag)}: ${wrongTag(tag)}`);
  }
  if (own !== null && own !== tag) {
    throw new InvalidRepository(
      `Cannot use tag ${show(tag)}: ${argument} names ${show(own)} already`,
    );
  }
  return tag;
}

/**
 * Tells whether a tag is in truth a digest.
 *
 * @param tag What {@linkcode selectTag} gave.
 */
export function isDigest(tag: string): boolean {
  return tag.includes(":");
}

function splitRegistry(repository: string): { registry: string; path: string } {
  const slash = repository.indexOf("/");
  const first = slash === -1 ? "" : repository.slice(0, slash);
  // Without a point, a port or this one word, the first part is a user of Docker Hub.
  if (!/[.:]/.test(first) && first !== "localhost" && first === first.toLowerCase()) {
    return { registry: HUB, path: repository };
  }
  const registry = /^(?:index\.)?docker\.io$/i.test(first) ? HUB : first;
  return { registry, path: repository.slice(slash + 1) };
}

function wrongTag(tag: string): string {
  return `${
    show(tag)
  } is no tag: a tag is at most 128 letters, digits, "_", "." and "-", and begins with neither "." nor "-"`;
}

function refused(argument: string, name: string, problem: string): InvalidRepository {
  return new InvalidRepository(`Cannot use ${argument} ${show(name)}: ${problem}`);
}
