import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { after, before, describe, test } from "node:test";
import { Store } from "../../src/environment/store.ts";

/** A helper as they are written: what it keeps stands in files of the directory `KEPT`. */
const HELPER = `#!/bin/sh
case "$1" in
store)
  text=$(cat)
  case "$text" in *refuse*) echo "no room for $text"; exit 3 ;; esac
  printf '%s' "$text" > "$KEPT/one" ;;
get)
  read -r server
  grep -qF "\\"ServerURL\\":\\"$server\\"" "$KEPT/one" 2>/dev/null && exec cat "$KEPT/one"
  echo "credentials not found in native keychain"; exit 1 ;;
erase)
  rm "$KEPT/one" 2>/dev/null || { echo "credentials not found in native keychain"; exit 1; } ;;
list)
  if [ -e "$KEPT/one" ]; then echo '{"registry.example":"me"}'; else echo '{}'; fi ;;
esac
`;

describe("Store", { skip: process.platform === "win32" ? "No shell" : false }, () => {
  const directory = mkdtempSync(path.join(os.tmpdir(), "longshore-store-"));
  const saved = process.env.PATH;
  const store = new Store("longshore-kept", { KEPT: directory });
  const server = "registry.example";

  before(() => {
    const file = path.join(directory, "docker-credential-longshore-kept");
    writeFileSync(file, HELPER);
    chmodSync(file, 0o755);
    process.env.PATH = `${directory}:${saved}`;
  });
  after(() => {
    process.env.PATH = saved;
    rmSync(directory, { recursive: true, force: true });
  });

  test("stores, gets, lists and erases by the helper's program", async () => {
    assert.equal(store.program, "docker-credential-longshore-kept");
    assert.deepEqual(await store.list(), {});
    await store.store(server, "me", 's"e\ncret');
    assert.deepEqual(await store.get(server), {
      ServerURL: server,
      Username: "me",
      Secret: 's"e\ncret',
    });
    assert.deepEqual(await store.list(), { [server]: "me" });
    await store.erase(server);
    assert.deepEqual(await store.list(), {});
  });

  const wrong: [does: string, call: () => Promise<unknown>, name: string, message: string][] = [
    [
      "to get what is not there",
      () => store.get("none.example"),
      "CredentialsNotFound",
      'Cannot get the credentials of "none.example": the helper "longshore-kept" has none',
    ],
    [
      "to erase what is not there",
      () => store.erase("none.example"),
      "CredentialsNotFound",
      'Cannot erase the credentials of "none.example": the helper "longshore-kept" has none',
    ],
    [
      "what the helper refuses, and shows nothing of the secret",
      () => store.store(server, "me", "please-refuse"),
      "DockerError",
      'Cannot store credentials in the helper "longshore-kept": it ended with exit code 3: ' +
      'no room for {"ServerURL":"registry.example","Username":"me","Secret":"..."}',
    ],
    [
      "a program that is not there",
      () => new Store("longshore-none").list(),
      "DockerError",
      'Cannot get credentials from the helper "longshore-none": the program ' +
      '"docker-credential-longshore-none" is not found',
    ],
    [
      "a helper whose name is a path",
      () => new Store("../x").list(),
      "DockerError",
      'Cannot get credentials from the helper "../x": a name has letters, digits, . _ and - only',
    ],
    [
      "an empty registry",
      () => store.get(""),
      "TypeError",
      'Cannot use server "": expected a string that is not empty',
    ],
  ];
  for (const [does, call, name, message] of wrong) {
    test(`refuses ${does}`, () => assert.rejects(call, { name, message }));
  }
});
