/** A mount of what only a session gives; between the words of a line may be a backslash at its end. */
const TYPE_REGEXP = /\btype=(secret|ssh)\b/;

/**
 * Tells whether a Dockerfile mounts secrets or an SSH agent.
 *
 * @param dockerfile The Dockerfile's text.
 */
export function mountsFromSession(dockerfile: string): boolean {
  return dockerfile.split("\n").some((line) => {
    if (line.trimStart().startsWith("#")) return false;
    return line.split(/\s/).some((word) => {
      const mount = word.indexOf("--mount=");
      return mount !== -1 && TYPE_REGEXP.test(word.slice(mount));
    });
  });
}
