import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { findProgram } from "./debian.ts";
import { startTime } from "./leftovers.ts";
import { type CommandOutput, run, say } from "./process.ts";

/** What is in a tree beside Debian's smallest system. */
const PACKAGES = [
  "docker.io",
  "docker-cli",
  "docker-buildx",
  "iptables",
  "nftables",
  "ca-certificates",
  "procps",
  "git",
  "xz-utils",
  "podman",
  "netavark",
  "aardvark-dns",
];
/** Seconds until a tree counts as not to be had. */
const LIMIT = 1200;

const trees = new Map<string, Promise<string>>();

/**
 * Finds or makes the root file system of a Debian release with an engine in it. It is made once
 * and kept in the cache directory, outside of any checkout; nothing ever runs in it but above an overlay.
 *
 * @param suite The release's name.
 * @param script debootstrap's script for the release.
 * @returns Its path.
 * @throws {Error} When it cannot be made, with what debootstrap printed.
 */
export function debianTree(suite: string, script: string = suite): Promise<string> {
  const known = trees.get(suite) ?? findOrMake(suite, script);
  trees.set(suite, known);
  return known;
}

async function findOrMake(suite: string, script: string): Promise<string> {
  const cache = path.join(process.env.XDG_CACHE_HOME || "/var/cache", "longshore");
  mkdirSync(cache, { recursive: true });
  removeUnfinished(cache);
  const mark = createHash("sha256").update(PACKAGES.join(" ")).digest("hex").slice(0, 8);
  const tree = path.join(cache, `${suite}-${mark}`);
  if (existsSync(tree)) {
    const fault = await findFault(tree);
    if (fault === undefined) return tree;
    say(`making ${tree} anew: ${fault}`);
    rmSync(tree, { recursive: true, force: true });
  }
  say(`making ${tree} (once, a minute or two)`);
  const making = path.join(cache, `making-${process.pid}-${startTime(process.pid)}-${suite}`);
  try {
    await debootstrap(suite, script, making);
    const fault = await findFault(making);
    if (fault !== undefined) throw new Error(`Cannot make ${tree}: ${fault}`);
    // Another run may have been faster; its tree is as good.
    if (!existsSync(tree)) renameSync(making, tree);
    return tree;
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

async function debootstrap(suite: string, script: string, directory: string): Promise<void> {
  const program = findProgram("debootstrap") ?? "debootstrap";
  const args = ["--variant=minbase", `--include=${PACKAGES.join(",")}`, suite, directory];
  const mirror = await aptMirror();
  // A release that is newer than debootstrap has no script of its own there.
  if (mirror !== undefined) args.push(mirror, `/usr/share/debootstrap/scripts/${script}`);
  // What it mounts is gone with it, whatever ends it.
  const output = await run("unshare", ["--mount", "--propagation", "private", program, ...args], {
    env: { DEBIAN_FRONTEND: "noninteractive" },
    timeout: LIMIT,
  });
  if (output.code !== 0) {
    throw new Error(
      `Cannot make a tree of Debian ${suite}: debootstrap exited with ${output.code}\n${
        lastLines(output)
      }`,
    );
  }
}

/** The address from which apt takes Debian's packages; undefined where the machine's are not Debian's. */
async function aptMirror(): Promise<string | undefined> {
  const release = readFileSync("/etc/os-release", "utf8");
  if (!/^ID=.*\bdebian\b/m.test(release)) return undefined;
  const codename = /^VERSION_CODENAME="?([\w-]+)/m.exec(release)?.[1];
  const format = "$(RELEASE) $(COMPONENT) $(SITE)";
  const output = await run("apt-get", ["indextargets", "--format", format, "Created-By: Packages"]);
  const lines = output.stdout.split("\n").map((line) => line.split(" "));
  const line = lines.find(([name, component]) => name === codename && component === "main");
  if (line?.[2] === undefined) {
    throw new Error(`Cannot find the mirror that apt uses for ${codename}:\n${lastLines(output)}`);
  }
  return line[2];
}

/** Tells what of a tree is missing or is not as its packages brought it. */
async function findFault(tree: string): Promise<string | undefined> {
  const audit = await run("chroot", [tree, "dpkg", "--audit"]);
  if (audit.code !== 0 || audit.stdout !== "") {
    return `dpkg finds it unfinished: ${lastLines(audit) || `exit code ${audit.code}`}`;
  }
  const verify = await run("chroot", [tree, "dpkg", "--verify"]);
  // Settings, marked by a c, may be changed at the installation.
  const changed = verify.stdout.split("\n").filter((line) => line !== "" && !/^\S+ c /.test(line));
  if (changed.length > 0) return `files are not as they were: ${changed.slice(0, 3).join("; ")}`;
  const missing = PACKAGES.find((name) => {
    return !existsSync(path.join(tree, `usr/share/doc/${name}`));
  });
  return missing === undefined ? undefined : `it has no ${missing}`;
}

/** Removes what runs that were killed did not finish. */
function removeUnfinished(cache: string): void {
  for (const name of readdirSync(cache)) {
    const [, pid, started] = /^making-(\d+)-(\d+)-/.exec(name) ?? [];
    if (pid === undefined || startTime(Number(pid)) === started) continue;
    rmSync(path.join(cache, name), { recursive: true, force: true });
  }
}

function lastLines({ text }: CommandOutput): string {
  return text.trimEnd().split("\n").slice(-15).join("\n");
}
