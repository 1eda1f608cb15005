import assert from "node:assert/strict";
import path from "node:path";
import process from "node:process";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { host, skip } from "./fixture.ts";
import { openTransport, skipTransport, type Transport, type TransportName } from "./transports.ts";

const program = path.join(path.dirname(fileURLToPath(import.meta.url)), "ping_program.ts");
const skipElsewhere = "Deno" in globalThis ? skip : "Only Deno asks for permissions";

/** Runs Deno, by its own means: `node:child_process` gives the permissions of the tests on. */
async function runDeno(args: string[], env: Record<string, string> = {}): Promise<string> {
  const command = new Deno.Command(process.execPath, { args, env: { NO_COLOR: "1", ...env } });
  const { stdout, stderr } = await command.output();
  return new TextDecoder().decode(stderr) + new TextDecoder().decode(stdout);
}

/** Runs the program that asks an engine for its version, with these permissions alone. */
async function versionWith(
  flags: string[],
  options: unknown,
  env: Record<string, string> = {},
): Promise<string> {
  const args = ["run", "--no-prompt", "--quiet", ...flags, program, JSON.stringify(options)];
  return (await runDeno(args, env)).trim();
}

/** The transport's options, the flags that suffice, and what is said where one lacks. */
interface Case {
  options: unknown;
  flags: string[];
  hint: string | RegExp;
}

/** What a way to the engine needs. */
function caseOf(name: TransportName, { settings }: Transport): Case {
  const { baseUrl, ssh, tls } = settings;
  switch (name) {
    case "unix": {
      const file = baseUrl!.slice("unix://".length);
      const flags = [`--allow-read=${file}`, `--allow-write=${file}`, `--allow-net=unix:${file}`];
      const hint = new RegExp(
        `^Cannot get the version of the engine: cannot reach the engine at ${baseUrl}: Deno's (read|write|net) permission is missing; ` +
          `run the script with ${flags.join(" ")}$`,
      );
      return { options: { baseUrl }, flags, hint };
    }
    case "tcp": {
      const net = `--allow-net=${new URL(baseUrl!).host}`;
      const hint =
        `Cannot get the version of the engine: cannot reach the engine at ${baseUrl}: Deno's net permission is missing; ` +
        `run the script with ${net}`;
      return { options: { baseUrl }, flags: [net], hint };
    }
    case "tls": {
      const read = `--allow-read=${[tls!.caCert, ...tls!.clientCert!].join(",")}`;
      const flags = [`--allow-net=${new URL(baseUrl!).host}`, read];
      const hint = /Deno's (net|read) permission is missing; run the script with --allow-\w+=\S+$/;
      return { options: { baseUrl, tls }, flags, hint };
    }
    case "ssh": {
      const hint =
        `Cannot get the version of the engine: cannot reach the engine at ${baseUrl}: Deno's run permission is missing; ` +
        "run the script with --allow-run=ssh";
      return { options: { baseUrl, ssh }, flags: ["--allow-run=ssh"], hint };
    }
  }
}

for (const name of ["unix", "tcp", "tls", "ssh"] as const) {
  describe(
    `Deno's permissions over ${name}`,
    { skip: skipElsewhere || skipTransport(name) },
    () => {
      let transport: Transport;
      before(async () => {
        transport = await openTransport(name);
      });
      after(() => transport.stop());

      it("suffice", async () => {
        const { options, flags } = caseOf(name, transport);
        assert.match(await versionWith(flags, options), /^\d+\.\d+\.\d+\S*$/);
      });

      it("are named where one is missing", async () => {
        const { options, flags, hint } = caseOf(name, transport);
        for (const missing of flags) {
          const message = await versionWith(flags.filter((flag) => flag !== missing), options);
          if (typeof hint === "string") assert.equal(message, hint);
          else assert.match(message, hint);
        }
      });
    },
  );
}

describe(
  "Deno's permissions for fromEnv()",
  { skip: skipElsewhere || skipTransport("unix") },
  () => {
    const file = (host ?? "").slice("unix://".length);
    const socket = [`--allow-read=${file}`, `--allow-write=${file}`, `--allow-net=unix:${file}`];
    const env = { DOCKER_HOST: host ?? "", DOCKER_CONFIG: "/nowhere", DOCKER_API_VERSION: "" };
    const variables = "DOCKER_HOST,DOCKER_CONFIG,DOCKER_API_VERSION,HOME";

    it("suffice", async () => {
      const flags = [...socket, `--allow-env=${variables}`];
      flags[0] += ",/nowhere/config.json";
      assert.match(await versionWith(flags, { environment: true }, env), /^\d+\.\d+\.\d+\S*$/);
    });

    it("are named where one is missing", async () => {
      const message = await versionWith(socket, { environment: true }, env);
      assert.match(
        message,
        /^Cannot read the environment: Requires env access to "\w+", .*; the variables are DOCKER_HOST, /,
      );
      const flags = [...socket, `--allow-env=${variables}`];
      assert.match(
        await versionWith(flags, { environment: true }, env),
        /^longshore: Cannot read the configuration file "\/nowhere\/config\.json": Deno's read permission is missing; run the script with --allow-read=\/nowhere\/config\.json\n\d+\.\d+/,
      );
    });
  },
);

describe("Deno's permissions", { skip: "Deno" in globalThis ? false : skipElsewhere }, () => {
  it("are not asked for by importing the module and making a client", async () => {
    const code = `
      import { APIClient, fromEnv, TLSConfig } from ${
      JSON.stringify(new URL("../../mod.ts", import.meta.url))
    };
      new APIClient({ baseUrl: "tcp://host:1", tls: new TLSConfig({ caCert: "ca.pem" }) }).close();
      console.log(typeof fromEnv);
    `;
    const url = `data:application/typescript,${encodeURIComponent(code)}`;
    assert.equal(await runDeno(["run", "--no-prompt", "--quiet", url]), "function\n");
  });
});
