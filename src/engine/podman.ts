import type { ResponseHead } from "../http/response_head.ts";

/**
 * Tells Podman's service from Docker's Engine.
 *
 * @param head The status line and headers of an answer.
 */
export function isPodman(head: ResponseHead): boolean {
  return head.header("libpod-api-version") !== undefined;
}
