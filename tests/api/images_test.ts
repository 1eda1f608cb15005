import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { commit } from "../../src/api/containers/commit.ts";
import { getImage } from "../../src/api/images/get.ts";
import { getImages } from "../../src/api/images/get_several.ts";
import { history } from "../../src/api/images/history.ts";
import {
  importImageFromData,
  importImageFromFile,
  importImageFromStream,
  importImageFromUrl,
} from "../../src/api/images/import.ts";
import { importImage } from "../../src/api/images/import_any.ts";
import { importImageFromImage } from "../../src/api/images/import_from_image.ts";
import { insert } from "../../src/api/images/insert.ts";
import { inspectImage } from "../../src/api/images/inspect.ts";
import { inspectImageAttestations } from "../../src/api/images/inspect_attestations.ts";
import { inspectDistribution } from "../../src/api/images/inspect_distribution.ts";
import { images } from "../../src/api/images/list.ts";
import { loadImage } from "../../src/api/images/load.ts";
import { pruneImages } from "../../src/api/images/prune.ts";
import { pull } from "../../src/api/images/pull.ts";
import { push } from "../../src/api/images/push.ts";
import { removeImage } from "../../src/api/images/remove.ts";
import { search } from "../../src/api/images/search.ts";
import { tag } from "../../src/api/images/tag.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { engineOver } from "../harness/memory_engine.ts";
import { memoryPeer, type PeerRequest } from "../scripted_peer.ts";
import { assertRefused, type Call, LISTS_REGEXP, recorded } from "./recorded.ts";

const TAR = new TextEncoder().encode("tar");

const DIGEST = `sha256:${"ab".repeat(32)}`;

/** Without the configuration file of who runs the tests. */
const NO_FILES = { platform: undefined };

/** Returns the request that a call sends; its answer is an empty JSON value. */
async function sent(call: Call, version?: string, answer: unknown = {}): Promise<PeerRequest> {
  const { sent: [only] } = await recorded(call, version, [answer], NO_FILES);
  assert.ok(only);
  return only.request;
}

function decodeHeader(request: PeerRequest): unknown {
  const text = request.headers["x-registry-auth"]!.replaceAll("-", "+").replaceAll("_", "/");
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(text), (c) => c.charCodeAt(0))));
}

