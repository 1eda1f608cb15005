/** Answers that are none of an Engine's, or not what the call has: told, and never passed on. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as api from "../../src/api/mod.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { recorded } from "../api/recorded.ts";

const LISTS: Record<string, (engine: Engine) => Promise<unknown>> = {
  configs: (e) => api.configs(e),
  containers: (e) => api.containers(e),
  history: (e) => api.history(e, "app"),
  images: (e) => api.images(e),
  networks: (e) => api.networks(e),
  nodes: (e) => api.nodes(e),
  plugins: (e) => api.plugins(e),
  removeImage: (e) => api.removeImage(e, "app"),
  search: (e) => api.search(e, "app"),
  secrets: (e) => api.secrets(e),
  services: (e) => api.services(e),
  tasks: (e) => api.tasks(e),
};
const OBJECTS: Record<string, (engine: Engine) => Promise<unknown>> = {
  createNetwork: (e) => api.createNetwork(e, "net"),
  createVolume: (e) => api.createVolume(e),
  df: (e) => api.df(e),
  info: (e) => api.info(e),
  inspectContainer: (e) => api.inspectContainer(e, "web"),
  pruneImages: (e) => api.pruneImages(e),
  version: (e) => api.version(e),
};
const EMPTY: Record<string, (engine: Engine) => Promise<unknown>> = {
  kill: (e) => api.kill(e, "web"),
  removeVolume: (e) => api.removeVolume(e, "data"),
  start: (e) => api.start(e, "web"),
  tag: (e) => api.tag(e, "app", "other"),
};

describe("a list that is null is an empty one", () => {
  for (const [name, call] of Object.entries(LISTS)) {
    it(name, async () => assert.deepEqual((await recorded(call, "1.41", [null])).result, []));
  }
});

describe("another value is refused", () => {
  for (const [name, call] of Object.entries({ ...LISTS, ...OBJECTS })) {
    for (const value of [5, "text", true, [null], ...(name in LISTS ? [{}] : [null])]) {
      it(`${name}: ${JSON.stringify(value)}`, async () => {
        await assert.rejects(recorded(call, "1.41", [value]), {
          name: "ProtocolError",
          message: /^Cannot .*: the engine at memory:\/\/peer answered .*, which is not a /,
        });
      });
    }
  }
});

describe("a page for people is no answer", () => {
  const page = new TextEncoder().encode("<!doctype html><title>Log in</title>");
  for (const [name, call] of Object.entries(EMPTY)) {
    it(name, async () => {
      await assert.rejects(recorded(call, "1.41", [page]), {
        name: "ProtocolError",
        message:
          /^Cannot .*: the engine at memory:\/\/peer answered an HTML page, "Log in": something/,
      });
    });
  }
});
