/** What `.dockerignore` files leave out of one tree: each case a file and the files that are gone. */

/** All files of the tree. */
export const TREE: readonly string[] = [
  "!bang",
  "#hash",
  ".env",
  ".git/config",
  "README.md",
  "a-b",
  "a.txt",
  "a[b]",
  "abc",
  "b.txt",
  "back\\slash",
  "deep/er/a.txt",
  "deep/er/keep/k.txt",
  "docs/README.md",
  "docs/guide/README.md",
  "docs/guide/intro.md",
  "foo/a.txt",
  "foo/bar/a.txt",
  "foo/bar/baz/c.md",
  "foofile",
  "node_modules/x/index.js",
  "src/main.go",
  "src/main_test.go",
  "src/node_modules/y/index.js",
  "star*",
  "with space.txt",
  "x1",
  "x2",
  "xfoo",
  "über.txt",
];

/** One `.dockerignore` file. */
export interface IgnoreCase {
  /** What the case is about. */
  doc: string;
  /** The file's content. */
  text: string;
  /** The files of the tree that are left out. */
  ignored: string[];
  /**
   * Set where the docker command of version 28 departs from its documentation, and which way: it
   * gives directories up too early, and does not try again below them the rules it passed over above.
   */
  command?: "leaves out more" | "leaves out less";
}

const FOO = ["foo/a.txt", "foo/bar/a.txt", "foo/bar/baz/c.md"];
const DOCS = ["docs/README.md", "docs/guide/README.md", "docs/guide/intro.md"];
const TXT = TREE.filter((path) => path.endsWith(".txt"));
const ROOT_TXT = TXT.filter((path) => !path.includes("/"));

