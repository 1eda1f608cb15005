import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { BUILD, build } from "../../src/api/build/build.ts";
import type { BuildOptions } from "../../src/api/build/build_call.ts";
import { mountsFromSession } from "../../src/build/session/mounts.ts";
import { pack, unpack } from "../../src/tar/mod.ts";
import { engineOver } from "../harness/memory_engine.ts";
import { traceRecord } from "../harness/protobuf_writer.ts";
import { memoryPeer, type PeerRequest } from "../scripted_peer.ts";
import { assertRefused, recorded } from "./recorded.ts";

/** Without the configuration file of who runs the tests. */
const NO_FILES = { platform: undefined };

/** Returns the request that a build sends, and what came of the answer. */
async function sent(
  options: BuildOptions,
  version?: string,
  body = '{"stream":"ok"}\n',
): Promise<{ request: PeerRequest; items: unknown[] }> {
  const items: unknown[] = [];
  const { sent: [only] } = await recorded(
    async (engine) => {
      for await (const item of await build(engine, options)) items.push(item);
    },
    version,
    [new TextEncoder().encode(body)],
    NO_FILES,
  );
  assert.ok(only);
  return { request: only.request, items };
}

async function files(archive: Uint8Array): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  const stream = new Blob([archive as Uint8Array<ArrayBuffer>]).stream();
  for await (const entry of unpack(stream)) found[entry.path] = await entry.text();
  return found;
}

const FROM = "remote=https%3A%2F%2Fhost%2Fcontext.tar";
const PARAMETERS: [query: string, options: BuildOptions][] = [
  [`rm=0&${FROM}`, {}],
  [`t=app&rm=0&${FROM}`, { tag: "app" }],
  [`t=app%3A1&t=host%3A5000%2Fapp&rm=1&${FROM}`, { tag: ["app:1", "host:5000/app"], rm: true }],
  [`q=1&nocache=1&rm=0&forcerm=1&pull=1&squash=1&${FROM}`, {
    quiet: true,
    nocache: true,
    forcerm: true,
    pull: true,
    squash: true,
  }],
  [`rm=0&${FROM}`, {
    quiet: false,
    nocache: false,
    forcerm: false,
    pull: false,
    squash: false,
  }],
  [
    `rm=0&memory=67108864&memswap=-1&cpushares=3&cpusetcpus=0-1&cpuperiod=5&cpuquota=-1&${FROM}`,
    {
      containerLimits: {
        memory: "64m",
        memswap: -1,
        cpushares: 3,
        cpusetcpus: "0-1",
        cpuperiod: 5,
        cpuquota: -1,
      },
    },
  ],
  [
    `rm=0&buildargs=${encodeURIComponent('{"A":"1","B":null,"C":"true","D":"x=y"}')}&${FROM}`,
    { buildargs: { A: 1, B: null, C: true, D: "x=y" } },
  ],
  [`rm=0&shmsize=65536&${FROM}`, { shmsize: "64k" }],
  [`rm=0&labels=${encodeURIComponent('{"a":"b"}')}&${FROM}`, { labels: { a: "b" } }],
  [`rm=0&labels=${encodeURIComponent('{"a":"b","c":""}')}&${FROM}`, { labels: ["a=b", "c"] }],
  [`rm=0&cachefrom=${encodeURIComponent('["a","b:1"]')}&${FROM}`, { cacheFrom: ["a", "b:1"] }],
  [`rm=0&target=first&networkmode=none&${FROM}`, { target: "first", networkMode: "none" }],
  [`rm=0&extrahosts=a%3A1.2.3.4&extrahosts=b%3A%3A%3A1&${FROM}`, {
    extraHosts: { a: "1.2.3.4", b: "::1" },
  }],
  [`rm=0&platform=linux%2Farm64&${FROM}`, { platform: "linux/arm64" }],
  [`rm=0&dockerfile=sub%2FOther&${FROM}`, { dockerfile: "sub/Other" }],
  [
    `rm=0&ulimits=${
      encodeURIComponent('[{"Name":"nofile","Soft":5,"Hard":9},{"Name":"core","Soft":0,"Hard":0}]')
    }&${FROM}`,
    { ulimits: [{ name: "nofile", soft: 5, hard: 9 }, { Name: "core", Hard: 0 }] },
  ],
  [`rm=0&cpusetmems=0-1&${FROM}`, { containerLimits: { cpusetmems: "0-1", memory: null } }],
  [`rm=0&cgroupparent=%2Fslow&isolation=hyperv&${FROM}`, {
    cgroupParent: "/slow",
    isolation: "hyperv",
  }],
  [`rm=0&securityopt=a%3Db&securityopt=c&${FROM}`, { securityOpt: ["a=b", "c"] }],
  [`rm=0&buildid=b1&${FROM}`, { buildId: "b1" }],
  [`rm=0&${FROM}`, {
    tag: null,
    rm: null,
    quiet: null,
    containerLimits: null,
    buildargs: null,
    labels: null,
    version: null,
    dockerfile: null,
    fileobj: null,
    timeout: null,
    authConfigs: null,
    signal: null as never,
  }],
];

