import { toText } from "./checks.ts";
import { wrongShape } from "./refuse.ts";

/**
 * Makes a check of whose namespace a container has: older Engines take what they do not know for the
 * container's own, or find it out when the container starts.
 *
 * @param words The words that there are besides `host` and, as Podman returns it, `private`.
 */
export function namespaceMode(
  ...words: string[]
): (value: unknown, argument: string) => string {
  const known = ["", "host", "private", ...words];
  return function toMode(value: unknown, argument: string): string {
    const mode = toText(value, argument);
    if (known.includes(mode) || words.includes(OTHER) && /^container:./.test(mode)) return mode;
    const accepted = known.filter((word) => word !== "").map((word) => JSON.stringify(word));
    throw wrongShape(argument, value, `one of ${accepted.join(", ")}`);
  };
}

/** The namespace of another container. */
export const OTHER = "container:<name or id>";

/**
 * Tells whether a container has the namespace of another one.
 *
 * @param mode The mode of the namespace.
 */
export function isOthers(mode: unknown): boolean {
  return typeof mode === "string" && mode.startsWith("container:");
}

/**
 * Tells whether a container has the host's namespace or none, and not one of its own.
 *
 * @param mode The mode of the namespace.
 */
export function isOutside(mode: unknown): boolean {
  return mode === "none" || mode === "host";
}
