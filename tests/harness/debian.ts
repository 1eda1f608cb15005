import { accessSync, constants, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import process from "node:process";
import { run, say } from "./process.ts";

/** A program that the private engine or a live test needs, and Debian's package of it. */
interface Tool {
  package: string;
  program: string;
}

const TOOLS: Tool[] = [
  { package: "docker.io", program: "dockerd" },
  { package: "docker-registry", program: "docker-registry" },
  { package: "busybox-static", program: "busybox" },
  { package: "iproute2", program: "ip" },
  { package: "iptables", program: "iptables" },
  { package: "procps", program: "ps" },
  { package: "libarchive-tools", program: "bsdtar" },
  { package: "openssh-server", program: "sshd" },
  { package: "openssh-client", program: "ssh" },
  { package: "openssl", program: "openssl" },
  { package: "git", program: "git" },
  { package: "podman", program: "podman" },
  { package: "netavark", program: "netavark" },
  { package: "tar", program: "tar" },
  { package: "debootstrap", program: "debootstrap" },
  { package: "util-linux", program: "unshare" },
  { package: "chromium", program: "chromium" },
];

const DIRECTORIES = [
  "/usr/sbin",
  "/usr/bin",
  "/sbin",
  "/bin",
  "/usr/local/sbin",
  "/usr/local/bin",
  "/usr/lib/podman",
];
const POLICY = "/usr/sbin/policy-rc.d";

/** Whether this is a machine that the tests may install packages on: Debian or its like, as root. */
export function isDebianRoot(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  if (!existsSync("/usr/bin/apt-get") || !existsSync("/etc/os-release")) return false;
  return /^ID(_LIKE)?=.*\bdebian\b/m.test(readFileSync("/etc/os-release", "utf8"));
}

/** The path of an installed program, or undefined. */
export function findProgram(name: string): string | undefined {
  return DIRECTORIES.map((directory) => `${directory}/${name}`).find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Whether a tool is there; of busybox only one that runs without shared libraries counts. */
function isInstalled(tool: Tool): boolean {
  const path = findProgram(tool.program);
  if (path === undefined) return false;
  return tool.program !== "busybox" || isStatic(path);
}

/** Whether a program runs without shared libraries. */
export function isStatic(program: string): boolean {
  return !/\/ld-(linux|musl)/.test(readFileSync(program, "latin1"));
}

/**
 * Installs with apt what is missing, and starts none of the services in it.
 *
 * @throws {Error} When apt fails, with what it printed.
 */
export async function installTools(): Promise<void> {
  const missing = TOOLS.filter((tool) => !isInstalled(tool)).map((tool) => tool.package);
  if (missing.length === 0) return;
  // Without its parser dockerd refuses to start containers where the kernel has AppArmor on.
  if (existsSync("/sys/module/apparmor") && findProgram("apparmor_parser") === undefined) {
    missing.push("apparmor");
  }
  say(`installing ${missing.join(" ")} (once)`);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const options = ["-o", "DPkg::Lock::Timeout=120", "-q"];
  const update = await run("apt-get", [...options, "update"], { env, spared: true });
  const holdsServices = !existsSync(POLICY);
  if (holdsServices) writeFileSync(POLICY, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    const args = [...options, "install", "-y", "--no-remove", "--no-install-recommends"];
    const { code, text } = await run("apt-get", [...args, ...missing], { env, spared: true });
    if (code !== 0) {
      const updated = update.code === 0 ? "" : `apt-get update:\n${update.text}\n`;
      throw new Error(
        `Cannot install ${missing.join(" ")}: apt-get exited with ${code}\n${updated}${text}`,
      );
    }
  } finally {
    if (holdsServices) rmSync(POLICY, { force: true });
  }
}
