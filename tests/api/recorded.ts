import assert from "node:assert/strict";
import { it } from "node:test";
import type { Engine, EngineOptions } from "../../src/engine/engine.ts";
import { loadPlatform } from "../../src/platform/mod.ts";
import { engineOver } from "../harness/memory_engine.ts";
import { nameRows } from "../harness/table_rows.ts";
import { memoryPeer, type PeerRequest } from "../scripted_peer.ts";

/** What a call sends. */
export interface Sent {
  /** Method and target, e.g. `GET /v1.41/networks`. */
  line: string;
  /** The JSON of the body; undefined without one. */
  json: unknown;
  /** The request itself. */
  request: PeerRequest;
}

/** A call to a function of the API. */
export type Call = (engine: Engine) => Promise<unknown>;

/**
 * Returns what a call sends. Its answers are JSON values, or bytes as they are; an empty object by
 * default.
 *
 * @param call The call.
 * @param version The fixed API version.
 * @param answers The answers, one for each request.
 * @param options Other options of the engine.
 */
export async function recorded(
  call: Call,
  version: string = "1.41",
  answers: unknown[] = [{}],
  options: Partial<EngineOptions> = {},
): Promise<{ sent: Sent[]; result: unknown }> {
  const sent: Sent[] = [];
  const peer = memoryPeer([async (connection) => {
    for (const answer of answers) {
      const request = await connection.request();
      const text = new TextDecoder().decode(request.body);
      const isJSON = request.headers["content-type"] === "application/json";
      sent.push({
        line: `${request.method} ${request.target}`,
        json: isJSON ? JSON.parse(text) : undefined,
        request,
      });
      if (answer instanceof Uint8Array) await connection.respond({ body: answer });
      else await connection.json(answer);
    }
  }]);
  const engine = engineOver(peer.connector, { version, platform: loadPlatform, ...options });
  const result = await call(engine);
  if (result instanceof ReadableStream) await result.cancel();
  engine.close();
  await peer.done();
  return { sent, result };
}

/** What a call sends: request line, JSON body, call and API version (1.41 by default). */
export type Sending = [line: string, json: unknown, call: Call, version?: string | undefined];

/** What the Engine answers with a list. */
export const LISTS_REGEXP: RegExp =
  /^GET .*\/(configs|nodes|secrets|services|tasks|plugins|privileges|networks|(?:images|containers)\/json|history|search|attestations|changes|checkpoints)(\?|$)|^DELETE .*\/images\//;

/** Registers a test a row: the call sends this one request. */
export function sends(table: readonly Sending[]): void {
  const names = nameRows(table.map(([line, , call]) => [call, line]));
  for (const [index, [line, json, call, version]] of table.entries()) {
    it(names[index], async () => {
      const { sent } = await recorded(call, version, [LISTS_REGEXP.test(line) ? [] : {}]);
      assert.deepEqual(sent.map(({ line, json }) => [line, json]), [[line, json]]);
    });
  }
}

/**
 * How a call is refused: the error's name, its message, call, API version (1.41 by default) and other
 * options of the engine.
 */
export type Refusal = [
  name: string,
  message: string,
  call: Call,
  version?: string | undefined,
  options?: Partial<EngineOptions>,
];

/** Registers a test a row: the call is refused before anything is sent. */
export function refuses(table: readonly Refusal[]): void {
  const names = nameRows(table.map(([, message, call]) => [call, message]));
  for (const [index, refusal] of table.entries()) {
    it(names[index], () => assertRefused(...refusal));
  }
}

/** Asserts that a call is refused before anything is sent. */
export async function assertRefused(
  ...[name, message, call, version = "1.41", options = {}]: Refusal
): Promise<void> {
  const peer = memoryPeer([]);
  const engine = engineOver(peer.connector, { version, platform: loadPlatform, ...options });
  await assert.rejects(async () => await call(engine), { name, message });
  engine.close();
  await peer.done();
}
