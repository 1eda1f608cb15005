import { mkdirSync, mkdtempSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/**
 * Goes into the root and becomes the program there: directories for the overlay, tree, the directory that both
 * sides share, program and arguments. The mounts are of its own mount namespace and end with it. The
 * root is changed by `pivot_root`: after a `chroot` an exec would join the machine's own root.
 */
const ENTER = `set -eu
own=$1 tree=$2 shared=$3; shift 3
root=$own/root
mount -t overlay overlay -o "lowerdir=$tree,upperdir=$own/upper,workdir=$own/work" "$root"
for name in proc sys dev; do mount --rbind "/$name" "$root/$name"; done
mount -t tmpfs tmpfs "$root/run"
mkdir -p "$root/run/docker" "$root$shared" "$root/.old"
mount --bind /run/docker "$root/run/docker"
mount --rbind "$shared" "$root$shared"
cp /etc/resolv.conf /etc/hosts "$root/etc/"
cd "$root"
pivot_root . .old
cd /
umount -l /.old
mount --make-rshared /
exec "$@"`;

/**
 * Makes the command that runs a program in another root file system, with the machine's processes,
 * network and directory for temporary files, and with what it writes elsewhere in a directory of its own.
 *
 * @param tree The root file system, which is only read.
 * @param directory A directory within the one for temporary files.
 * @param command The program, as the tree has it, and its arguments.
 */
export function inOtherRoot(tree: string, directory: string, command: string[]): string[] {
  const own = mkdtempSync(path.join(directory, "root-"));
  for (const name of ["root", "upper", "work"]) {
    mkdirSync(path.join(own, name), { recursive: true });
  }
  mkdirSync("/run/docker", { recursive: true });
  const enter = ["sh", "-c", ENTER, "sh", own, tree, os.tmpdir(), ...command];
  return ["unshare", "--mount", "--propagation", "private", ...enter];
}
