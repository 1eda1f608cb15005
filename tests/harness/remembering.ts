import assert from "node:assert/strict";
import type { PeerConnection } from "../scripted_peer.ts";

/** The second at which a scripted Engine answers. */
const NOW = 1_700_000_000;

/** Answers a ping, as an Engine does at {@linkcode NOW}. */
export async function pinged(
  connection: PeerConnection,
  headers: Record<string, string> = {},
): Promise<void> {
  assert.equal((await connection.request()).target, "/_ping");
  const Date = new globalThis.Date(1000 * NOW).toUTCString();
  await connection.respond({ headers: { Date, ...headers }, body: "OK" });
}

/** Answers with all events that were told until {@linkcode NOW}: of these actions, that match `filters`. */
export async function told(
  connection: PeerConnection,
  actions: readonly string[],
  filters?: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  const { target } = await connection.request();
  const [path, query] = target.split("?");
  assert.match(path!, /\/events$/);
  const { filters: asked, ...times } = Object.fromEntries(new URLSearchParams(query));
  assert.deepEqual(times, { since: "0", until: String(NOW + 1) });
  assert.deepEqual(asked === undefined ? asked : JSON.parse(asked), filters);
  await connection.respond({
    headers: { "Content-Type": "application/json" },
    body: actions.map((Action) => `${JSON.stringify({ Type: "container", Action })}\n`).join(""),
  });
}
