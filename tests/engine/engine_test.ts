import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inspectContainer } from "../../src/api/containers/inspect.ts";
import { kill, removeContainer, start, stop } from "../../src/api/mod.ts";
import { logs } from "../../src/api/containers/logs.ts";
import { wait } from "../../src/api/containers/wait.ts";
import { inspectImage } from "../../src/api/images/inspect.ts";
import { removeImage } from "../../src/api/images/remove.ts";
import type { CallOptions, Engine, RequestOptions } from "../../src/engine/engine.ts";
import { CountingController, engineOver, settled } from "../harness/memory_engine.ts";
import { memoryPeer, type PeerConnection, type Script } from "../scripted_peer.ts";

function get(
  engine: Engine,
  options: CallOptions = {},
  request: RequestOptions = {},
): Promise<unknown> {
  return engine.json("Cannot try", "GET", "/x", options, request);
}

/** Answers requests as `answer` says until the client closes, and notes their targets. */
function serve(
  targets: string[],
  answer: (target: string, connection: PeerConnection) => Promise<void>,
): Script {
  return async (connection) => {
    while (true) {
      const request = await connection.request().catch(() => null);
      if (request === null) return;
      targets.push(`${request.method} ${request.target}`);
      await answer(request.target, connection);
    }
  };
}

/** Answers `/_ping` with a version and everything else with JSON. */
function engineOf(apiVersion: string, targets: string[] = []): Script {
  return serve(
    targets,
    (target, connection) =>
      target === "/_ping"
        ? connection.respond({ headers: { "Api-Version": apiVersion }, body: "OK" })
        : connection.json({ ok: true }),
  );
}

