import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { ConfigStore } from "../../src/auth/config_store.ts";
import { Credentials } from "../../src/auth/credentials.ts";
import { bytes, type FakeMachine, fakePlatform } from "./fake_platform.ts";

const HUB = "https://index.docker.io/v1/";
const CONFIG = "/home/me/.docker/config.json";
const base64 = (text: string): string => Buffer.from(text, "utf8").toString("base64");

/** A store on a fake machine, with the warnings it gave. */
function store(machine: FakeMachine): { credentials: Credentials; warnings: string[] } {
  const warnings: string[] = [];
  const credentials = new Credentials(
    new ConfigStore(
      () => Promise.resolve(fakePlatform(machine)),
      (message) => warnings.push(message),
    ),
  );
  return { credentials, warnings };
}

/** A machine whose configuration file says this. */
const configured = (config: unknown, rest: FakeMachine = {}): FakeMachine => ({
  files: { [CONFIG]: JSON.stringify(config) },
  ...rest,
});

describe("Credentials", () => {
  test("reads nothing before it is asked", async () => {
    let loaded = 0;
    const config = new ConfigStore(() => {
      loaded++;
      return Promise.resolve(fakePlatform({}));
    }, () => {});
    const credentials = new Credentials(config);
    credentials.remember("a", { username: "me" });
    assert.deepEqual(await credentials.find("https://a/v2/"), { username: "me" });
    assert.equal(loaded, 0);
    assert.equal(await credentials.find("b"), undefined);
    assert.equal(await credentials.find("b"), undefined);
    assert.equal(loaded, 1);
  });

  test("knows only its logins where no files can be read", async () => {
    const credentials = new Credentials(new ConfigStore(null, () => assert.fail()));
    assert.equal(await credentials.find("a"), undefined);
    assert.deepEqual(await credentials.all(), {});
    await assert.rejects(() => credentials.loadFile("x"), {
      name: "TypeError",
      message: "Cannot read files: this Engine was made without the option platform",
    });
  });

  test("finds the file by DOCKER_CONFIG, in the home directory, and where it was of old", async () => {
    const file = (name: string) => JSON.stringify({ auths: { a: { auth: base64(`${name}:p`) } } });
    const user = async (machine: FakeMachine) =>
      (await store(machine).credentials.find("a"))?.username;
    const files = { [CONFIG]: file("usual"), "/home/me/.dockercfg": file("old") };
    assert.equal(await user({ files }), "usual");
    assert.equal(await user({ files: { "/home/me/.dockercfg": file("old") } }), "old");
    assert.equal(
      await user({
        files: { ...files, "/etc/d/config.json": file("env") },
        env: { DOCKER_CONFIG: "/etc/d" },
      }),
      "env",
    );
    assert.equal(await user({ files, env: { DOCKER_CONFIG: "" } }), "usual");
    assert.equal(await user({}), undefined);
  });

  test("asks the registry's helper before the store, and the store before the file", async () => {
    const asked: string[] = [];
    const config = {
      auths: {
        "own.example": { auth: base64("file:p") },
        "other.example": { auth: base64("file:p") },
        "third.example": { auth: base64("file:p") },
      },
      credHelpers: { "https://own.example": "own" },
      credsStore: "store",
    };
    const { credentials, warnings } = store(configured(config, {
      run: (command, args, stdin) => {
        asked.push(`${command} ${args.join(" ")} < ${stdin}`);
        if (stdin === "third.example") {
          return Promise.resolve({
            code: 1,
            stdout: bytes("credentials not found in native keychain\n"),
          });
        }
        const secret = { ServerURL: stdin, Username: command.slice(18), Secret: "s" };
        return Promise.resolve({ stdout: bytes(JSON.stringify(secret)) });
      },
    }));
    const user = async (registry: string) => (await credentials.find(registry))?.username;
    assert.equal(await user("own.example"), "own");
    assert.equal(await user("other.example"), "store");
    assert.equal(await user("third.example"), "file");
    assert.deepEqual(asked, [
      "docker-credential-own get < own.example",
      "docker-credential-store get < other.example",
      "docker-credential-store get < third.example",
      // It may know the registry by another name.
      "docker-credential-store list < ",
    ]);
    assert.deepEqual(warnings, []);
    credentials.remember("own.example", { username: "login" });
    assert.equal(await user("own.example"), "login");
    assert.equal(asked.length, 4);
  });

  for (const name of ["docker.io", "index.docker.io", HUB]) {
    test(`asks helpers for Docker Hub by its long name when it is called ${name}`, async () => {
      const asked: string[] = [];
      const { credentials } = store(configured({ credHelpers: { "docker.io": "hub" } }, {
        run: (_command, _args, stdin) => {
          asked.push(stdin);
          return Promise.resolve({ stdout: bytes('{"Username":"me","Secret":"s"}') });
        },
      }));
      assert.deepEqual(await credentials.find(name), {
        username: "me",
        password: "s",
        serveraddress: HUB,
      });
      assert.deepEqual(asked, [HUB]);
    });
  }

  test("takes a helper's secret of the user <token> for an identity token", async () => {
    const { credentials } = store(configured({ credsStore: "x" }, {
      run: () => Promise.resolve({ stdout: bytes('{"Username":"<token>","Secret":"abc"}') }),
    }));
    assert.deepEqual(await credentials.find("a"), { identitytoken: "abc", serveraddress: "a" });
  });

  const failures: [does: string, run: FakeMachine["run"], problem: string][] = [
    ["is missing", undefined, 'the program "docker-credential-x" is not found'],
    [
      "fails with words",
      () => Promise.resolve({ code: 1, stdout: bytes("locked\n"), stderr: bytes("noise") }),
      "it ended with exit code 1: locked",
    ],
    [
      "fails with words elsewhere",
      () => Promise.resolve({ code: 2, stderr: bytes("no display\n") }),
      "it ended with exit code 2: no display",
    ],
    ["fails without words", () => Promise.resolve({ code: 3 }), "it ended with exit code 3"],
    [
      "is silent",
      () => Promise.resolve({ code: null, signal: "SIGKILL", killed: "timeout" }),
      "it did not answer within 30 seconds",
    ],
    [
      "writes without end",
      () => Promise.resolve({ code: null, signal: "SIGKILL", killed: "output" }),
      "its answer is too long",
    ],
    [
      "writes nonsense",
      () => Promise.resolve({ stdout: bytes("secret") }),
      "its answer is not a JSON object",
    ],
    [
      "writes half an answer",
      () => Promise.resolve({ stdout: bytes('{"Username":"secret"}') }),
      "its answer has no Username and Secret",
    ],
    [
      "may not run",
      () => Promise.reject(Object.assign(new Error("x"), { name: "NotCapable" })),
      "Deno's run permission is missing; run with --allow-run=docker-credential-x",
    ],
  ];
  for (const [does, run, problem] of failures) {
    test(`goes on with a warning when a helper ${does}`, async () => {
      const config = { auths: { a: { auth: base64("file:p") } }, credHelpers: { a: "x" } };
      const { credentials, warnings } = store(configured(config, { run }));
      assert.equal((await credentials.find("a"))?.username, "file");
      assert.deepEqual(warnings, [
        `Cannot get credentials from the helper "x": ${problem} (helper "x" asked for a)`,
      ]);
    });
  }

  describe("never runs a helper whose name is a path or an option", () => {
    for (const name of ["../evil", "a/b", "-x", "a b", "a;b"]) {
      it(JSON.stringify(name), async () => {
        const { credentials, warnings } = store(configured({ credsStore: name }, {
          run: () => assert.fail("it was run"),
        }));
        assert.equal(await credentials.find("a"), undefined);
        assert.deepEqual(warnings, [
          `Cannot get credentials from the helper "${name}": a name has letters, digits, . _ and - only ` +
          `(helper "${name}" asked for a)`,
        ]);
      });
    }
  });

  test("goes on with one warning when the file cannot be read", async () => {
    const denied = Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" });
    const { credentials, warnings } = store({ files: { [CONFIG]: denied } });
    assert.equal(await credentials.find("a"), undefined);
    assert.deepEqual(await credentials.all(), {});
    assert.deepEqual(warnings, [
      `Cannot read the configuration file "${CONFIG}": EACCES: permission denied`,
    ]);
    const broken = store({ files: { [CONFIG]: "{secret" } });
    assert.equal(await broken.credentials.find("a"), undefined);
    assert.deepEqual(broken.warnings, [
      `Cannot read the configuration file "${CONFIG}": it is not JSON`,
    ]);
  });

  test("says which permission of Deno is missing", async () => {
    const lacking = Object.assign(new Error("Requires read access"), { name: "NotCapable" });
    const { credentials, warnings } = store({ files: { [CONFIG]: lacking } });
    assert.equal(await credentials.find("a"), undefined);
    assert.deepEqual(warnings, [
      `Cannot read the configuration file "${CONFIG}": Deno's read permission is missing; ` +
      `run the script with --allow-read=${CONFIG}`,
    ]);
  });

  test("loadFile() replaces the usual file, or rejects", async () => {
    const { credentials } = store({
      files: {
        [CONFIG]: JSON.stringify({ auths: { a: { auth: base64("usual:p") } } }),
        "/x.json": JSON.stringify({ auths: { a: { auth: base64("other:p") } } }),
        "/broken.json": "{",
      },
    });
    assert.equal((await credentials.find("a"))?.username, "usual");
    await credentials.loadFile("/x.json");
    assert.equal((await credentials.find("a"))?.username, "other");
    await assert.rejects(credentials.loadFile("/none.json"), {
      name: "InvalidConfigFile",
      message: 'Cannot read the configuration file "/none.json": it does not exist',
    });
    await assert.rejects(credentials.loadFile("/broken.json"), {
      name: "InvalidConfigFile",
      message: 'Cannot read the configuration file "/broken.json": it is not JSON',
    });
    assert.equal((await credentials.find("a"))?.username, "other");
  });

  test("all() gathers every registry, and asks the helpers at the same time", async () => {
    const config = {
      auths: { "file.example": { auth: base64("file:p") }, "empty.example": {} },
      credHelpers: { "own.example": "own", "broken.example": "broken" },
      credsStore: "store",
    };
    let running = 0;
    let most = 0;
    const { credentials, warnings } = store(configured(config, {
      run: async (command, [verb], stdin) => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 5));
        running--;
        if (verb === "list") {
          return {
            stdout: bytes('{"https://index.docker.io/v1/":"me","https://listed.example":"me"}'),
          };
        }
        if (command.endsWith("broken")) return { code: 1, stdout: bytes("locked") };
        if (stdin === "file.example" || stdin === "broken.example") {
          return { code: 1, stdout: bytes("credentials not found in native keychain") };
        }
        return { stdout: bytes(JSON.stringify({ Username: command, Secret: stdin })) };
      },
    }));
    credentials.remember("login.example", { username: "login" });
    const all = await credentials.all();
    const found = Object.entries(all).map((
      [key, { username, password }],
    ) => [key, username, password]);
    assert.deepEqual(found.sort(), [
      ["file.example", "file", "p"],
      [HUB, "docker-credential-store", HUB],
      ["listed.example", "docker-credential-store", "listed.example"],
      ["login.example", "login", undefined],
      ["own.example", "docker-credential-own", "own.example"],
    ]);
    assert.ok(most > 2, `${most} helpers ran at the same time`);
    assert.deepEqual(warnings, [
      'Cannot get credentials from the helper "broken": it ended with exit code 1: locked ' +
      '(helper "broken" asked for broken.example)',
    ]);
  });

  test("asks the store by the name under which it lists a registry", async () => {
    const names = { "https://reg.example/v2/": "me", "https://index.docker.io/v1/": "hub" };
    const asked: string[] = [];
    const { credentials, warnings } = store(configured({ credsStore: "s" }, {
      run: (_command, [verb], stdin) => {
        asked.push(`${verb} ${stdin}`);
        if (verb === "list") return Promise.resolve({ stdout: bytes(JSON.stringify(names)) });
        const user = names[stdin as keyof typeof names];
        if (user === undefined) {
          return Promise.resolve({
            code: 1,
            stdout: bytes("credentials not found in native keychain"),
          });
        }
        const answer = { ServerURL: stdin, Username: user, Secret: "p" };
        return Promise.resolve({ stdout: bytes(JSON.stringify(answer)) });
      },
    }));
    const found = { username: "me", password: "p", serveraddress: "reg.example" };
    assert.deepEqual(await credentials.find("reg.example"), found);
    assert.equal((await credentials.find("docker.io"))?.username, "hub");
    assert.deepEqual(Object.keys(await credentials.all()).sort(), [HUB, "reg.example"]);
    assert.deepEqual((await credentials.all())["reg.example"], found);
    assert.equal(asked.filter((line) => line.startsWith("list")).length, 1, "it is listed once");
    assert.deepEqual(warnings, []);
  });

  test("takes an empty helper's name for the file", async () => {
    const config = {
      auths: { own: { auth: base64("file:p") }, other: { auth: base64("file:p") } },
      credHelpers: { own: "" },
      credsStore: "s",
    };
    const { credentials } = store(configured(config, {
      run: (_command, [verb], stdin) => {
        const answer = verb === "list" ? {} : { ServerURL: stdin, Username: "store", Secret: "p" };
        return Promise.resolve({ stdout: bytes(JSON.stringify(answer)) });
      },
    }));
    assert.equal((await credentials.find("own"))?.username, "file");
    assert.equal((await credentials.find("other"))?.username, "store");
  });

  test("takes what DOCKER_AUTH_CONFIG holds before the file and its helpers", async () => {
    const text = JSON.stringify({ auths: { reg: { auth: base64("env:p") } } });
    const file = { auths: { reg: { auth: base64("file:p") }, other: { auth: base64("file:p") } } };
    const { credentials, warnings } = store(
      configured(file, { env: { DOCKER_AUTH_CONFIG: text } }),
    );
    assert.equal((await credentials.find("reg"))?.username, "env");
    assert.equal((await credentials.find("other"))?.username, "file");
    assert.equal((await credentials.all()).reg?.username, "env");
    assert.deepEqual(warnings, []);
    const alone = store({ env: { DOCKER_AUTH_CONFIG: text } });
    assert.equal(await alone.credentials.isEmpty(), false);
    const broken = store(configured(file, { env: { DOCKER_AUTH_CONFIG: "{ secret" } }));
    assert.equal((await broken.credentials.find("reg"))?.username, "file");
    assert.deepEqual(broken.warnings, [
      'Cannot read the configuration file "DOCKER_AUTH_CONFIG": it is not JSON',
    ]);
  });

  test("one broken entry costs itself alone, and each problem is told once", async () => {
    const auths = { bad: "x", none: null, good: { auth: base64("me:p") } };
    const { credentials, warnings } = store(configured({ auths, credsStore: "s" }));
    for (let round = 0; round < 3; round++) {
      assert.equal((await credentials.find("good"))?.username, "me");
      assert.equal(await credentials.find("bad"), undefined);
      await credentials.all();
    }
    assert.deepEqual(warnings, [
      `Cannot read the configuration file "${CONFIG}": expected auths["bad"] to be an object`,
      'Cannot get credentials from the helper "s": the program "docker-credential-s" is not found ' +
      '(helper "s" asked for good)',
    ]);
  });
});