const ARM = encodeURIComponent('{"os":"linux","architecture":"arm64"}');
const AMD = encodeURIComponent('{"os":"linux","architecture":"amd64"}');
const SENT: [line: string, call: (engine: Engine) => Promise<unknown>, version?: string][] = [
  ["GET /v1.41/images/host%3A5000%2Fapp%3A1/get", (e) => getImage(e, "host:5000/app:1")],
  [
    "GET /v1.48/images/app/get?platform=%7B%22os%22%3A%22linux%22%2C%22architecture%22%3A%22arm64%22%7D",
    (e) => getImage(e, "app", { platform: "linux/arm64" }),
    "1.48",
  ],
  ["GET /v1.41/images/sha256%3Aab/history", (e) => history(e, { Id: "sha256:ab" })],
  ["GET /v1.41/images/app/json", (e) => inspectImage(e, " app ")],
  [
    "GET /v1.48/images/app/json?manifests=1",
    (e) => inspectImage(e, "app", { manifests: true }),
    "1.48",
  ],
  ["POST /v1.41/images/load", (e) => loadImage(e, TAR)],
  ["POST /v1.41/images/load?quiet=1", (e) => loadImage(e, TAR, { quiet: true })],
  ["POST /v1.41/images/load?quiet=0", (e) => loadImage(e, TAR, { quiet: false })],
  ["POST /v1.41/images/prune", (e) => pruneImages(e)],
  [
    "POST /v1.41/images/prune?filters=%7B%22dangling%22%3A%5B%22false%22%5D%7D",
    (e) => pruneImages(e, { filters: { dangling: false } }),
  ],
  ["DELETE /v1.41/images/app%3A1", (e) => removeImage(e, "app:1")],
  [
    "DELETE /v1.41/images/app?force=1&noprune=1",
    (e) => removeImage(e, "app", { force: true, noprune: true }),
  ],
  ["GET /v1.41/images/search?term=web%20server", (e) => search(e, " web server ")],
  [
    "GET /v1.41/images/search?limit=3&filters=%7B%22stars%22%3A%5B%225%22%5D%7D&term=a",
    (e) => search(e, "a", { limit: 3, filters: { stars: 5 } }),
  ],
  ["POST /v1.41/images/app/tag?repo=host%3A5000%2Fb", (e) => tag(e, "app", "host:5000/b")],
  ["POST /v1.41/images/app/tag?repo=b&tag=2", (e) => tag(e, "app", "b:2", { force: true })],
  ["POST /v1.41/images/app/tag?tag=2&repo=b", (e) => tag(e, "app", "b", { tag: "2" })],
  ["POST /v1.11/images/app/insert?url=http%3A%2F%2Fx&path=%2Fy", async (e) => {
    assert.equal(await insert(e, "app", "http://x", "/y"), "{}");
  }, "1.11"],
  ["POST /v1.41/images/create?fromImage=app&tag=latest", (e) => pull(e, "app")],
  ["POST /v1.41/images/create?fromImage=app&tag=1", (e) => pull(e, "app:1")],
  ["POST /v1.41/images/create?tag=1&fromImage=app", (e) => pull(e, "app", { tag: "1" })],
  ["POST /v1.41/images/create?fromImage=app", (e) => pull(e, "app", { allTags: true })],
  [
    `POST /v1.41/images/create?fromImage=host%3A5000%2Fapp&tag=${encodeURIComponent(DIGEST)}`,
    (e) => pull(e, `host:5000/app:1@${DIGEST}`),
  ],
  [
    "POST /v1.41/images/create?platform=linux%2Farm64&fromImage=app&tag=latest",
    (e) => pull(e, "app", { platform: "linux/arm64" }),
  ],
  ["POST /v1.41/images/host%3A5000%2Fapp/push?tag=1", (e) => push(e, "host:5000/app:1")],
  ["POST /v1.41/images/app/push", (e) => push(e, "app")],
  [
    "POST /v1.41/images/create?repo=app&tag=1&changes=CMD%20a&changes=ENV%20b%3Dc&fromSrc=-",
    (e) =>
      importImageFromData(e, TAR, {
        repository: "app",
        tag: "1",
        changes: ["CMD a", "ENV b=c"],
      }),
  ],
  [
    "POST /v1.41/images/create?changes=CMD%20a&message=m&platform=linux%2Farm&fromSrc=-",
    (e) =>
      importImageFromStream(e, new Blob(["tar"]).stream(), {
        message: "m",
        platform: "linux/arm",
        changes: "CMD a",
      }),
  ],
  [
    "POST /v1.41/images/create?repo=app&fromSrc=http%3A%2F%2Fhost%2Frootfs.tar",
    (e) => importImageFromUrl(e, "http://host/rootfs.tar", { repository: "app" }),
  ],
  [
    "POST /v1.41/images/create?fromSrc=HTTPS%3A%2F%2Fhost%2Fx",
    (e) => importImage(e, { src: "HTTPS://host/x" }),
  ],
  [
    "POST /v1.41/images/create?repo=b&changes=CMD%20a&fromImage=app&tag=latest",
    (e) => importImage(e, { image: "app", repository: "b", changes: "CMD a" }),
  ],
  [
    "POST /v1.41/images/create?tag=2&fromImage=app",
    (e) => importImageFromImage(e, "app", { tag: "2" }),
  ],
  ["GET /v1.41/images/json", (e) => images(e).catch(() => {})],
  ["GET /v1.41/images/json?all=1", (e) => images(e, { all: true })],
  [
    "GET /v1.41/images/json?filters=%7B%22dangling%22%3A%5B%22true%22%5D%2C%22reference%22%3A%5B%22app%22%5D%7D",
    (e) => images(e, { name: "app", filters: { dangling: true } }),
  ],
  ["GET /v1.24/images/json?filter=app", (e) => images(e, { name: "app" }), "1.24"],
  ["GET /v1.42/images/json?shared-size=1", (e) => images(e, { sharedSize: true }), "1.42"],
  ["GET /v1.41/images/json?digests=1", (e) => images(e, { digests: true, viz: false })],
  ["GET /v1.54/images/json?identity=1&manifests=1", (e) => images(e, { identity: true }), "1.54"],
  [
    "GET /v1.54/images/json?manifests=1&identity=1",
    (e) => images(e, { identity: true, manifests: true }),
    "1.54",
  ],
  ["GET /v1.41/images/json", (e) => images(e, { manifests: false, sharedSize: false })],
  ["GET /v1.41/images/get?names=app&names=sha256%3Aab", (e) => {
    return getImages(e, ["app", { Id: "sha256:ab" }]);
  }],
  [
    `GET /v1.52/images/get?platform=${ARM}&platform=${AMD}&names=app`,
    (e) => getImages(e, ["app"], { platform: ["linux/arm64", "linux/amd64"] }),
    "1.52",
  ],
  [
    `GET /v1.52/images/app/get?platform=${ARM}&platform=${AMD}`,
    (e) => getImage(e, "app", { platform: ["linux/arm64", "linux/amd64"] }),
    "1.52",
  ],
  [
    `POST /v1.52/images/load?platform=${ARM}&platform=${AMD}`,
    (e) => loadImage(e, TAR, { platform: ["linux/arm64", "linux/amd64"] }),
    "1.52",
  ],
  [
    `GET /v1.48/images/app/get?platform=${ARM}`,
    (e) => getImage(e, "app", { platform: ["linux/arm64"] }),
    "1.48",
  ],
  [
    `DELETE /v1.50/images/app?platforms=${ARM}&platforms=${AMD}`,
    (e) => removeImage(e, "app", { platforms: ["linux/arm64", "linux/amd64"] }),
    "1.50",
  ],
  ["GET /v1.41/distribution/host%3A5000%2Fapp%3A1/json", (e) => {
    return inspectDistribution(e, "host:5000/app:1");
  }],
  ["GET /v1.55/images/app/attestations", (e) => inspectImageAttestations(e, "app"), "1.55"],
  [
    `GET /v1.55/images/app/attestations?platform=${ARM}&type=a&type=b&statement=1`,
    (e) => {
      return inspectImageAttestations(e, "app", {
        platform: "linux/arm64",
        type: ["a", "b"],
        statement: true,
      });
    },
    "1.55",
  ],
  [
    "GET /v1.55/images/app/attestations?type=a",
    (e) => inspectImageAttestations(e, "app", { type: "a", statement: false, platform: null }),
    "1.55",
  ],
];

