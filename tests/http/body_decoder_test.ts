import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CloseDecoder, LengthDecoder } from "../../src/http/body_decoder.ts";
import { splits } from "../splits.ts";

describe("LengthDecoder", () => {
  it("takes exactly its length, however it is split", () => {
    for (const { how, pieces } of splits("0123456789rest")) {
      const decoder = new LengthDecoder(10);
      const out: Uint8Array[] = [];
      let payload = "";
      let rest = "";
      for (const piece of pieces) {
        const used = decoder.decode(piece, out);
        rest += new TextDecoder().decode(piece.subarray(used));
      }
      for (const piece of out) payload += new TextDecoder().decode(piece);
      assert.deepEqual([payload, rest, decoder.done], ["0123456789", "rest", true], how);
      decoder.end();
    }
  });

  it("passes pieces on as they are", () => {
    const piece = Uint8Array.of(1, 2, 3);
    const out: Uint8Array[] = [];
    const decoder = new LengthDecoder(5);
    decoder.decode(piece, out);
    decoder.decode(piece, out);
    assert.equal(out[0], piece);
    assert.equal(out[1]!.buffer, piece.buffer);
    assert.deepEqual(out[1], Uint8Array.of(1, 2));
  });

  it("is done at once without a length", () => {
    assert.equal(new LengthDecoder(0).done, true);
  });

  it("says how much is missing at the end", () => {
    const decoder = new LengthDecoder(5);
    decoder.decode(Uint8Array.of(1, 2), []);
    assert.throws(() => decoder.end(), {
      name: "ProtocolError",
      message: "Cannot read the response body: it ended after 2 of 5 bytes",
    });
  });
});

describe("CloseDecoder", () => {
  it("takes all there is and is done at the end", () => {
    const piece = Uint8Array.of(1, 2, 3);
    const out: Uint8Array[] = [];
    const decoder = new CloseDecoder();
    assert.equal(decoder.decode(piece, out), 3);
    assert.equal(decoder.decode(new Uint8Array(0), out), 0);
    assert.deepEqual(out, [piece]);
    assert.equal(out[0], piece);
    assert.equal(decoder.done, false);
    decoder.end();
    assert.equal(decoder.done, true);
  });
});
