import type { Platform } from "../../platform/types.ts";

/**
 * Makes the key under which an Engine keeps what it has of a directory: the same each time, and
 * another one for each directory and machine.
 *
 * @param platform The file system.
 * @param directory The directory's path without symlinks.
 */
export async function sharedKey({ files, system }: Platform, directory: string): Promise<string> {
  const machine = await files.readText("/etc/machine-id").catch(() => null) ?? "";
  const text = ["longshore", machine.trim(), system.home(), directory].join("\0");
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
