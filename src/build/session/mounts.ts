/** A mount of what only a session gives; between the words of a line may be a backslash at its end. */
const MOUNT_REGEXP = /--mount=\S*\btype=(secret|ssh)\b/;

/**
 * Tells whether a Dockerfile mounts secrets or an SSH agent.
 *
 * @param dockerfile The Dockerfile's text.
 */
export function mountsFromSession(dockerfile: string): boolean {
  return dockerfile.split("\n").some((line) => !/^\s*#/.test(line) && MOUNT_REGEXP.test(line));
}