const fileobj = "FROM a";
const REFUSALS: [options: BuildOptions, name: string, message: string][] = [
  [
    {},
    "TypeError",
    "Cannot build the image: expected path (a directory or an address) or fileobj (a Dockerfile or an archive)",
  ],
  [
    { path: "x", fileobj },
    "TypeError",
    'Cannot build "x": both path and fileobj are given',
  ],
  [
    { path: "x", customContext: true },
    "TypeError",
    'Cannot build "x": customContext needs fileobj, a tar archive',
  ],
  [
    { fileobj, customContext: true, gzip: true, encoding: "gzip" },
    "TypeError",
    "Cannot build the image: gzip compresses, and encoding says that it is done already",
  ],
  [
    { fileobj, encoding: "xz" },
    "TypeError",
    'Cannot build the image: encoding "xz" is for a customContext; gzip is what can be made here',
  ],
  [
    { fileobj, dockerfile: "../x" },
    "RangeError",
    'Cannot use dockerfile "../x": expected a path within the context, for a Dockerfile in fileobj',
  ],
  [
    { fileobj, dockerfile: "/x" },
    "RangeError",
    'Cannot use dockerfile "/x": expected a path within the context, for a Dockerfile in fileobj',
  ],
  [
    { fileobj, timeout: 0 },
    "RangeError",
    "Cannot use timeout 0: expected a number of seconds above 0",
  ],
  [
    { fileobj, shmsize: 0 },
    "RangeError",
    "Cannot use shmsize 0: expected a size of more than 0 bytes",
  ],
  [
    { fileobj, containerLimits: { cpus: 1 } as never },
    "TypeError",
    'Cannot use containerLimits: unknown option "cpus"; did you mean "cpushares"?',
  ],
  [
    { fileobj, buildargs: { TOKEN: ["secret"] as never } },
    "TypeError",
    'Cannot use buildargs["TOKEN"]: expected a string, a number, true, false or null',
  ],
  [
    { fileobj, tag: "App" },
    "InvalidRepository",
    'Cannot use tag[0] "App": the part "App" is not allowed: parts are lower-case letters and digits, with ".", "_", "__" or "-" between them',
  ],
  [
    { fileobj, tag: ["app", `app@sha256:${"a".repeat(64)}`] },
    "InvalidRepository",
    `Cannot use tag[1] "app@sha256:${
      "a".repeat(64)
    }": a digest follows from the content; give a tag`,
  ],
  [
    { fileobj, version: "3" as never },
    "RangeError",
    'Cannot use version "3": expected one of "1", "2", "auto"',
  ],
  [
    { fileobj, authConfigs: { host: "secret" as never } },
    "TypeError",
    'Cannot use authConfigs["host"]: expected an object with username and password, or with identitytoken',
  ],
  [
    { fileobj, authConfigs: { host: { user: "secret" } as never } },
    "TypeError",
    'Cannot use authConfigs["host"]: unknown option "user"; did you mean "username"?',
  ],
  [
    { fileobj, buildArgs: { A: "1" } } as never,
    "TypeError",
    'Cannot build the image: unknown option "buildArgs"; did you mean "buildargs"?',
  ],
  [
    { fileobj, gzip: "false" as never },
    "TypeError",
    'Cannot use gzip "false": expected true or false',
  ],
  [
    { path: "/directory" },
    "TypeError",
    "Cannot use files or programs: this Engine was made without the option platform",
  ],
  [
    { path: "https://host/x", gzip: true },
    "TypeError",
    'Cannot build "https://host/x": gzip is for what is sent, and the Engine fetches this itself',
  ],
  [
    { path: "https://host/x", encoding: "gzip" },
    "TypeError",
    'Cannot build "https://host/x": encoding is for what is sent, and the Engine fetches this itself',
  ],
];