const REFUSED: [call: (e: Engine) => Promise<unknown>, name: string, message: string][] = [
  [
    (e) => getImage(e, ""),
    "NullResource",
    "Cannot use image: it is empty; expected an id or name, or an object with Id or ID",
  ],
  [
    (e) => history(e, " "),
    "NullResource",
    "Cannot use image: it is empty; expected an id or name, or an object with Id or ID",
  ],
  [
    (e) => pull(e, "https://host/app"),
    "InvalidRepository",
    'Cannot use repository "https://host/app": a name has no scheme; leave out what is before the host',
  ],
  [
    (e) => pull(e, "app:1", { allTags: true }),
    "TypeError",
    'Cannot pull "app:1": allTags is set, and so is the tag or digest "1"',
  ],
  [
    (e) => pull(e, "app", { authConfig: "secret" as never }),
    "TypeError",
    "Cannot use authConfig: expected an object with username and password, or with identitytoken",
  ],
  [
    (e) => push(e, "app", { authConfig: { username: "a", password: 5 as never } }),
    "TypeError",
    'Cannot use authConfig: its "password" is not a string',
  ],
  [
    (e) => push(e, `app@${DIGEST}`),
    "InvalidRepository",
    `Cannot push "app@${DIGEST}": a push goes by tag, and "${DIGEST}" is a digest`,
  ],
  [
    (e) => tag(e, "a", `app@${DIGEST}`),
    "InvalidRepository",
    `Cannot tag image "a" as "app@${DIGEST}": a digest follows from the content; give a tag`,
  ],
  [(e) => search(e, " "), "TypeError", "Cannot search for images: the term is empty"],
  [(e) => search(e, 5 as never), "TypeError", "Cannot use term 5: expected a string"],
  [
    (e) => importImage(e, {}),
    "TypeError",
    "Cannot import the image: expected src (a path, a URL or bytes) or image (a name)",
  ],
  [
    (e) => importImage(e, { src: "x", image: "y" }),
    "TypeError",
    "Cannot import the image: both src and image are given",
  ],
  [
    (e) => importImageFromUrl(e, "ftp://host/x"),
    "TypeError",
    'Cannot import the image: "ftp://host/x" is no URL; expected an address that begins with http:// or https://',
  ],
  [
    (e) => importImage(e, { src: "http://host/x", tag: "1" }),
    "TypeError",
    'Cannot import the image: the option "tag" means nothing without "repository"',
  ],
  [
    (e) => importImage(e, { src: new Uint8Array(1), tag: "1" }),
    "TypeError",
    'Cannot import the image: the option "tag" means nothing without "repository"',
  ],
  [
    (e) => importImageFromUrl(e, "http://host/x", { tag: "1" }),
    "TypeError",
    'Cannot import the image: the option "tag" means nothing without "repository"',
  ],
  [
    (e) => importImageFromData(e, new Uint8Array(1), { tag: "1" }),
    "TypeError",
    'Cannot import the image: the option "tag" means nothing without "repository"',
  ],
  [
    (e) => importImageFromStream(e, new Uint8Array(1), { tag: "1" }),
    "TypeError",
    'Cannot import the image: the option "tag" means nothing without "repository"',
  ],
  [
    (e) => importImageFromFile(e, "/x", { tag: "1" }),
    "TypeError",
    'Cannot import the image: the option "tag" means nothing without "repository"',
  ],
  [
    (e) => commit(e, "web", { tag: "1" }),
    "TypeError",
    'Cannot commit container "web": the option "tag" means nothing without "repository"',
  ],
  [
    (e) => importImageFromData(e, 5 as never),
    "TypeError",
    "Cannot send data: expected a string, bytes, a Blob, a ReadableStream, an AsyncIterable of bytes (Node's Readable is one), or { file: path }",
  ],
  [
    (e) => importImageFromFile(e, "/x"),
    "TypeError",
    "Cannot use files or programs: this Engine was made without the option platform",
  ],
  [
    (e) => images(e, { viz: true }),
    "InvalidVersion",
    'Cannot list images: option "viz" is known up to API version 1.6 only, and 1.41 is in use; use images() and draw the graph from ParentId',
  ],
  [
    (e) => insert(e, "app", "http://x", "/y"),
    "InvalidVersion",
    'Cannot insert a file into image "app": POST /images/{name}/insert is known up to API version 1.11 only, and 1.41 is in use; use build() with an ADD line',
  ],
  [
    (e) => history(e, "app", { platform: "linux/arm64" }),
    "InvalidVersion",
    'Cannot get the history of image "app": option "platform" needs API version 1.48, and 1.41 is in use',
  ],
  [
    (e) => images(e, { filters: { label: {} as never } }),
    "TypeError",
    'Cannot use filters["label"] {}: expected a string, a number, true, false or a list of these',
  ],
  [
    (e) => getImages(e, []),
    "RangeError",
    "Cannot use images []: expected at least one name or id",
  ],
  [
    (e) => getImages(e, "app" as never),
    "TypeError",
    'Cannot use images "app": expected a list of names or ids',
  ],
  [
    (e) => getImages(e, ["app", " "]),
    "NullResource",
    "Cannot use images[1]: it is empty; expected an id or name, or an object with Id or ID",
  ],
  [
    (e) => removeImage(e, "app", { platforms: [] }),
    "RangeError",
    "Cannot use platforms []: expected at least one platform",
  ],
  [
    (e) => removeImage(e, "app", { force: "false" as never }),
    "TypeError",
    'Cannot use force "false": expected true or false',
  ],
  [
    (e) => removeImage(e, "app", { noPrune: true } as never),
    "TypeError",
    'Cannot remove image "app": unknown option "noPrune"; did you mean "noprune"?',
  ],
  [
    (e) => pruneImages(e, { filter: { dangling: true } } as never),
    "TypeError",
    'Cannot prune images: unknown option "filter"; did you mean "filters"?',
  ],
  [
    (e) => images(e, { identity: true, manifests: false }),
    "TypeError",
    "Cannot list images: identity is told of manifests; leave manifests out",
  ],
  [
    (e) => images(e, { identity: true }),
    "InvalidVersion",
    'Cannot list images: option "identity" needs API version 1.54, and 1.41 is in use',
  ],
  [
    (e) => inspectDistribution(e, "app", { auth: {} } as never),
    "TypeError",
    'Cannot ask the registry for "app": unknown option "auth"; did you mean "authConfig"?',
  ],
  [
    (e) => inspectImageAttestations(e, "app"),
    "InvalidVersion",
    'Cannot inspect the attestations of image "app": GET /images/{name}/attestations needs API version 1.55, and 1.41 is in use',
  ],
  [
    (e) => importImage(e, { src: "http://x", authConfig: {} }),
    "TypeError",
    "Cannot import the image: authConfig is for image, and src needs no credentials",
  ],
  [
    (e) => importImageFromData(e, TAR, { changes: 5 as never }),
    "TypeError",
    "Cannot use changes 5: expected an instruction such as 'CMD [\"sh\"]', or a list of these",
  ],
  [
    (e) => importImageFromData(e, TAR, { repo: "x" } as never),
    "TypeError",
    'Cannot import the image: unknown option "repo"; did you mean "repository"?',
  ],
  [
    (e) => search(e, "a", { limit: 101 }),
    "RangeError",
    "Cannot use limit 101: expected a whole number from 1 to 100",
  ],
];

