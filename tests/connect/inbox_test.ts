import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Inbox, INBOX_LIMIT } from "../../src/connect/inbox.ts";

const chunk = (size: number, fill = 0): Uint8Array => new Uint8Array(size).fill(fill);

/** An inbox, with how often it let its socket go on. */
function makeInbox(): { inbox: Inbox; resumes: () => number } {
  let resumes = 0;
  return { inbox: new Inbox(() => resumes++), resumes: () => resumes };
}

describe("Inbox", () => {
  test("hands bytes to who waits, or keeps them in order", async () => {
    const { inbox, resumes } = makeInbox();
    const early = inbox.read();
    assert.equal(inbox.push(chunk(1, 1)), true);
    assert.deepEqual(await early, chunk(1, 1));
    inbox.push(chunk(1, 2));
    inbox.push(chunk(1, 3));
    assert.deepEqual([await inbox.read(), await inbox.read()], [chunk(1, 2), chunk(1, 3)]);
    assert.equal(resumes(), 0);
  });

  test("stops the socket at its limit, and lets it go on once when half is read", async () => {
    const { inbox, resumes } = makeInbox();
    const quarter = INBOX_LIMIT / 4;
    for (let i = 0; i < 3; i++) assert.equal(inbox.push(chunk(quarter)), true);
    assert.equal(inbox.push(chunk(quarter)), false);
    assert.equal(inbox.push(chunk(1)), false);
    for (const expected of [0, 0, 1, 1, 1]) {
      await inbox.read();
      assert.equal(resumes(), expected);
    }
    assert.equal(inbox.push(chunk(quarter)), true);
  });

  test("gives null at the end, behind what came before", async () => {
    const { inbox } = makeInbox();
    inbox.push(chunk(1));
    inbox.end();
    inbox.end(() => new Error("too late"));
    assert.equal(inbox.push(chunk(1)), true);
    assert.deepEqual(await inbox.read(), chunk(1));
    assert.equal(await inbox.read(), null);
    assert.equal(await inbox.read(), null);
  });

  test("ends who waits, with null or the error", async () => {
    const orderly = makeInbox().inbox;
    const read = orderly.read();
    orderly.end();
    assert.equal(await read, null);
    const cut = makeInbox().inbox;
    const rejected = assert.rejects(cut.read(), { message: "cut" });
    cut.end(() => new Error("cut"));
    await rejected;
    await assert.rejects(cut.read(), { message: "cut" });
  });

  test("drops what it holds when told, even behind the end", async () => {
    const { inbox, resumes } = makeInbox();
    inbox.push(chunk(INBOX_LIMIT));
    inbox.end();
    inbox.discard(() => new Error("closed"));
    await assert.rejects(inbox.read(), { message: "closed" });
    assert.equal(resumes(), 0);
  });
});