/** What one builder has and the other one would drop: given to the other one. */
const BUILDERS: [options: BuildOptions, name: string, message: string][] = [
  ...([
    ["secrets", { a: "b" }],
    ["ssh", "/agent.sock"],
    ["contexts", { a: "docker-image://b" }],
    ["cacheTo", ["type=inline"]],
    ["noCacheFilter", ["first"]],
    ["attestations", { sbom: true }],
    ["entitlements", ["network.host"]],
    ["call", "check"],
    ["outputs", ["type=local,dest=out"]],
  ] as const).map(([option, value]): [BuildOptions, string, string] => [
    { fileobj, [option]: value },
    "TypeError",
    `Cannot build the image: the option "${option}" is for BuildKit; it needs version: "2"`,
  ]),
  ...(["type=local,src=cache", "type=registry,ref=a,x=y"] as const).map(
    (cache): [BuildOptions, string, string] => [
      { fileobj, cacheFrom: ["b", cache] },
      "TypeError",
      "Cannot build the image: the old builder takes images alone as cacheFrom; " +
      `cache of type "${cache.slice(5).split(",")[0]}" with options of its own needs version: "2"`,
    ],
  ),
  ...([
    ["containerLimits", { memory: "64m" }],
    ["squash", true],
    ["isolation", "hyperv"],
    ["securityOpt", ["a=b"]],
  ] as const).map(([option, value]): [BuildOptions, string, string] => [
    { fileobj, version: "2", [option]: value },
    "TypeError",
    `Cannot build the image: BuildKit has no option "${option}"; it needs version: "1"`,
  ]),
  ...["bridge", "container:web", "own"].map((networkMode): [BuildOptions, string, string] => [
    { fileobj, version: "2", networkMode },
    "TypeError",
    `Cannot build the image: BuildKit has no network "${networkMode}" for its steps; expected default, host or none`,
  ]),
  ...([
    ["shmsize", "5m"],
    ["ulimits", [{ name: "nofile", soft: 5 }]],
    ["cgroupParent", "/slow"],
  ] as const).map(([option, value]): [BuildOptions, string, string] => [
    { fileobj, version: "2", [option]: value },
    "InvalidVersion",
    `Cannot build the image: option "${option}" with BuildKit needs API version 1.42, and 1.41 is in use`,
  ]),
];

/** What both builders take, or nothing but this side does. */
const FOR_BOTH = [
  ...["path", "fileobj", "customContext", "encoding", "gzip", "dockerfile", "tag", "quiet"],
  ...["nocache", "pull", "buildargs", "labels", "target", "extraHosts", "platform", "version"],
  ...["authConfigs", "useConfigProxy", "timeout", "decode", "stream", "rejectOnError"],
  // Without containers that are left, and without a build to cancel, there is nothing to drop.
  ...["rm", "forcerm", "buildId"],
];