describe("the methods of images", () => {
  for (const [line, call, version] of SENT) {
    it(`send ${line}`, async () => {
      const request = await sent(call, version, LISTS_REGEXP.test(line) ? [] : {});
      assert.equal(`${request.method} ${request.target}`, line);
    });
  }

  describe("send data with its length, and streams in chunks", () => {
    const bytes = new TextEncoder().encode("archive");
    const calls: [framing: string | undefined, call: (engine: Engine) => Promise<unknown>][] = [
      ["7", (e) => importImageFromData(e, bytes)],
      ["7", (e) => importImageFromData(e, new Blob([bytes]))],
      ["7", (e) => importImage(e, { src: bytes })],
      ["7", (e) => loadImage(e, bytes)],
      [undefined, (e) => importImage(e, { src: bytes, streamSrc: true })],
      [undefined, (e) => importImageFromStream(e, bytes)],
      [undefined, (e) => importImageFromData(e, new Blob([bytes]).stream())],
      [undefined, (e) => loadImage(e, new Blob([bytes]).stream())],
    ];
    for (const [length, call] of calls) {
      it(`${call}`, async () => {
        const { headers, body } = await sent(call);
        assert.equal(headers["content-length"], length);
        assert.equal(headers["transfer-encoding"], length === undefined ? "chunked" : undefined);
        assert.equal(headers["content-type"], "application/x-tar");
        assert.deepEqual(body, bytes);
      });
    }
  });

  describe("send credentials as padded base64url", () => {
    const authConfig = { username: "Jürgen", password: "a/b+c?~ÿÿÿ", serveraddress: "host:5000" };
    const calls = {
      pull: (e: Engine) => pull(e, "host:5000/app", { authConfig }),
      push: (e: Engine) => push(e, "host:5000/app", { authConfig, insecureRegistry: true }),
      importImageFromImage: (e: Engine) => importImageFromImage(e, "host:5000/app", { authConfig }),
    };
    for (const [name, call] of Object.entries(calls)) {
      it(`${name}()`, async () => {
        const request = await sent(call);
        assert.match(request.headers["x-registry-auth"]!, /^[\w-]+={0,2}$/);
        assert.equal(request.headers["x-registry-auth"]!.length % 4, 0);
        assert.deepEqual(decodeHeader(request), authConfig);
        assert.ok(!request.target.includes("Auth"));
      });
    }
    it("an empty object for none", async () => {
      assert.equal(
        (await sent((e) => pull(e, "host:5000/app", { authConfig: {} })))
          .headers["x-registry-auth"],
        "e30=",
      );
    });
  });

  for (const [call, name, message] of REFUSED) {
    it(`refuse before anything is sent: ${message}`, () =>
      assertRefused(name, message, call, "1.41", NO_FILES));
  }

  describe("make ImageNotFound of a 404", () => {
    const calls: ((engine: Engine) => Promise<unknown>)[] = [
      (e) => getImage(e, "app"),
      (e) => history(e, "app"),
      (e) => inspectImage(e, "app"),
      (e) => pull(e, "app"),
      (e) => push(e, "app"),
      (e) => removeImage(e, "app"),
      (e) => tag(e, "app", "b"),
      (e) => importImageFromImage(e, "app"),
    ];
    for (const call of calls) {
      it(String(call), async () => {
        const peer = memoryPeer([async (connection) => {
          await connection.request();
          await connection.json({ message: "no such image" }, 404);
        }]);
        const engine = engineOver(peer.connector);
        await assert.rejects(() => call(engine), { name: "ImageNotFound", status: 404 });
        engine.close();
        await peer.done();
      });
    }
  });

  it("reject within the stream of a load", async () => {
    const peer = memoryPeer([async (connection) => {
      await connection.request();
      await connection.respond({
        body: '{"stream":"Loading"}\r\n{"errorDetail":{"message":"invalid tar header"}}\r\n',
      });
    }]);
    const engine = engineOver(peer.connector);
    const seen: unknown[] = [];
    await assert.rejects(async () => {
      for await (const record of await loadImage(engine, new TextEncoder().encode("junk"))) {
        seen.push(record);
      }
    }, {
      name: "APIError",
      message: "Cannot load the image: invalid tar header (500, POST /v1.41/images/load)",
      records: [{ stream: "Loading" }, { errorDetail: { message: "invalid tar header" } }],
    });
    assert.deepEqual(seen, [{ stream: "Loading" }]);
    engine.close();
    await peer.done();
  });
});
