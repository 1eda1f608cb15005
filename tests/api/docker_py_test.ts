import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import * as mod from "../../mod.ts";
import { checkClientOptions } from "../../src/client_options.ts";
import { findDeclarations, optionsByFunction } from "../operation/declarations.ts";
import { CLASSES, METHODS } from "./docker_py_signatures.ts";

/** What is called otherwise here, `method`, `method parameter` or `class parameter`, and what it is here. */
const OTHERWISE: Record<string, string> = {
  "kill signal": "posixSignal",
  "APIClient max_pool_size": "numPools",
  "NetworkingConfig endpoints_config": "endpoints",
};
const OBJECT = "TaskTemplate and Placement take plain objects, whose types have these names";
/** What has nothing like it, and why. */
const LEFT_OUT: Record<string, string> = {
  "get_adapter": "it is a detail of docker-py's HTTP library",
  "reload_config": "login() takes dockercfgPath, and each client reads the file when it needs it",
  "export chunk_size": "chunks come as the Engine sends them",
  "get_archive chunk_size": "chunks come as the Engine sends them",
  "get_image chunk_size": "chunks come as the Engine sends them",
  "get_archive encode_stream": "the stream is not compressed on its way",
  "APIClient credstore_env": "helpers inherit the environment of the process",
  "APIClient use_ssh_client": "ssh:// addresses always use the system's ssh",
  "HostConfig version": "the version is the client's",
  "ContainerConfig version": "the version is the client's",
  "EndpointConfig version": "the version is the client's",
  "SwarmSpec version": "the version is the client's",
  "NetworkAttachmentConfig target": OBJECT,
  "NetworkAttachmentConfig aliases": OBJECT,
  "NetworkAttachmentConfig options": OBJECT,
  "PlacementPreference strategy": OBJECT,
  "PlacementPreference descriptor": OBJECT,
};

const declarations = await findDeclarations();
const functions = optionsByFunction(declarations);
const client = readFileSync("src/client.ts", "utf8");

/** `exec_run` is `execRun` here. */
function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** Returns the names in the first signature behind a text. */
function positional(source: string, start: string): string[] {
  const at = source.indexOf(start);
  if (at < 0) return [];
  const text = source.slice(at + start.length, source.indexOf("{", source.indexOf(")", at)));
  return [...text.matchAll(/(?:^|[\n,(])\s*(\w+)\??: /g)].map((match) => match[1]!);
}

/** What a class here takes: its positional parameters and its options. */
function takenByClass(name: string): Set<string> {
  const taken = new Set<string>();
  const addOptions = (type: string): void => {
    for (const { options, declared } of declarations) {
      if (options !== type || !("declared" in declared)) continue;
      for (const option of Object.keys(declared.declared)) taken.add(option);
    }
  };
  addOptions(`${name}Options`);
  for (const file of readdirSync("src/specs")) {
    const source = readFileSync(`src/specs/${file}`, "utf8");
    const at = source.search(new RegExp(`export class ${name}\\b`));
    if (at < 0) continue;
    for (const one of positional(source.slice(at), "constructor(")) taken.add(one);
    addOptions(/constructor\([^)]*options: (\w+)/.exec(source.slice(at))?.[1] ?? "");
    const options = new RegExp(`export interface ${name}Options[^{]*\\{(.*?)\\n\\}`, "s");
    for (const [, one] of (options.exec(source)?.[1] ?? "").matchAll(/^ {2}(\w+)\??: /gm)) {
      taken.add(one!);
    }
  }
  return taken;
}

/** The classes that are made by a function here. */
const MADE_BY: Record<string, string> = {
  ContainerConfig: "createContainerConfig",
  HostConfig: "createHostConfig",
  NetworkingConfig: "createNetworkingConfig",
  EndpointConfig: "createEndpointConfig",
};

/** What a method takes. */
function takenByMethod(name: string): Set<string> {
  const { options = new Map(), fields = new Map() } = functions.get(name) ?? {};
  const own = ["", "async "].flatMap((word) => positional(client, `\n  ${word}${name}(`));
  return new Set([...own, ...options.keys(), ...fields.keys()]);
}

describe("what docker-py 7.2's low-level client has", () => {
  for (const [python, parameters] of Object.entries(METHODS)) {
    if (LEFT_OUT[python] !== undefined) continue;
    const name = camelCase(python);

    it(`is there: ${python}()`, () => {
      assert.equal(typeof mod.APIClient.prototype[name as "build"], "function");
    });

    for (const parameter of parameters) {
      const key = `${python} ${parameter}`;
      if (LEFT_OUT[key] !== undefined) continue;

      it(`is there: ${python}()'s ${parameter}`, () => {
        const taken = takenByMethod(name);
        assert.ok(taken.has(OTHERWISE[key] ?? camelCase(parameter)), [...taken].join(", "));
      });
    }
  }

  for (const [name, parameters] of Object.entries(CLASSES)) {
    if (name === "APIClient") continue;
    for (const parameter of parameters) {
      const key = `${name} ${parameter}`;
      if (LEFT_OUT[key] !== undefined) continue;

      it(`is there: ${name}'s ${parameter}`, () => {
        const maker = MADE_BY[name];
        const taken = new Set([...takenByClass(name), ...takenByMethod(maker ?? "")]);
        assert.ok(taken.has(OTHERWISE[key] ?? camelCase(parameter)), [...taken].join(", "));
      });
    }
  }

  for (const parameter of CLASSES.APIClient!) {
    const key = `APIClient ${parameter}`;
    if (LEFT_OUT[key] !== undefined) continue;

    it(`is there: the client's ${parameter}`, () => {
      checkClientOptions({ [OTHERWISE[key] ?? camelCase(parameter)]: undefined });
    });
  }

  it("is left out for a reason, and no longer than it is missing", () => {
    const known = [
      ...Object.entries(METHODS).flatMap((
        [name, all],
      ) => [name, ...all.map((p) => `${name} ${p}`)]),
      ...Object.entries(CLASSES).flatMap(([name, all]) => all.map((p) => `${name} ${p}`)),
    ];
    for (const key of [...Object.keys(LEFT_OUT), ...Object.keys(OTHERWISE)]) {
      assert.ok(known.includes(key), key);
    }
  });
});
