import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { NamedTest } from "./demands.ts";

/** What SECURITY.md promises, by the words in bold, and the tests of it. */
const PROMISES: Readonly<Record<string, readonly NamedTest[]>> = {
  "No secret in what is shown": [
    ["secret_marker_test.ts", "no error shows ${what}"],
    ["secret_marker_test.ts", "an APIError's path has no query"],
    ["secret_marker_test.ts", "an engine and a client show no header, certificate or credentials"],
    [
      "live/build_session_test.ts",
      "gives secrets of every kind to the steps that ask, and to no layer",
    ],
    ["auth/credentials_test.ts", "goes on with a warning when a helper"],
  ],
  "What the Engine or a registry sends is not trusted": [
    ["http/response_head_test.ts", "refuses a head without an end after the limit"],
    ["streams/lines_test.ts", "refuses a line of more than 16 Mi characters"],
    ["streams/json_values_test.ts", "refuses a value of more than 64 MiB"],
    ["tar/unpacker_test.ts", "limits long names and PAX headers"],
    ["tar/directory_test.ts", "names the entry and the limit that it passes"],
    ["engine/answer_size_test.ts", "has a limit"],
    ["http/exchange_test.ts", "is a ProtocolError that says where"],
    ["fuzz/fuzz_test.ts", "changed inputs give the same in any pieces, or a typed error"],
    ["auth/credentials_test.ts", "never runs a helper whose name is a path or an option"],
    ["linear_growth_test.ts", "@file"],
  ],
  "Archives stay where they belong": [
    ["tar/directory_test.ts", "refuses a way out of the directory"],
    ["tar/directory_test.ts", "does not write through a symlink in a file's place"],
    ["live/objects_copy_test.ts", "@file"],
  ],
  "No request that was not asked for": [
    ["engine/engine_test.ts", "in headers is refused before any connection"],
    ["engine/engine_test.ts", "in targets is refused before any connection"],
    ["operation/operation_test.ts", "before any request"],
    ["client_options_test.ts", "are refused by"],
    ["own_keys_test.ts", "@file"],
  ],
  "TLS is checked": [
    ["connect/tls_test.ts", "a certificate of an unknown authority is refused"],
    ["connect/tls_test.ts", "an expired certificate is refused"],
    ["connect/tls_test.ts", "a certificate for another host is refused"],
    ["connect/tls_test.ts", "verify: false checks neither authority, host nor date"],
    ["live/transports_test.ts", "is not trusted by default"],
  ],
  "Ports open as far as asked": [
    ["convert/ports/port_bindings_test.ts", "which would be published everywhere"],
    ["convert/ports/ip_address_test.ts", "refuses ${JSON.stringify(text)}"],
  ],
};

test("SECURITY.md promises what tests hold, and nothing else", () => {
  const text = readFileSync("SECURITY.md", "utf8");
  const [, promised = ""] = /## What is promised\n([^]*?)\n## /.exec(text) ?? [];
  const words = [...promised.matchAll(/^- \*\*([^*]+)\*\*/gm)].map(([, bold]) => bold);
  assert.deepEqual(words, Object.keys(PROMISES));
  assert.equal(promised.match(/^- /gm)!.length, words.length);
});

for (const [promise, tests] of Object.entries(PROMISES)) {
  test(`"${promise}": its tests are there`, () => {
    for (const [name, title] of tests) {
      const file = `tests/${name}`;
      assert.ok(existsSync(file), file);
      if (title === "@file") continue;
      assert.ok(readFileSync(file, "utf8").includes(title), `${file}: ${title}`);
    }
  });
}
