/**
 * Directories that are built by this client and by `docker buildx build`, to give the same.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  linkSync,
  lutimesSync,
  mkdirSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { baseImage } from "../live/fixture.ts";

/** Makes the files of a directory. */
export class TreeMaker {
  readonly #root: string;

  /** @param root The directory, which is there. */
  constructor(root: string) {
    this.#root = root;
  }

  /** The path of a name in the directory. */
  at(name: string): string {
    return path.join(this.#root, name);
  }

  /** Writes a file and the directories above it. */
  file(name: string, content: string | Uint8Array = name, mode = 0o644): void {
    mkdirSync(path.dirname(this.at(name)), { recursive: true });
    writeFileSync(this.at(name), content);
    chmodSync(this.at(name), mode);
  }

  /** Makes a symlink. */
  link(name: string, target: string): void {
    mkdirSync(path.dirname(this.at(name)), { recursive: true });
    symlinkSync(target, this.at(name));
  }

  /** Writes lines to a file. */
  lines(name: string, ...lines: string[]): void {
    this.file(name, `${lines.join("\n")}\n`);
  }
}

/** A directory that is built. */
export interface BuildTree {
  /** What is in it. */
  name: string;
  /** Whether it takes so long that a soak alone has it. */
  large?: boolean;
  /** The Dockerfile, if it has another path. */
  dockerfile?: string;
  /** The stage that is built. */
  target?: string;
  /** Arguments of the build. */
  buildargs?: Record<string, string>;
  /** Makes the files. */
  make(tree: TreeMaker): void;
}

const SCRATCH = ["FROM scratch", "COPY . /"];

/** The directories. */
export const BUILD_TREES: readonly BuildTree[] = [
  {
    name: "files of every size, mode and time",
    make(tree): void {
      tree.lines("Dockerfile", ...SCRATCH);
      for (const size of [0, 1, 32_767, 32_768, 32_769, 131_072, 131_073, 1_000_000]) {
        tree.file(`sizes/${size}`, new Uint8Array(size).fill(size % 251));
      }
      for (const mode of [0o400, 0o644, 0o755, 0o777, 0o4755, 0o2755, 0o1644, 0]) {
        tree.file(`modes/${mode.toString(8)}`, "x", mode);
      }
      mkdirSync(tree.at("empty"));
      mkdirSync(tree.at("shared"));
      chmodSync(tree.at("shared"), 0o3777);
      utimesSync(tree.at("sizes/1"), 1_000_000_000.123456, 1_000_000_000.123456);
      utimesSync(tree.at("sizes/0"), 0, 0);
      spawnSync("mkfifo", [tree.at("fifo")]);
    },
  },
  {
    name: "several stages",
    target: "last",
    buildargs: { WORD: "given", NONE: "" },
    make(tree): void {
      tree.lines(
        "Dockerfile",
        `FROM ${baseImage} AS made`,
        "ARG WORD=default",
        "WORKDIR /work",
        "COPY --chown=7:8 source ./source",
        "RUN mkdir out && sha256sum source/* >out/sums && echo $WORD >out/word && touch -d @1000000000 out/* out",
        "FROM made AS other",
        "RUN exit 1",
        "FROM scratch AS last",
        "COPY --from=made /work/out /out",
        "COPY --from=made /work/source/b /b",
      );
      tree.file("source/a", "aa");
      tree.file("source/b", "bb", 0o755);
      tree.file("unused", new Uint8Array(1_000_000));
    },
  },
  {
    name: "an ignore file with exceptions",
    make(tree): void {
      tree.lines("Dockerfile", ...SCRATCH);
      tree.lines(
        ".dockerignore",
        "# comment",
        "  ",
        "*",
        "!src",
        "src/**/*.log",
        "!src/deep/keep.log",
        "!/docs/**/*.md",
        "docs/private/**",
        "docs/secret",
        "!docs/private/../public/x.md",
        "!**/always",
        "src/[a-c]?.txt",
        "!src/\\[b\\].txt",
      );
      for (
        const name of [
          ...["a.txt", "src/main.ts", "src/x.log", "src/deep/keep.log", "src/deep/drop.log"],
          ...[
            "docs/a.md",
            "docs/a.txt",
            "docs/secret/b.md",
            "docs/secret/b.txt",
            "docs/private/b.md",
            "docs/public/x.md",
            "other/always",
          ],
          ...["other/more/always", "src/a1.txt", "src/d1.txt", "src/[b].txt", "src/b.txt"],
        ]
      ) tree.file(name);
    },
  },
  {
    name: "symlinks",
    make(tree): void {
      tree.lines(
        "Dockerfile",
        "FROM scratch",
        "COPY way/file /file",
        "COPY links /links",
        "COPY glob*/x /globbed/",
        "COPY absolute /absolute",
        "COPY chain /chain",
      );
      tree.file("real/file", "behind a link");
      tree.file("real/unused", new Uint8Array(100_000));
      tree.link("way", "real");
      tree.file("links/file");
      tree.link("links/relative", "file");
      tree.link("links/above", "../real/file");
      tree.link("links/broken", "nowhere/at/all");
      tree.link("links/loop", "loop");
      tree.link("links/directory", "../real");
      tree.link("links/outside", "/etc/hostname");
      tree.file("target one/x", "1");
      tree.link("glob1", "target one");
      tree.link("absolute", "/real/file");
      tree.link("chain", "second");
      tree.link("second", "./third/../way/file");
      mkdirSync(tree.at("third"));
      lutimesSync(tree.at("links/relative"), 1_200_000_000, 1_200_000_000);
    },
  },
  {
    name: "hard links",
    make(tree): void {
      tree.lines("Dockerfile", "FROM scratch", "COPY all /all", "COPY part /part");
      tree.file("all/first", "one content");
      mkdirSync(tree.at("all/deep"));
      linkSync(tree.at("all/first"), tree.at("all/deep/second"));
      linkSync(tree.at("all/first"), tree.at("all/third"));
      tree.file("left/first", "split by what is copied");
      mkdirSync(tree.at("part"));
      linkSync(tree.at("left/first"), tree.at("part/second"));
      linkSync(tree.at("left/first"), tree.at("part/third"));
    },
  },
  {
    name: "3,000 patterns",
    make(tree): void {
      tree.lines("Dockerfile", ...SCRATCH);
      tree.lines(
        ".dockerignore",
        ...Array.from({ length: 1000 }, (_, index) => `none/${index}/**/*.tmp`),
        ...Array.from({ length: 1000 }, (_, index) => `data/${index}0/*`),
        ...Array.from({ length: 1000 }, (_, index) => `!**/${index}/keep*`),
      );
      for (let index = 0; index < 300; index++) {
        tree.file(`data/${index}/keep${index}`);
        tree.file(`data/${index}/drop`);
        tree.file(`none/${index}/deep/x.tmp`);
      }
    },
  },
  {
    name: "unusual names",
    make(tree): void {
      tree.lines(
        "Dockerfile",
        "FROM scratch",
        'COPY ["names", "/names"]',
        'COPY ["with space/[[]a].txt", "/one"]',
        "COPY größe /größe",
      );
      for (
        const name of [
          ...["-dash", ".hidden", "a b", "ä ö", "日本", "\u{1f600}", "tab\there", "line\nbreak"],
          ...[
            "star*",
            "quest?",
            "[set]",
            "back\\slash",
            "quote\"'",
            "a-b",
            "a.b",
            "a/b",
            "a0",
            "A",
          ],
          ...["%41", "a+b", "#hash", "!bang", "~home", "e\u0301", "\u00e9", "\u{10ffff}x"],
        ]
      ) tree.file(`names/${name}`);
      tree.file("with space/[a].txt");
      tree.file("größe", "x");
      tree.file(`names/${"n".repeat(255)}`, "");
      tree.file(`names/${Array.from({ length: 60 }, () => "directory").join("/")}/deep`);
    },
  },
  {
    name: "a Dockerfile below, with an ignore file of its own",
    dockerfile: "images/web.Dockerfile",
    make(tree): void {
      tree.file("Dockerfile", "FROM nothing\n");
      tree.lines("images/web.Dockerfile", ...SCRATCH);
      tree.lines("images/web.Dockerfile.dockerignore", "**/*.log", "images", "!images/keep.log");
      tree.lines(".dockerignore", "*");
      for (const name of ["a.log", "a.txt", "sub/b.log", "sub/b.txt", "images/keep.log"]) {
        tree.file(name);
      }
    },
  },
  {
    name: "archives that are unpacked, wildcards and bound directories",
    make(tree): void {
      tree.lines(
        "Dockerfile",
        `FROM ${baseImage} AS bound`,
        "RUN --mount=type=bind,source=sub,target=/bound mkdir /out && cp -a /bound/. /out/ && touch -d @1000000000 /out",
        "FROM scratch",
        "ADD --chown=3:4 packed.tar /unpacked/",
        "ADD packed.tar sub/x.txt /both/",
        "COPY *.txt sub/?.txt /texts/",
        "COPY --from=bound /out /out",
      );
      for (const name of ["a.txt", "b.txt", "c.md", "sub/x.txt", "sub/yy.txt", "sub/deep/z"]) {
        tree.file(name);
      }
      spawnSync("tar", ["-C", tree.at("."), "-cf", tree.at("packed.tar"), "sub", "a.txt"]);
    },
  },
  {
    name: "an ignore file that leaves out itself and the Dockerfile",
    make(tree): void {
      tree.lines("Dockerfile", ...SCRATCH);
      tree.lines(".dockerignore", ".dockerignore", "Dockerfile", "Sub/", "/rooted", "./dotted");
      for (const name of ["sub/a", "Sub/a", "rooted", "deep/rooted", "dotted", "kept"]) {
        tree.file(name);
      }
    },
  },
  {
    name: "files with holes",
    make(tree): void {
      tree.lines("Dockerfile", ...SCRATCH);
      tree.file("holes", "begin");
      truncateSync(tree.at("holes"), 30_000_000);
    },
  },
  {
    name: "20,000 files",
    large: true,
    make(tree): void {
      tree.lines("Dockerfile", ...SCRATCH);
      for (let index = 0; index < 20_000; index++) {
        tree.file(
          `${index % 20}/${index % 400}/${index}.txt`,
          `file ${index}\n`.repeat(index % 50),
        );
      }
    },
  },
];