describe("negotiation", () => {
  describe("takes the older of both sides' newest versions and asks only once", () => {
    for (
      const [theirs, used] of [["1.41", "1.41"], ["1.24", "1.24"], ["1.56", "1.56"], [
        "1.99",
        "1.56",
      ], ["2.0", "1.56"]]
    ) {
      it(`${theirs} there, ${used} used`, async () => {
        const targets: string[] = [];
        const peer = memoryPeer([engineOf(theirs!, targets)]);
        const engine = engineOver(peer.connector, { version: "auto" });
        assert.equal(engine.version, null);
        assert.deepEqual(await get(engine), { ok: true });
        await get(engine);
        assert.equal(engine.version, used);
        assert.deepEqual(targets, ["GET /_ping", `GET /v${used}/x`, `GET /v${used}/x`]);
        engine.close();
        await peer.done();
      });
    }
  });

  it("is not needed with a fixed version, nor by unversioned requests", async () => {
    const targets: string[] = [];
    const peer = memoryPeer([engineOf("1.41", targets)]);
    const fixed = engineOver(peer.connector, { version: "1.30" });
    await get(fixed);
    await get(fixed, {}, { unversioned: true });
    assert.equal(fixed.version, "1.30");
    fixed.close();
    await peer.done();
    assert.deepEqual(targets, ["GET /v1.30/x", "GET /x"]);
  });

  it("is shared by calls at the same time", async () => {
    const targets: string[] = [];
    const peer = memoryPeer(Array(10).fill(engineOf("1.41", targets)));
    const engine = engineOver(peer.connector, { version: "auto" });
    await Promise.all(Array.from({ length: 10 }, () => get(engine)));
    assert.equal(targets.filter((target) => target === "GET /_ping").length, 1);
    assert.equal(targets.length, 11);
    engine.close();
  });

  it("that fails, fails the calls that wait for it, and is tried again by the next call", async () => {
    const peer = memoryPeer([new Error("refused"), engineOf("1.41")]);
    const engine = engineOver(peer.connector, { version: "auto" });
    const calls = [get(engine), get(engine), get(engine)];
    for (const call of calls) await assert.rejects(call, { message: "refused" });
    assert.equal(engine.version, null);
    assert.deepEqual(await get(engine), { ok: true });
    engine.close();
    await peer.done();
  });

  it("goes on for the others when one caller aborts", async () => {
    let answer!: () => void;
    const answered = new Promise<void>((resolve) => answer = resolve);
    const targets: string[] = [];
    const peer = memoryPeer([serve(targets, async (target, connection) => {
      if (target === "/_ping") await answered;
      await connection.respond({ headers: { "Api-Version": "1.41" }, body: "{}" });
    })]);
    const engine = engineOver(peer.connector, { version: "auto" });
    const controller = new AbortController();
    const reason = new Error("enough");
    const aborted = get(engine, { signal: controller.signal });
    const other = get(engine);
    await settled();
    controller.abort(reason);
    await assert.rejects(aborted, reason);
    answer();
    assert.deepEqual(await other, {});
    assert.deepEqual(targets, ["GET /_ping", "GET /v1.41/x"]);
    engine.close();
    await peer.done();
  });

  it("leaves no listener on the signals of those who waited", async () => {
    const controller = new CountingController();
    const peer = memoryPeer([engineOf("1.41")]);
    const engine = engineOver(peer.connector, { version: "auto" });
    await get(engine, { signal: controller.signal });
    assert.ok(controller.added >= 2);
    assert.equal(controller.listeners, 0);
    engine.close();
    await peer.done();
  });

  it("that everybody gave up and that fails then rejects nothing else", async () => {
    const peer = memoryPeer([async (connection) => {
      await connection.head();
      await settled();
      connection.close();
    }]);
    const engine = engineOver(peer.connector, { version: "auto" });
    const controller = new AbortController();
    const call = get(engine, { signal: controller.signal });
    await settled();
    controller.abort("enough");
    assert.equal(await call.catch((reason) => reason), "enough");
    await peer.connections[0]!.closed;
    await settled();
    await peer.done();
  });

  it("looks into /version where /_ping's headers are dropped on the way", async () => {
    const targets: string[] = [];
    const peer = memoryPeer([
      serve(
        targets,
        (target, connection) =>
          target === "/_ping"
            ? connection.respond({ body: "OK" })
            : connection.json({ ApiVersion: "1.40" }),
      ),
    ]);
    const engine = engineOver(peer.connector, { version: "auto" });
    await get(engine);
    assert.equal(engine.version, "1.40");
    assert.deepEqual(targets, ["GET /_ping", "GET /version", "GET /v1.40/x"]);
    engine.close();
    await peer.done();
  });

  describe("says so where neither names a version", () => {
    for (const answer of [{}, { ApiVersion: 41 }, null]) {
      it(JSON.stringify(answer), async () => {
        const peer = memoryPeer([
          serve(
            [],
            (target, connection) =>
              target === "/_ping" ? connection.respond({ body: "OK" }) : connection.json(answer),
          ),
        ]);
        const engine = engineOver(peer.connector, { version: "auto" });
        await assert.rejects(get(engine), {
          name: "ProtocolError",
          message: "Cannot learn the API version of the engine at memory://peer: " +
            "neither /_ping (status 200) nor /version names it",
        });
        engine.close();
        await peer.done();
      });
    }
  });

  it("refuses an engine that is older than 1.24, or names no version", async () => {
    const peer = memoryPeer([engineOf("1.23")]);
    const engine = engineOver(peer.connector, { version: "auto" });
    await assert.rejects(get(engine), {
      name: "InvalidVersion",
      message: "Cannot talk to the engine at memory://peer: its newest API version is 1.23, " +
        "and this client needs 1.24 or newer",
    });
    engine.close();
    const odd = memoryPeer([engineOf("latest")]);
    await assert.rejects(get(engineOver(odd.connector, { version: "auto" })), {
      name: "ProtocolError",
      message: "Cannot learn the API version of the engine at memory://peer: " +
        'it names "latest", which is not two numbers',
    });
  });

  const tooOld = "client version 1.41 is too old. Minimum supported API version is 1.44, " +
    "please upgrade your client to a newer version";

  it("is repeated once when the daemon was replaced by another version", async () => {
    const targets: string[] = [];
    let newest = "1.41";
    const peer = memoryPeer([serve(targets, (target, connection) => {
      if (target === "/_ping") {
        return connection.respond({ headers: { "Api-Version": newest }, body: "OK" });
      }
      if (newest === "1.44" && target.startsWith("/v1.41/")) {
        return connection.json({ message: tooOld }, 400);
      }
      return connection.json({ target });
    })]);
    const engine = engineOver(peer.connector, { version: "auto" });
    await get(engine);
    newest = "1.44";
    assert.deepEqual(
      await engine.json("Cannot try", "POST", "/x", {}, { json: { a: 1 }, query: "?b=2" }),
      { target: "/v1.44/x?b=2" },
    );
    assert.equal(engine.version, "1.44");
    assert.deepEqual(targets.slice(2), ["POST /v1.41/x?b=2", "GET /_ping", "POST /v1.44/x?b=2"]);
    engine.close();
    await peer.done();
  });

  it("is not repeated twice for one call", async () => {
    const targets: string[] = [];
    const peer = memoryPeer([
      serve(
        targets,
        (target, connection) =>
          target === "/_ping"
            ? connection.respond({ headers: { "Api-Version": "1.41" }, body: "OK" })
            : connection.respond({ status: 400, body: `${tooOld}\n` }),
      ),
    ]);
    const engine = engineOver(peer.connector, { version: "auto" });
    await assert.rejects(get(engine), {
      name: "InvalidVersion",
      message: `Cannot try: the engine at memory://peer says: ${tooOld}`,
    });
    assert.deepEqual(targets, ["GET /_ping", "GET /v1.41/x", "GET /_ping", "GET /v1.41/x"]);
    engine.close();
    await peer.done();
  });

  it("is left to the next call when the body was a stream", async () => {
    const targets: string[] = [];
    let newest = "1.41";
    const peer = memoryPeer(
      Array(3).fill(serve(targets, (target, connection) => {
        if (target === "/_ping") return connection.respond({ headers: { "Api-Version": newest } });
        return target.startsWith(`/v${newest}/`)
          ? connection.json({})
          : connection.json({ message: tooOld }, 400);
      })),
    );
    const engine = engineOver(peer.connector, { version: "auto" });
    await get(engine);
    newest = "1.44";
    const stream = new ReadableStream<Uint8Array>({ start: (controller) => controller.close() });
    await assert.rejects(engine.json("Cannot try", "POST", "/x", {}, { body: { stream } }), {
      name: "InvalidVersion",
    });
    await get(engine);
    assert.deepEqual(targets.slice(2), ["POST /v1.41/x", "GET /_ping", "GET /v1.44/x"]);
    engine.close();
  });

  describe("is not repeated for a fixed version: InvalidVersion says what the engine says", () => {
    for (
      const words of [
        tooOld,
        "client version 1.41 is too new. Maximum supported API version is 1.40",
        "client is newer than server (client API version: 1.41, server API version: 1.24)",
      ]
    ) {
      it(words, async () => {
        const targets: string[] = [];
        const peer = memoryPeer([
          serve(targets, (_, connection) => connection.json({ message: words }, 400)),
        ]);
        const engine = engineOver(peer.connector);
        await assert.rejects(get(engine), {
          name: "InvalidVersion",
          message: `Cannot try: the engine at memory://peer says: ${words}`,
        });
        assert.equal(engine.version, "1.41");
        assert.deepEqual(targets, ["GET /v1.41/x"]);
        engine.close();
        await peer.done();
      });
    }
  });

  it("is what ping() does on the way", async () => {
    const peer = memoryPeer([engineOf("1.38")]);
    const engine = engineOver(peer.connector, { version: "auto" });
    const { text, head } = await engine.ping();
    assert.equal(text, "OK");
    assert.equal(head.header("api-version"), "1.38");
    assert.equal(engine.version, "1.38");
    engine.close();
    await peer.done();
  });

  describe("fails before any connection for a fixed version that is none", () => {
    for (const version of ["", "1", "latest", "v1.41", "1.41.0", "1.x", "-1.41"]) {
      it(JSON.stringify(version), () => {
        const { connector } = memoryPeer([]);
        assert.throws(() => engineOver(connector, { version }), {
          name: "InvalidVersion",
          message: `Cannot use the API version ${
            JSON.stringify(version)
          }: a version is two numbers, such as "1.41"`,
        });
      });
    }

    it("below 1.0", () => {
      const { connector } = memoryPeer([]);
      assert.throws(() => engineOver(connector, { version: "0.9" }), {
        name: "InvalidVersion",
        message: 'Cannot use the API version "0.9": it is below 1.0',
      });
    });
  });
});

