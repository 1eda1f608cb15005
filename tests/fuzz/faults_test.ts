import assert from "node:assert/strict";
import { test } from "node:test";
import { Certificates, hasOpenssl } from "../harness/certificates.ts";
import { faultCases, tryFaults } from "./faults/faults.ts";
import { TRANSPORTS } from "./faults/faulty_peer.ts";

/** Each case over one way to the peer; `deno task fuzz` tries each over all of them. */
const SHARES = TRANSPORTS.length;

for (const [share, transport] of TRANSPORTS.entries()) {
  const skip = transport === "tls" && !hasOpenssl ? "No openssl" : false;
  test(
    `whatever a peer does over ${transport}, at whatever step, each call settles once and leaves nothing`,
    {
      skip,
    },
    async () => {
      const certificate = transport === "tls" ? await Certificates.ofServer() : null;
      const all = faultCases(SHARES, share);
      const expected = all.length;
      const { cases, rejected, passed } = await tryFaults(transport, certificate, all);
      assert.equal(cases, expected);
      assert.ok(rejected > 0.8 * cases, `${rejected} of ${cases} calls rejected, ${passed} passed`);
    },
  );
}
