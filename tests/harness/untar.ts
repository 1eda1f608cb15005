import { unpack } from "../../src/tar/mod.ts";

/** The paths in an archive. */
export async function untar(archive: Uint8Array): Promise<string[]> {
  const names: string[] = [];
  for await (const { path } of unpack(archive)) names.push(path);
  return names;
}