describe("an error of the engine", () => {
  /** The error of one response. */
  async function failure(
    status: number,
    body: string | Uint8Array,
    options: RequestOptions = {},
  ): Promise<Error & Record<string, unknown>> {
    const peer = memoryPeer([async (connection) => {
      await connection.request();
      await connection.respond({ status, body });
      await connection.closed;
    }]);
    const engine = engineOver(peer.connector);
    const error = await engine.json("Cannot try it", "POST", "/x", {}, {
      query: "?secret=1",
      ...options,
    }).then(
      () => assert.fail("no failure"),
      (reason) => reason,
    );
    engine.close();
    await peer.done();
    return error;
  }

  describe("is of the class of its status, and knows the answer and the request without its query", () => {
    const names: [number, string, boolean, boolean][] = [
      [300, "APIError", false, false],
      [301, "APIError", false, false],
      [400, "BadRequest", true, false],
      [401, "Unauthorized", true, false],
      [403, "Forbidden", true, false],
      [404, "NotFound", true, false],
      [409, "Conflict", true, false],
      [418, "APIError", true, false],
      [500, "ServerError", false, true],
      [503, "ServerError", false, true],
    ];

    for (const [status, name, client, server] of names) {
      it(`${status}: ${name}`, async () => {
        const error = await failure(status, '{"message":"it is so"}');
        assert.equal(error.name, name);
        assert.equal(error.message, `Cannot try it: it is so (${status}, POST /v1.41/x)`);
        assert.equal(error.status, status);
        assert.equal(error.explanation, "it is so");
        assert.equal(error.method, "POST");
        assert.equal(error.path, "/v1.41/x");
        assert.deepEqual(error.records, []);
        assert.equal((error.isClientError as () => boolean)(), client);
        assert.equal((error.isServerError as () => boolean)(), server);
      });
    }
  });

  it("tells a missing image apart where the call says so", async () => {
    assert.equal((await failure(404, "{}", { image: true })).name, "ImageNotFound");
    const asked: string[] = [];
    const image = (words: string): boolean => asked.push(words) > 0 && words.includes("image");
    assert.equal(
      (await failure(404, '{"message":"No such image: a"}', { image })).name,
      "ImageNotFound",
    );
    assert.equal(
      (await failure(404, '{"message":"No such network: a"}', { image })).name,
      "NotFound",
    );
    assert.deepEqual(asked, ["No such image: a", "No such network: a"]);
    assert.equal((await failure(500, "{}", { image: true })).name, "ServerError");
  });

  describe("has the words of the answer: JSON, text, HTML and none", () => {
    const address = memoryPeer([]).connector.address;

    const bodies: [string | Uint8Array, string][] = [
      ['{"message":"  padded \\n"}', "padded"],
      ['\n {"message":"x","code":1}\n', "x"],
      ["plain text\n", "plain text"],
      [
        "<html>\n<h1>502</h1>\n</html>",
        `${address} answered with an HTML page, "502", which is no engine's answer`,
      ],
      [
        "<!DOCTYPE html><head><TITLE lang=en> Bad Gateway </TITLE>",
        `${address} answered with an HTML page, "Bad Gateway", which is no engine's answer`,
      ],
      ["<body>", `${address} answered with an HTML page, which is no engine's answer`],
      ["", "the engine gave no reason"],
      [" \r\n", "the engine gave no reason"],
      ["{}", "{}"],
      ['{"message":""}', '{"message":""}'],
      ['{"message":5}', '{"message":5}'],
      ["{broken", "{broken"],
      ["[1]", "[1]"],
      [Uint8Array.of(0xff, 0x41), "\ufffdA"],
      ["x".repeat(3000), `${"x".repeat(2000)}...`],
    ];

    for (const [body, explanation] of bodies) {
      it(JSON.stringify(String(body)).slice(0, 60), async () => {
        const error = await failure(500, body);
        assert.equal(error.explanation, explanation);
        assert.equal(error.message, `Cannot try it: ${explanation} (500, POST /v1.41/x)`);
      });
    }
  });

  it("reads no more than 1 MiB of an answer, then closes the connection", async () => {
    let sent = 0;
    const peer = memoryPeer([async (connection) => {
      await connection.request();
      await connection.send("HTTP/1.1 500 Oops\r\nContent-Type: text/html\r\n\r\n");
      while (!connection.ended) {
        await connection.send("y".repeat(65536));
        sent += 65536;
      }
    }]);
    const engine = engineOver(peer.connector);
    await assert.rejects(get(engine), {
      name: "ServerError",
      explanation: `${"y".repeat(2000)}...`,
    });
    assert.ok(sent <= (1 << 20) + 2 * 65536, `${sent} bytes`);
    await peer.done();
  });

  it("leaves the connection to the next call when it was read to the end", async () => {
    const peer = memoryPeer([async (connection) => {
      await connection.request();
      await connection.json({ message: "No" }, 404);
      await connection.request();
      await connection.json({});
      await connection.closed;
    }]);
    const engine = engineOver(peer.connector);
    await assert.rejects(get(engine), { name: "NotFound" });
    assert.deepEqual(await get(engine), {});
    engine.close();
    await peer.done();
  });

  it("is 304 no error", async () => {
    const peer = memoryPeer([async (connection) => {
      await connection.request();
      await connection.send("HTTP/1.1 304 Not Modified\r\n\r\n");
      await connection.closed;
    }]);
    const engine = engineOver(peer.connector);
    assert.equal(await engine.empty("Cannot start", "POST", "/x"), true);
    engine.close();
    await peer.done();
  });

  it("within a stream has the code that came with it and the records before it", async () => {
    const peer = memoryPeer([serve([], (_, connection) => connection.json({}))]);
    const engine = engineOver(peer.connector);
    const answer = await engine.stream("Cannot pull", "POST", "/images/create", {}, {
      query: "?a=b",
    });
    const error = answer.failure("manifest unknown", [{ status: "Pulling" }]);
    assert.equal(error.name, "APIError");
    assert.equal(error.message, "Cannot pull: manifest unknown (500, POST /v1.41/images/create)");
    assert.deepEqual(error.records, [{ status: "Pulling" }]);
    assert.equal(answer.failure("denied", [], 401).name, "Unauthorized");
    assert.equal(answer.failure("exit", [], 2).name, "APIError");
    engine.close();
    await peer.done();
  });
});

