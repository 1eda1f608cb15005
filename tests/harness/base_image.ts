import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { copyFileSync } from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { findProgram } from "./debian.ts";
import { runOrThrow } from "./process.ts";

/** How the image runs when nothing else is said. */
const CHANGES = ['CMD ["sh"]', "ENV PATH=/bin"];

/**
 * Makes the root file system of the base image: busybox, a link for each of its commands, users.
 *
 * @returns A tar archive.
 * @throws {Error} When there is no busybox on this machine.
 */
export async function baseArchive(): Promise<Uint8Array> {
  const busybox = findProgram("busybox");
  if (busybox === undefined) throw new Error("Cannot make the base image: no busybox found");
  const folder = mkdtempSync(path.join(os.tmpdir(), "longshore-base-"));
  try {
    const root = path.join(folder, "root");
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
    const archive = path.join(folder, "base.tar");
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
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Imports the base image into an engine.
 *
 * @param socket The path of the engine's socket.
 * @param image Name and tag, e.g. `longshore/base:latest`.
 */
export async function importBaseImage(socket: string, image: string): Promise<void> {
  const archive = await baseArchive();
  const colon = image.lastIndexOf(":");
  const query = new URLSearchParams({
    fromSrc: "-",
    repo: image.slice(0, colon),
    tag: image.slice(colon + 1),
  });
  for (const change of CHANGES) query.append("changes", change);
  const { status, text } = await send(socket, "POST", `/images/create?${query}`, archive);
  if (status !== 200 || text.includes("errorDetail")) {
    throw new Error(`Cannot import ${image}: ${status} ${text}`);
  }
}

/** What an engine answered. */
export interface Answer {
  status: number;
  text: string;
}

/** Sends one request to a unix socket: the harness must not lean on what it tests. */
export function send(
  socket: string,
  method: string,
  target: string,
  body?: Uint8Array,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : {
      "content-type": "application/x-tar",
      "content-length": body.length,
    };
    const request = http.request(
      { socketPath: socket, method, path: target, headers, agent: false },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (piece: string) => text += piece);
        response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
        response.on("error", reject);
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}
