import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { assertCopiesFrom, assertCopiesInto, type Copy, skipWithoutCli } from "../live/copying.ts";

/** What is copied, in every way that it can be written. */
const SOURCES = [
  ...["f", "./f", "f/", "f/.", "d/../f", "d", "d/", "d//", "d/.", "d/./", "d//.", "./d", "d/sub"],
  ...[
    "d/sub/",
    "d/sub/.",
    "d/sub/..",
    "d/to-one",
    "d/to-one/",
    "empty",
    "empty/",
    "empty/.",
    "none",
  ],
  ...["none/", "none/.", "l", "l/", "l/.", "l/one", "l-file", "l-file/", "l-gone", "l-gone/"],
];
/** Where to: what is there already, what is not, and links to both. */
const TARGETS = [
  ...["new", "new/", "new/.", "./new", "dir/../new", "dir", "dir/", "dir//", "dir/.", "dir/new"],
  ...["dir/new/", "dir/new/.", "file", "file/", "file/.", "file/new", "none/new", "none/new/"],
  ...["link", "link/", "link/.", "link/new", "to-file", "to-file/", "gone", "gone/", "gone/new"],
  ...["loop", "loop/", ".", ""],
];
/**
 * What the command alone refuses: a directory's content into a link to a directory, which it takes without
 * the point or the slash; and a directory to a link that leads nowhere, with a slash behind it.
 */
const REFUSED = [
  /^(\S+\/\.{1,2}\/?|\S+\/\/\.) -> (link\/?\.?|dir\/new\/\.?)$/,
  / -> gone\/$/,
];

describe("every source meets every target as with docker cp", { skip: skipWithoutCli }, () => {
  for (const source of SOURCES) {
    const copies = TARGETS.map((target): Copy => [source, target]);
    for (const followLink of source.startsWith("l") ? [false, true] : [false]) {
      const title = `${source}${followLink ? ", followed," : ""}`;

      it(`${title} is copied into a container`, () => assertCopiesInto(copies, followLink));

      it(`${title} is copied from a container`, async () => {
        const onlyOurs = await assertCopiesFrom(copies, followLink);
        const others = onlyOurs.filter((one) => !REFUSED.some((refused) => refused.test(one)));
        assert.deepEqual(others, []);
      });
    }
  }
});