describe("build()", () => {
  it("says of each option which builder takes it", () => {
    const refused = BUILDERS.flatMap(([options]) => Object.keys(options))
      .filter((name) => name !== "fileobj" && name !== "version");
    const told = new Set([...FOR_BOTH, ...refused]);
    assert.deepEqual([...told].sort(), Object.keys(BUILD.options).sort());
  });

  for (const [query, options] of PARAMETERS) {
    it(`sends ${Object.keys(options).join(", ") || "rm=0"} as ${query}`, async () => {
      const { request } = await sent({ path: "https://host/context.tar", ...options });
      assert.equal(`${request.method} ${request.target}`, `POST /v1.41/build?${query}`);
      assert.equal(request.body.length, 0);
      assert.equal(request.headers["content-type"], undefined);
    });
  }

  describe("lets the Engine fetch what is at an address", () => {
    for (
      const path of [
        "http://host/x",
        "git://host/x#main:sub",
        "git@host:x.git",
        "github.com/team/x",
      ]
    ) {
      it(path, async () => {
        const { request } = await sent({ path });
        assert.equal(request.target, `/v1.41/build?rm=0&remote=${encodeURIComponent(path)}`);
      });
    }
  });

  it("gives a BuildKit build an id, and no session where it can ask for nothing", async () => {
    const outputs = [{ Type: "moby" }];
    const { request } = await sent({ fileobj: "FROM a\n", version: "2", outputs });
    assert.match(
      request.target,
      /^\/v1\.41\/build\?rm=0&outputs=%5B%7B%22Type%22%3A%22moby%22%2C%22Attrs%22%3A%7B%7D%7D%5D&version=2&buildid=[0-9a-f-]{36}&dockerfile=Dockerfile$/,
    );
  });

  describe("takes BuildKit by itself where the Engine has it", () => {
    const pings: [headers: Record<string, string>, version: string, builder: RegExp][] = [
      [{ "Builder-Version": "2" }, "1.41", /version=2/],
      [{ "Builder-Version": "1", "Ostype": "linux" }, "1.41", /build\?rm=0&dockerfile/],
      [{ "Ostype": "linux" }, "1.41", /version=2/],
      [{ "Ostype": "windows" }, "1.41", /build\?rm=0&dockerfile/],
      [{ "Ostype": "linux", "Libpod-API-Version": "4.0.0" }, "1.41", /build\?rm=0&dockerfile/],
    ];

    for (const [headers, version, builder] of pings) {
      it(`${JSON.stringify(headers)}: ${builder.source}`, async () => {
        let target = "";
        const peer = memoryPeer([async (connection) => {
          await connection.request();
          await connection.respond({ headers, body: "OK" });
          target = (await connection.request()).target;
          await connection.respond({ body: '{"stream":"ok"}\n' });
        }]);
        const engine = engineOver(peer.connector, { version });
        const fileobj = "FROM a\n";
        for await (const _ of await build(engine, { fileobj, version: "auto" }));
        assert.match(target, builder, JSON.stringify(headers));
        engine.close();
        await peer.done();
      });
    }

    it("not below API 1.39", async () => {
      const { request } = await sent({ fileobj: "FROM a\n", version: "auto" }, "1.38");
      assert.doesNotMatch(request.target, /version=/);
    });
  });

  const sources = {
    text: () => "FROM a\nRUN b\n",
    "a Blob": () => new Blob(["FROM a\nRUN b\n"]),
    "a stream": () => new Blob(["FROM a\n", "RUN b\n"]).stream(),
  };
  for (const [kind, fileobj] of Object.entries(sources)) {
    it(`makes an archive of a Dockerfile, the same for ${kind} as for text`, async () => {
      const { request } = await sent({ fileobj: fileobj() });
      assert.equal(request.target, "/v1.41/build?rm=0&dockerfile=Dockerfile");
      assert.equal(request.headers["content-type"], "application/x-tar");
      assert.equal(request.headers["content-encoding"], undefined);
      assert.deepEqual(await files(request.body), { Dockerfile: "FROM a\nRUN b\n" });
      assert.deepEqual(request.body, (await sent({ fileobj: sources.text() })).request.body);
    });
  }

  it("makes an archive of a Dockerfile under the name that is given", async () => {
    const { request } = await sent({ fileobj: "FROM a", dockerfile: "sub/Other" });
    assert.equal(request.target, "/v1.41/build?rm=0&dockerfile=sub%2FOther");
    assert.deepEqual(await files(request.body), { "sub/Other": "FROM a" });
  });

  describe("compresses with gzip, and says how a custom context is compressed", () => {
    for (const options of [{ gzip: true }, { encoding: "gzip" }]) {
      it(`by ${JSON.stringify(options)}`, async () => {
        const { request } = await sent({ fileobj: "FROM a", ...options });
        assert.equal(request.headers["content-encoding"], "gzip");
        const plain = new Blob([request.body as Uint8Array<ArrayBuffer>]).stream()
          .pipeThrough(new DecompressionStream("gzip"));
        const archive = new Uint8Array(await new Response(plain).arrayBuffer());
        assert.deepEqual(await files(archive), { Dockerfile: "FROM a" });
      });
    }

    const forms: [options: BuildOptions, encoding: string | undefined][] = [
      [{}, undefined],
      [{ encoding: "bzip2" }, "bzip2"],
      [{ encoding: "gzip" }, "gzip"],
    ];

    for (const [options, encoding] of forms) {
      it(`a custom context by ${JSON.stringify(options)}`, async () => {
        const archive = new Uint8Array(
          await new Response(pack([{ path: "Dockerfile", content: "FROM b" }]) as never)
            .arrayBuffer(),
        );
        const { request } = await sent({ fileobj: archive, customContext: true, ...options });
        assert.equal(request.headers["content-encoding"], encoding);
        assert.equal(request.target, "/v1.41/build?rm=0");
        assert.deepEqual(request.body, archive);
      });
    }

    it("a custom context that it compresses itself", async () => {
      const archive = new Uint8Array(
        await new Response(pack([{ path: "Dockerfile", content: "FROM b" }]) as never)
          .arrayBuffer(),
      );
      const { request } = await sent({ fileobj: archive, customContext: true, gzip: true });
      assert.equal(request.headers["content-encoding"], "gzip");
      assert.deepEqual([...request.body.subarray(0, 2)], [0x1f, 0x8b]);
    });
  });

  it("sends credentials for base images by registry", async () => {
    const authConfigs = { "https://index.docker.io/v1/": { username: "ä", password: "?~" } };
    const { request } = await sent({ fileobj: "FROM a", authConfigs });
    const header = request.headers["x-registry-config"]!;
    assert.match(header, /^[\w-]+={0,2}$/);
    const binary = atob(header.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
    assert.deepEqual(JSON.parse(new TextDecoder().decode(bytes)), authConfigs);
  });

  describe("hands out bytes, or records with their traces decoded", () => {
    const trace = traceRecord([[1, [[1, "sha256:a"], [3, "step"]]]]);

    const body = `${JSON.stringify({ stream: "a" })}\r\n${JSON.stringify(trace)}\r\n`;

    for (const rejectOnError of [true, false]) {
      it(`records, rejectOnError: ${rejectOnError}`, async () => {
        const { items } = await sent(
          { fileobj: "FROM a", decode: true, rejectOnError },
          "1.41",
          body,
        );
        assert.deepEqual(items[0], { stream: "a" });
        const record = items[1] as { trace: { vertexes: { name: string }[] } };
        assert.equal(record.trace.vertexes[0]!.name, "step");
      });
    }

    it("bytes", async () => {
      const bytes = await sent({ fileobj: "FROM a" }, "1.41", body);
      assert.equal(await new Blob(bytes.items as Uint8Array<ArrayBuffer>[]).text(), body);
    });
  });

  describe("rejects with a BuildError that has the output so far", () => {
    const failure = { errorDetail: { code: 3, message: "returned 3" }, error: "returned 3" };

    const body = `{"stream":"a"}\n${JSON.stringify(failure)}\n`;

    for (const decode of [true, false]) {
      it(decode ? "of records" : "of bytes", async () => {
        await assert.rejects(() => sent({ fileobj: "FROM a", tag: "app", decode }, "1.41", body), {
          name: "BuildError",
          status: 500,
          exitCode: 3,
          message: 'Cannot build "app": returned 3 (500, POST /v1.41/build)',
          records: [{ stream: "a" }, failure],
        });
      });
    }

    it("without an exit code, and not when told so", async () => {
      const plain = body.replace('"code":3,', "");
      await assert.rejects(() => sent({ fileobj: "FROM a" }, "1.41", plain), {
        name: "BuildError",
        status: 500,
        exitCode: null,
        message: "Cannot build the image: returned 3 (500, POST /v1.41/build)",
      });
      const { items } = await sent(
        { fileobj: "a", decode: true, rejectOnError: false },
        "1.41",
        body,
      );
      assert.deepEqual(items, [{ stream: "a" }, failure]);
    });
  });

  for (const [options, name, message] of [...REFUSALS, ...BUILDERS]) {
    it(`refuses ${Object.keys(options).join(", ") || "nothing"} before it sends: ${message}`, async () => {
      await assertRefused(name, message, (e) => build(e, options), "1.41", NO_FILES);
    });
  }

  it("lets go of a context that it does not send", async () => {
    let cancelled = false;
    const archive = new ReadableStream<Uint8Array>({
      cancel(): void {
        cancelled = true;
      },
    });
    await assertRefused(
      "InvalidVersion",
      'Cannot build "app": option "target" needs API version 1.29, and 1.28 is in use',
      (e) => build(e, { fileobj: archive, customContext: true, target: "x", tag: "app" }),
      "1.28",
    );
    assert.ok(cancelled);
  });
});

const FAILURES: [
  message: string,
  code: number | undefined,
  status: number,
  exitCode: number | null,
][] = [
  ["The command '/bin/sh -c exit 7' returned a non-zero code: 7", 7, 500, 7],
  ["The command 'cmd' returned a non-zero code: 404", 404, 500, 404],
  ['process "/bin/sh -c exit 5" did not complete successfully: exit code: 5', undefined, 500, 5],
  ["pull access denied", 404, 404, null],
  ["dockerfile parse error", undefined, 500, null],
];

describe("BuildError", () => {
  for (const [message, code, status, exitCode] of FAILURES) {
    it(`has status ${status} and exit code ${exitCode} for "${message}"`, async () => {
      const body = JSON.stringify({ errorDetail: { code, message }, error: message });
      await assert.rejects(() => sent({ fileobj: "FROM a" }, "1.41", body), {
        name: "BuildError",
        status,
        exitCode,
      });
    });
  }
});

describe("mountsFromSession()", () => {
  describe("finds mounts of secrets and agents, and nothing else", () => {
    const found = [
      "RUN --mount=type=secret,id=a x",
      "RUN --mount=id=a,type=ssh x",
      "RUN --network=none --mount=target=/x,type=ssh x",
      "run \\\n  --mount=type=secret x",
    ];

    for (const line of found) {
      it(`finds ${JSON.stringify(line)}`, () => {
        assert.equal(mountsFromSession(`FROM a\n${line}\n`), true, line);
      });
    }

    const fine = [
      "RUN --mount=type=cache,target=/secret x",
      "RUN --mount=type=bind,source=ssh,target=/x x",
      "# RUN --mount=type=secret x",
      "RUN echo type=secret --mount",
      "RUN --mount=target=/x,subtype=secret x",
    ];

    for (const line of fine) {
      it(`not ${JSON.stringify(line)}`, () => {
        assert.equal(mountsFromSession(`FROM a\n${line}\n`), false, line);
      });
    }
  });
});
