import type { Platform } from "../platform/types.ts";

/**
 * Writes a file so that a reader sees either the old content or the new one, and a failure leaves
 * the old one. What the path leads to through symlinks is what is replaced; its permission bits and
 * owner are kept.
 *
 * @param platform Writes the file.
 * @param path The file's path; its directory is there.
 * @param text The new content.
 * @param mode The permission bits of a file that is new.
 */
export async function replaceFile(
  { files, system }: Pick<Platform, "files" | "system">,
  path: string,
  text: string,
  mode: number,
): Promise<void> {
  const old = await files.stat(path);
  const target = old === null ? path : await files.realpath(path);
  const draft = `${target}.${system.pid}-${crypto.randomUUID().slice(0, 8)}`;
  const sink = await files.create(draft, { exclusive: true, mode: 0o600 });
  try {
    await sink.write(new TextEncoder().encode(text));
    if (system.os !== "windows") {
      await sink.chmod(old?.mode ?? mode);
      if (old !== null && old.uid !== system.uid()) {
        // Only root may give a file away; the one who may write here keeps it otherwise.
        await sink.chown(old.uid, old.gid).catch(() => {});
      }
    }
    await sink.close();
    await files.rename(draft, target);
  } catch (error) {
    await sink.close();
    await files.remove(draft);
    throw error;
  }
}