describe("the verbs", () => {
  /** Answers one request with this body. */
  async function answered<T>(body: string, ask: (engine: Engine) => Promise<T>): Promise<T> {
    const peer = memoryPeer([async (connection) => {
      await connection.request();
      await connection.respond({ body });
      await connection.closed;
    }]);
    const engine = engineOver(peer.connector);
    try {
      return await ask(engine);
    } finally {
      engine.close();
      await peer.done();
    }
  }

  it("read JSON, text, bytes and nothing", async () => {
    assert.deepEqual(await answered('{"a":"é"}\n', get), { a: "é" });
    assert.equal(await answered("é\n", (engine) => engine.text("Cannot try", "GET", "/x")), "é\n");
    assert.deepEqual(
      await answered("ab", (engine) => engine.bytes("Cannot try", "GET", "/x")),
      Uint8Array.of(97, 98),
    );
    assert.equal(
      await answered("ignored", (engine) => engine.empty("Cannot try", "GET", "/x")),
      true,
    );
  });

  describe("refuse what is not JSON where JSON is due", () => {
    for (
      const [body, shown] of [["", '""'], ["OK", '"OK"'], [
        "x".repeat(100),
        `"${"x".repeat(80)}..."`,
      ]]
    ) {
      it(shown!, async () => {
        await assert.rejects(answered(body!, get), {
          name: "ProtocolError",
          message: `Cannot try: the engine at memory://peer answered ${shown}, which is not JSON`,
        });
      });
    }
  });

  it("put the base path of the address before every target, and into errors", async () => {
    const targets: string[] = [];
    const peer = memoryPeer([
      serve(
        targets,
        (target, connection) =>
          target.endsWith("/x")
            ? connection.json({ message: "no" }, 500)
            : connection.respond({ headers: { "Api-Version": "1.41" }, body: "OK" }),
      ),
    ]);
    const engine = engineOver({ ...peer.connector, basePath: "/docker" }, { version: "auto" });
    await assert.rejects(get(engine), { path: "/docker/v1.41/x" });
    assert.deepEqual(targets, ["GET /docker/_ping", "GET /docker/v1.41/x"]);
    engine.close();
    await peer.done();
  });

  it("send the client's headers with every request, the negotiation's included", async () => {
    const seen: (string | undefined)[] = [];
    const peer = memoryPeer([async (connection) => {
      for (let round = 0; round < 2; round++) {
        const { headers } = await connection.request();
        seen.push(headers["x-token"]);
        await connection.respond({ headers: { "Api-Version": "1.41" }, body: "{}" });
      }
      await connection.closed;
    }]);
    const engine = engineOver(peer.connector, { version: "auto", headers: { "X-Token": "a b" } });
    await get(engine);
    assert.deepEqual(seen, ["a b", "a b"]);
    engine.close();
    await peer.done();
  });
});

