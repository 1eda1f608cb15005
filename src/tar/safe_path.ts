/** A path that is not allowed, in a few words. */
export class UnsafePath extends Error {}

/**
 * Takes a path of an archive apart.
 *
 * @param path The path as the archive has it.
 * @param windows Whether it is to be used on Windows, where more characters mean something.
 * @returns The names on the way down from the root; none of them is empty, `.` or `..`.
 * @throws {UnsafePath} When the path is absolute or leads up.
 */
export function splitSafely(path: string, windows: boolean): string[] {
  if (path.includes("\0")) throw new UnsafePath("its path has a zero byte in it");
  if (path.startsWith("/")) throw new UnsafePath("its path is absolute");
  const names = path.split("/").filter((name) => name !== "" && name !== ".");
  for (const name of names) {
    if (name === "..") throw new UnsafePath('its path has ".." in it');
    if (!windows) continue;
    if (/[\\:]/.test(name)) throw new UnsafePath("its path has a backslash or colon in it");
    if (/[. ]$/.test(name)) throw new UnsafePath("a name in its path ends with a dot or space");
    if (/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name)) {
      throw new UnsafePath("a name in its path is one of a device");
    }
  }
  return names;
}
