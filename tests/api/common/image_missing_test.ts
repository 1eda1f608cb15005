import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { getImage, inspectImage, push, removeImage } from "../../../src/api/mod.ts";
import type { Engine } from "../../../src/engine/engine.ts";
import { engineOver } from "../../harness/memory_engine.ts";
import { memoryPeer } from "../../scripted_peer.ts";

const WORDS: [words: string, name: string][] = [
  ["No such image: app:latest", "ImageNotFound"],
  ["reference does not exist", "ImageNotFound"],
  ["app: image not known", "ImageNotFound"],
  ["content digest sha256:ab: not found", "NotFound"],
  ["unable to create manifests file: NotFound: content digest sha256:ab: not found", "NotFound"],
  ["requested platform (linux/arm64) found, but some content is missing", "NotFound"],
  [
    "image with reference app was found but does not provide the specified platform (linux/arm64)",
    "NotFound",
  ],
];
const CALLS: Record<string, (engine: Engine) => Promise<unknown>> = {
  getImage: (engine) => getImage(engine, "app"),
  inspectImage: (engine) => inspectImage(engine, "app"),
  push: (engine) => push(engine, "app"),
  removeImage: (engine) => removeImage(engine, "app"),
};

describe("a 404 of an image", () => {
  for (const [method, call] of Object.entries(CALLS)) {
    for (const [words, name] of WORDS) {
      it(`is ${name} for ${method}: ${words}`, async () => {
        const peer = memoryPeer([async (connection) => {
          await connection.request();
          await connection.json({ message: words }, 404);
        }]);
        const engine = engineOver(peer.connector);
        await assert.rejects(() => call(engine), { name, status: 404, explanation: words });
        engine.close();
        await peer.done();
      });
    }
  }
});