it("the caller's Host and User-Agent, in any case, replace the client's", async () => {
  const peer = memoryPeer([async (connection) => {
    assert.equal(
      await connection.head(),
      "GET /v1.41/x HTTP/1.1\r\nhost: other\r\nuser-agent: mine\r\n\r\n",
    );
    await connection.json({});
    await connection.closed;
  }]);
  const engine = engineOver(peer.connector, { headers: { host: "other", "user-agent": "mine" } });
  await get(engine);
  engine.close();
  await peer.done();
});

describe("bad input", () => {
  describe("in headers is refused before any connection, and no value is shown", () => {
    for (
      const secret of [
        "top\r\nsecret",
        "top\nsecret",
        "top\rsecret",
        "top\0secret",
        "top\x7fsecret",
      ]
    ) {
      it(`in the value ${JSON.stringify(secret)}`, async () => {
        const peer = memoryPeer([]);
        const engine = engineOver(peer.connector, { version: "auto" });
        await assert.rejects(
          get(engine, {}, { headers: { "X-Registry-Auth": secret } }),
          (error: Error) => {
            assert.equal(error.name, "TypeError");
            assert.equal(
              error.message,
              'Cannot send the header "X-Registry-Auth": the value has a control character, such as a line break',
            );
            assert.ok(!error.stack?.includes(secret));
            return true;
          },
        );
        assert.throws(() => engineOver(peer.connector, { headers: { "X-Token": secret } }), {
          name: "TypeError",
          message:
            'Cannot send the header "X-Token": the value has a control character, such as a line break',
        });
        await peer.done();
      });
    }

    for (const name of ["", "X Token", "X-Token:", "X-Tokën", "X\r\nHost"]) {
      it(`in the name ${JSON.stringify(name)}`, async () => {
        const peer = memoryPeer([]);
        const engine = engineOver(peer.connector, { version: "auto" });
        await assert.rejects(get(engine, {}, { headers: { [name]: "a" } }), {
          name: "TypeError",
          message: `Cannot send the header ${JSON.stringify(name)}: the name is not a token`,
        });
        await peer.done();
      });
    }
  });

  describe("in targets is refused before any connection, and the query is not shown", () => {
    const targets: [string, string][] = [
      ["x", '"x"'],
      ["", '""'],
      ["/a b", '"/a b"'],
      ["/a\r\nHost: b", '"/a\\r\\nHost: b"'],
      ["/a\0", '"/a\\u0000"'],
      ["/é", '"/é"'],
      ["/a?token=x y", '"/a"'],
    ];

    for (const [target, shown] of targets) {
      it(shown, async () => {
        const peer = memoryPeer([]);
        const engine = engineOver(peer.connector, { version: "auto" });
        const [path, query] = target.split("?");
        await assert.rejects(
          engine.json("Cannot try", "GET", path!, {}, {
            query: query === undefined ? undefined : `?${query}`,
          }),
          {
            name: "TypeError",
            message: `Cannot request ${shown}: a path begins with "/" and has its blanks, ` +
              "line breaks and non-ASCII characters percent-encoded",
          },
        );
        await peer.done();
      });
    }
  });

  describe("for ids is refused before any connection, and names the argument", () => {
    const calls: [argument: string, (engine: Engine, id: string) => Promise<unknown>][] = [
      ["container", inspectContainer],
      ["container", start],
      ["container", stop],
      ["container", kill],
      ["container", removeContainer],
      ["container", wait],
      ["container", logs],
      ["image", inspectImage],
      ["image", removeImage],
    ];
    const empty = ": it is empty; ";
    const problems: [id: unknown, problem: string, hint?: string][] = [
      ["", empty],
      [" ", empty],
      ["\n", empty],
      [undefined, ": it is undefined; "],
      [null, ": it is null; "],
      [{ Id: "" }, empty],
      [{}, " {}: ", "; options are the last argument, not the first"],
    ];
    for (const [argument, call] of calls) {
      for (const [id, problem, hint = ""] of problems) {
        it(`${call.name}(${JSON.stringify(id)})`, async () => {
          const peer = memoryPeer([]);
          const engine = engineOver(peer.connector, { version: "auto" });
          await assert.rejects((async () => await call(engine, id as string))(), {
            name: "NullResource",
            message:
              `Cannot use ${argument}${problem}expected an id or name, or an object with Id or ID${hint}`,
          });
          await peer.done();
        });
      }
    }
  });
});

