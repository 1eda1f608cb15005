import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as api from "../../../src/api/mod.ts";
import type { Engine } from "../../../src/engine/engine.ts";
import { engineOver } from "../../harness/memory_engine.ts";
import { memoryPeer, type Script } from "../../scripted_peer.ts";

type Send = (
  engine: Engine,
  data: ReadableStream<Uint8Array>,
  options: Record<string, unknown>,
) => Promise<unknown>;

/** Every function that sends data, with an option that 1.24 does not know. */
const SENDERS: Record<string, Send> = {
  putArchive: (engine, data, options) => {
    return api.putArchive(engine, "web", "/", data, { copyUidGid: true, ...options });
  },
  loadImage: (engine, data, options) => {
    return api.loadImage(engine, data, { platform: "linux/arm64", ...options });
  },
  importImageFromData: (engine, data, options) => {
    return api.importImageFromData(engine, data, { platform: "linux/arm64", ...options });
  },
  importImageFromStream: (engine, data, options) => {
    return api.importImageFromStream(engine, data, { platform: "linux/arm64", ...options });
  },
  importImage: (engine, data, options) => {
    return api.importImage(engine, { src: data, platform: "linux/arm64", ...options });
  },
  "build with a context": (engine, data, options) => {
    return api.build(engine, { fileobj: data, customContext: true, target: "a", ...options });
  },
  "build with a compressed context": (engine, data, options) => {
    return api.build(engine, {
      fileobj: data,
      customContext: true,
      gzip: true,
      target: "a",
      ...options,
    });
  },
  "build with a Dockerfile": (engine, data, options) => {
    return api.build(engine, { fileobj: data, target: "a", ...options });
  },
};

interface Refusal {
  version: string;
  options: Record<string, unknown>;
  scripts: Script[];
  error: string;
}

const unwilling: Script = async (connection) => {
  await connection.request();
  await connection.respond({ status: 503, body: '{"message":"not yet"}' });
  await connection.closed;
};
const REFUSALS: Record<string, () => Refusal> = {
  "the version is too old for the call": () => {
    return { version: "1.24", options: {}, scripts: [], error: "InvalidVersion" };
  },
  "the version cannot be learned": () => {
    return { version: "auto", options: {}, scripts: [unwilling], error: "ServerError" };
  },
  "an option is unknown": () => {
    return { version: "1.56", options: { nonsense: 1 }, scripts: [], error: "TypeError" };
  },
  "an option has another type": () => {
    return { version: "1.56", options: { rejectOnError: "x" }, scripts: [], error: "TypeError" };
  },
  "the call's signal is aborted already": () => {
    const options = { signal: AbortSignal.abort(new RangeError("enough")) };
    return { version: "auto", options, scripts: [], error: "RangeError" };
  },
  "the signal of a call at a fixed version is aborted already": () => {
    const options = { signal: AbortSignal.abort(new RangeError("enough")) };
    return { version: "1.56", options, scripts: [], error: "RangeError" };
  },
  "a timeout is unknown": () => {
    const options = { timeouts: { header: 5 } };
    return { version: "1.56", options, scripts: [], error: "TypeError" };
  },
  "a timeout is none": () => {
    const options = { timeouts: { head: "5" } };
    return { version: "1.56", options, scripts: [], error: "TypeError" };
  },
};

describe("a source of data", () => {
  for (const [method, send] of Object.entries(SENDERS)) {
    for (const [when, refusal] of Object.entries(REFUSALS)) {
      // Nothing that it takes is of the wrong type for it.
      if (method === "putArchive" && when === "an option has another type") continue;
      it(`is cancelled by ${method} when ${when}`, async () => {
        const { version, options, scripts, error } = refusal();
        let reason: unknown;
        const data = new ReadableStream<Uint8Array>({ cancel: (why) => void (reason = why) });
        const peer = memoryPeer(scripts);
        const engine = engineOver(peer.connector, { version });
        const failure = await send(engine, data, options)
          .then(() => assert.fail("no failure"), (failure) => failure);
        assert.equal(failure.name, error, failure.message);
        assert.equal(reason, failure);
        engine.close();
        await peer.done();
      });
    }
  }
});
