/**
 * Tells how long the Engine may take to stop a container before it answers, in seconds.
 *
 * @param timeout The limit of the call; without one the container's own counts, which may be any.
 */
export function stopPatience(timeout: number | undefined): number {
  return timeout === undefined || timeout < 0 ? Infinity : timeout;
}