describe("secrets", () => {
  const secret = "c2VjcmV0LXBhc3N3b3Jk";

  it("of headers appear in no error, whatever goes wrong", async () => {
    const stages: Script[] = [
      new Error("refused"),
      async (connection) => {
        await connection.head();
        connection.close();
      },
      async (connection) => {
        await connection.head();
        connection.reset();
      },
      async (connection) => {
        await connection.head();
        await connection.send("nonsense, not HTTP");
        await connection.closed;
      },
      async (connection) => {
        await connection.head();
        await connection.json({ message: "no" }, 500);
        await connection.closed;
      },
      async (connection) => {
        await connection.head();
        await connection.respond({ body: "no JSON" });
        await connection.closed;
      },
      async (connection) => {
        await connection.head();
        await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{");
        connection.close();
      },
    ];
    const peer = memoryPeer(stages);
    for (let stage = 0; stage < stages.length; stage++) {
      const engine = engineOver(peer.connector, { headers: { "X-Token": secret } });
      const call = engine.json("Cannot try", "POST", "/x", {}, {
        headers: { "X-Registry-Auth": secret, "X-Registry-Config": undefined },
        query: `?token=${secret}`,
        json: { password: secret },
      });
      const error = await call.then(() => assert.fail("no failure"), (reason: Error) => reason);
      for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
        const shown = [cause.message, cause.stack, ...Object.values(cause).map(String)].join("\n");
        assert.ok(!shown.includes(secret), `stage ${stage}: ${shown}`);
      }
      engine.close();
    }
    await peer.done();
  });
});
