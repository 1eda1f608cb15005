import assert from "node:assert/strict";
import { chmodSync, linkSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import type { BuildRecord } from "../../mod.ts";
import { withBuilding, withDirectory } from "./building.ts";
import { skip } from "./fixture.ts";

/** How many bytes of the context the builder says it has taken. */
function transferred(records: readonly BuildRecord[]): number {
  const statuses = records.flatMap(({ trace }) => trace?.statuses ?? []);
  const sizes = statuses.filter(({ id }) => id === "transferring" || id === "transferring context:")
    .map(({ current }) => current);
  return Math.max(0, ...sizes);
}

describe("a directory that BuildKit synchronizes", { skip }, () => {
  it("arrives as it is: kinds, permissions, times and names", async () => {
    await withDirectory((file) =>
      withBuilding(async ({ dockerfile, build }) => {
        mkdirSync(file("sub/deep"), { recursive: true });
        writeFileSync(file("sub/deep/one file"), "1");
        writeFileSync(file("sub/tool"), "#!/bin/sh\n");
        chmodSync(file("sub/tool"), 0o4751);
        chmodSync(file("sub/deep"), 0o1777);
        utimesSync(file("sub/tool"), 1_500_000_000, 1_500_000_000);
        symlinkSync("deep/one file", file("sub/link"));
        linkSync(file("sub/tool"), file("sub/twin"));
        writeFileSync(file("sub/\u{1f600}é"), "");
        writeFileSync(
          file("Dockerfile"),
          dockerfile(
            "COPY sub /sub",
            "RUN cd /sub && stat -c '%n %a %u:%g %F' . deep tool && stat -c %Y tool && readlink link && cat link && echo && printf '%s\\n' * && cmp tool twin",
          ),
        );
        const { text } = await build({ path: file("."), version: "2", nocache: true });
        for (
          const line of [
            "deep 1777 0:0 directory",
            "tool 4751 0:0 regular file",
            "1500000000",
            "deep/one file",
            "\u{1f600}é",
          ]
        ) assert.ok(text.split("\n").includes(line), `${line} is not in ${text}`);
      })
    );
  });

  it("is sent once: what did not change is not sent again", async () => {
    await withDirectory((file) =>
      withBuilding(async ({ dockerfile, build }) => {
        mkdirSync(file("data"));
        for (let index = 0; index < 50; index++) {
          writeFileSync(file(`data/${index}`), new Uint8Array(200_000).fill(index));
        }
        const step = (word: string): void =>
          writeFileSync(
            file("Dockerfile"),
            dockerfile("COPY data /data", `RUN echo ${word}; cat /data/7 | wc -c`),
          );
        step("first");
        const first = await build({ path: file("."), version: "2", nocache: true });
        assert.match(first.text, /^200000$/m);
        assert.ok(transferred(first.records) > 10_000_000, String(transferred(first.records)));
        writeFileSync(file("data/7"), new Uint8Array(100_001));
        step("second");
        const second = await build({ path: file("."), version: "2", nocache: true });
        assert.match(second.text, /^100001$/m);
        assert.ok(transferred(second.records) < 200_000, String(transferred(second.records)));
      })
    );
  });

  it("keeps its hard links, and no other names, when it is sent again", async () => {
    await withDirectory((file) =>
      withBuilding(async ({ dockerfile, build }) => {
        mkdirSync(file("data/deep"), { recursive: true });
        writeFileSync(file("data/first"), "one content");
        linkSync(file("data/first"), file("data/deep/second"));
        linkSync(file("data/first"), file("data/third"));
        writeFileSync(
          file("Dockerfile"),
          dockerfile("COPY data /data", "RUN cd /data && stat -c '%n %h' $(find . -type f | sort)"),
        );
        for (let round = 0; round < 3; round++) {
          const { text } = await build({ path: file("."), version: "2", nocache: true });
          assert.match(text, /^.\/deep\/second 3\n.\/first 3\n.\/third 3$/m);
          assert.doesNotMatch(text, /\.tmp/);
        }
      })
    );
  });

  it("is read as its ignore files say, with exceptions, and many patterns", async () => {
    await withDirectory((file) =>
      withBuilding(async ({ dockerfile, build }) => {
        for (const name of ["a/keep", "a/drop", "b/x", "c.log", "d.log"]) {
          mkdirSync(path.dirname(file(name)), { recursive: true });
          writeFileSync(file(name), name);
        }
        const many = Array.from({ length: 3000 }, (_, index) => `none/${index}/**/*.tmp`);
        writeFileSync(
          file(".dockerignore"),
          ["# not these", "a/*", "!a/keep", "b", "*.log", "!d.*", ...many].join("\n"),
        );
        writeFileSync(
          file("Dockerfile"),
          dockerfile("COPY . /all", "RUN cd /all && find . -type f | sort"),
        );
        const { text } = await build({ path: file("."), version: "2", nocache: true });
        const found = text.split("\n").filter((line) => line.startsWith("./"));
        assert.deepEqual(found, ["./.dockerignore", "./Dockerfile", "./a/keep", "./d.log"]);
        writeFileSync(file("Dockerfile.dockerignore"), "*\n!b\n");
        const own = await build({ path: file("."), version: "2", nocache: true });
        assert.deepEqual(own.text.split("\n").filter((line) => line.startsWith("./")), ["./b/x"]);
      })
    );
  });

  it("takes a Dockerfile from elsewhere, and follows symlinks of what is copied", async () => {
    await withDirectory((file) =>
      withBuilding(async ({ dockerfile, build }) => {
        mkdirSync(file("context/real"), { recursive: true });
        writeFileSync(file("context/real/file"), "behind a link\n");
        writeFileSync(file("context/unused"), new Uint8Array(5_000_000));
        symlinkSync("real", file("context/way"));
        mkdirSync(file("elsewhere"));
        writeFileSync(
          file("elsewhere/My.Dockerfile"),
          dockerfile("COPY way/file /file", "RUN cat /file"),
        );
        const { text, records } = await build({
          path: file("context"),
          dockerfile: file("elsewhere/My.Dockerfile"),
          version: "2",
          nocache: true,
        });
        assert.match(text, /^behind a link$/m);
        assert.ok(transferred(records) < 100_000, "what is not used was sent");
      })
    );
  });

  it("is refused when it is none, or has no Dockerfile, before anything is sent", async () => {
    await withDirectory((file) =>
      withBuilding(async ({ client }) => {
        await assert.rejects(client.build({ path: file("none"), version: "2" }), {
          name: "TypeError",
          message: /^Cannot build ".*none": ".*none" is not a directory$/,
        });
        await assert.rejects(client.build({ path: file("."), version: "2" }), {
          name: "RangeError",
          message: /^Cannot build ".*": there is no Dockerfile ".*Dockerfile"$/,
        });
      })
    );
  });
});
