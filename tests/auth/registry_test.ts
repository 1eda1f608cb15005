import assert from "node:assert/strict";
import test from "node:test";
import { registryKey } from "../../src/auth/registry.ts";

const HUB = "https://index.docker.io/v1/";
const CASES: [name: string, key: string][] = [
  ["", HUB],
  ["docker.io", HUB],
  ["index.docker.io", HUB],
  ["https://index.docker.io/v1/", HUB],
  ["http://index.docker.io/v2", HUB],
  ["registry-1.docker.io", HUB],
  ["Docker.IO/library", HUB],
  ["registry.example", "registry.example"],
  ["https://Registry.example:5000/v2/", "registry.example:5000"],
  ["127.0.0.1:5000", "127.0.0.1:5000"],
  ["[::1]:5000", "[::1]:5000"],
  ["quay.io/team", "quay.io"],
  ["my-docker.io", "my-docker.io"],
];

for (const [name, key] of CASES) {
  test(`registryKey() of "${name}" is "${key}"`, () => assert.equal(registryKey(name), key));
}
