import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { copyFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { findProgram, isStatic } from "./debian.ts";
import { runOrThrow } from "./process.ts";

/** How the image runs when nothing else is said. */
const CHANGES = ['CMD ["sh"]', "ENV PATH=/bin"];

/** Whether this machine has a busybox that runs without shared libraries. */
export function canMakeBaseImage(): boolean {
  const busybox = findProgram("busybox");
  return busybox !== undefined && isStatic(busybox);
}

/**
 * Makes the root file system of the base image: busybox, a link for each of its commands, users.
 *
 * @returns A tar archive.
 * @throws {Error} When there is no busybox on this machine.
 */
export async function baseArchive(): Promise<Uint8Array> {
  const busybox = findProgram("busybox");
  if (busybox === undefined) throw new Error("Cannot make the base image: no busybox found");
  const directory = mkdtempSync(path.join(os.tmpdir(), "longshore-base-"));
  try {
    const root = path.join(directory, "root");
    for (const name of ["bin", "etc", "root", "var", "home"]) {
      mkdirSync(path.join(root, name), { recursive: true });
    }
    mkdirSync(path.join(root, "tmp"), { mode: 0o1777 });
    copyFileSync(busybox, path.join(root, "bin/busybox"));
    for (const applet of (await runOrThrow(busybox, ["--list"])).trim().split("\n")) {
      if (applet !== "busybox") symlinkSync("busybox", path.join(root, "bin", applet));
    }
    writeFileSync(
      path.join(root, "etc/passwd"),
      "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n",
    );
    writeFileSync(path.join(root, "etc/group"), "root:x:0:\nnobody:x:65534:\n");
    const archive = path.join(directory, "base.tar");
    await runOrThrow("tar", [
      "--numeric-owner",
      "--owner=0",
      "--group=0",
      "-C",
      root,
      "-cf",
      archive,
      ".",
    ]);
    return new Uint8Array(readFileSync(archive));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * Imports the base image into an engine.
 *
 * @param host The engine's address.
 * @param image Name and tag, e.g. `longshore/base:latest`.
 */
export async function importBaseImage(host: string, image: string): Promise<void> {
  const archive = await baseArchive();
  // Loaded late: a fault in the client must not keep the other checks from running.
  const { APIClient } = await import("../../mod.ts");
  await using client = new APIClient({ baseUrl: host });
  const colon = image.lastIndexOf(":");
  await client.importImageFromData(archive, {
    repository: image.slice(0, colon),
    tag: image.slice(colon + 1),
    changes: CHANGES,
  });
}