/** The cases. */
export const CASES: readonly IgnoreCase[] = [
  { doc: "an empty file", text: "", ignored: [] },
  { doc: "blank lines and comments", text: "# a.txt\n\n   \n#\n", ignored: [] },
  { doc: "a file", text: "a.txt", ignored: ["a.txt"] },
  { doc: "a file only at the top", text: "README.md", ignored: ["README.md"] },
  { doc: "a directory and all in it", text: "foo", ignored: FOO },
  { doc: "a directory with a slash behind", text: "foo/", ignored: FOO },
  { doc: "a slash in front", text: "/foo", ignored: FOO },
  { doc: "./ in front", text: "./foo/bar", ignored: ["foo/bar/a.txt", "foo/bar/baz/c.md"] },
  { doc: "doubled slashes and ..", text: "foo//x/../bar", ignored: FOO.slice(1) },
  { doc: "a way up", text: "../foo\n/../a.txt", ignored: ["a.txt"] },
  { doc: "the directory itself", text: ".\n/", ignored: [] },
  { doc: "spaces around", text: "  a.txt\t\n \tb.txt \r\n", ignored: ["a.txt", "b.txt"] },
  { doc: "a space within", text: "with space.txt", ignored: ["with space.txt"] },
  { doc: "a byte order mark", text: "\ufeffa.txt", ignored: ["a.txt"] },
  { doc: "a mark that is no comment", text: "\\#hash", ignored: ["#hash"] },
  { doc: "a space before a comment's mark", text: " #hash", ignored: ["#hash"] },
  { doc: "an escaped exception mark", text: "\\!bang", ignored: ["!bang"] },
  { doc: "* within a name", text: "*.txt", ignored: ROOT_TXT },
  { doc: "* does not go down", text: "*/a.txt", ignored: ["foo/a.txt"] },
  { doc: "* twice", text: "*/*/a.txt", ignored: ["deep/er/a.txt", "foo/bar/a.txt"] },
  { doc: "* of a directory's name", text: "f*", ignored: [...FOO, "foofile"] },
  { doc: "* alone", text: "*", ignored: [...TREE] },
  { doc: "? as one character", text: "x?", ignored: ["x1", "x2"] },
  { doc: "? is no slash", text: "foo?a.txt", ignored: [] },
  { doc: "? as a character beyond ASCII", text: "?ber.txt", ignored: ["über.txt"] },
  { doc: "a class", text: "x[12]", ignored: ["x1", "x2"] },
  { doc: "a range", text: "x[0-1]", ignored: ["x1"] },
  { doc: "a class of all others", text: "x[^1]", ignored: ["x2"] },
  { doc: "an escape in a class", text: "a[\\-x]b", ignored: ["a-b"] },
  { doc: "! in a class is itself", text: "x[!1]", ignored: ["x1"] },
  { doc: "an escaped star", text: "star\\*", ignored: ["star*"] },
  { doc: "escaped brackets", text: "a\\[b\\]", ignored: ["a[b]"] },
  { doc: "an escaped backslash", text: "back\\\\slash", ignored: ["back\\slash"] },
  { doc: "a dot is a dot", text: "a.c", ignored: [] },
  { doc: "signs of expressions", text: "a+\n(abc)\na|b\n$\n{a}", ignored: [] },
  { doc: "** alone", text: "**", ignored: [...TREE] },
  { doc: "**/ before a name", text: "**/README.md", ignored: ["README.md", ...DOCS.slice(0, 2)] },
  {
    doc: "**/ before a directory",
    text: "**/node_modules",
    ignored: ["node_modules/x/index.js", "src/node_modules/y/index.js"],
  },
  { doc: "**/ before a star", text: "**/*.txt", ignored: TXT },
  { doc: "** before part of a name", text: "**foo", ignored: [...FOO, "xfoo"] },
  { doc: "/** behind a directory", text: "foo/**", ignored: FOO },
  { doc: "** behind part of a name", text: "foo**", ignored: [...FOO, "foofile"] },
  { doc: "** in the middle", text: "foo/**/c.md", ignored: ["foo/bar/baz/c.md"] },
  { doc: "** in the middle as nothing", text: "foo/**/a.txt", ignored: FOO.slice(0, 2) },
  {
    doc: "**/*/ goes one down",
    text: "**/*/a.txt",
    ignored: ["deep/er/a.txt", ...FOO.slice(0, 2)],
  },
  {
    doc: "an exception",
    text: "*.txt\n!a.txt",
    ignored: ROOT_TXT.filter((path) => path !== "a.txt"),
  },
  { doc: "an exception before is none", text: "!a.txt\na.txt", ignored: ["a.txt"] },
  { doc: "the last match wins", text: "*.txt\n!a.txt\na.*", ignored: ROOT_TXT },
  { doc: "an exception with spaces", text: "x?\n!  x1  ", ignored: ["x2"] },
  { doc: "an exception in a directory", text: "foo\n!foo/bar", ignored: ["foo/a.txt"] },
  {
    doc: "an exception deep down",
    text: "foo\n!foo/bar/baz/c.md",
    ignored: ["foo/a.txt", "foo/bar/a.txt"],
  },
  {
    doc: "an exception of an exception",
    text: "foo\n!foo/bar\nfoo/bar/baz",
    ignored: ["foo/a.txt", "foo/bar/baz/c.md"],
  },
  {
    doc: "all but one directory",
    text: "*\n!src",
    ignored: TREE.filter((path) => !path.startsWith("src/")),
  },
  {
    doc: "all but one file of a directory",
    text: "**\n!src/main.go",
    ignored: TREE.filter((path) => path !== "src/main.go"),
  },
  {
    doc: "an exception with a star for a directory",
    text: "deep\n!d*/er/keep",
    ignored: ["deep/er/a.txt"],
    command: "leaves out more",
  },
  {
    doc: "an exception with ** in front",
    text: "docs\n!**/README.md",
    ignored: ["docs/guide/intro.md"],
    command: "leaves out more",
  },
  {
    doc: "an exception with a class for a directory",
    text: "foo\n![f]oo/bar/a.txt",
    ignored: ["foo/a.txt", "foo/bar/baz/c.md"],
    command: "leaves out more",
  },
  {
    doc: "an exception with ** in the middle",
    text: "deep\n!deep/**/k.txt",
    ignored: ["deep/er/a.txt"],
    command: "leaves out more",
  },
  {
    doc: "an exception that leads nowhere",
    text: "foo\n!bar/foo/a.txt\n!foo/a.txt/x",
    ignored: FOO,
  },
  {
    doc: "a file taken out before an exception for its directory",
    text: "foo/a.txt\n!foo",
    ignored: [],
    command: "leaves out more",
  },
  {
    doc: "markdown but the top one",
    text: "**/*.md\n!README.md",
    ignored: [...DOCS, "foo/bar/baz/c.md"],
  },
  {
    doc: "a directory taken out again after an exception within",
    text: "**\n!src\n!src/main.go\nsrc",
    ignored: [...TREE],
  },
  {
    doc: "a directory named again behind an exception for files in it",
    text: "*\n!foo/bar/a.txt\nfoo/bar",
    ignored: [...TREE],
    command: "leaves out less",
  },
  { doc: "dot files", text: ".*", ignored: [".env", ".git/config"] },
];
