import { setOwn } from "../convert/own.ts";
import { TLSConfig } from "../connect/tls_config.ts";
import { ContextException } from "./context_errors.ts";
import type { Platform } from "../platform/types.ts";

type FilePlatform = Pick<Platform, "files" | "paths">;

/** The files of a directory of certificates, as the `docker` command calls them. */
const FILES = { ca: "ca.pem", cert: "cert.pem", key: "key.pem" } as const;

/** Makes the settings of a directory with `ca.pem`, `cert.pem` and `key.pem`, as far as they are there. */
export async function readTls(
  { files, paths }: FilePlatform,
  directory: string,
  skipVerify: boolean,
): Promise<TLSConfig | undefined> {
  const [ca, cert, key] = Object.values(FILES).map((name) => paths.join(directory, name));
  const [hasCa, hasCert, hasKey] = await Promise.all(
    [ca!, cert!, key!].map(async (path) => await files.stat(path) !== null),
  );
  if (!hasCa && !hasCert && !hasKey && !skipVerify) return undefined;
  return new TLSConfig({
    verify: !skipVerify,
    caCert: hasCa ? ca : undefined,
    // One without the other is an error that names the missing file, when it is read.
    clientCert: hasCert || hasKey ? [cert!, key!] : undefined,
  });
}

/**
 * Lists the files of certificates of each endpoint.
 *
 * @param platform Reads the directory.
 * @param directory The directory that holds a directory for each endpoint.
 */
export async function listTlsFiles(
  { files, paths }: FilePlatform,
  directory: string,
): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  if (await files.stat(directory) === null) return found;
  for (const endpoint of (await files.list(directory)).sort()) {
    const names = await files.list(paths.join(directory, endpoint));
    if (names.length > 0) setOwn(found, endpoint, names.sort());
  }
  return found;
}

/** Names the files that settings become. */
export function tlsFileNames({ caCert, clientCert }: TLSConfig): string[] {
  const files = clientCert === undefined ? [] : [FILES.cert, FILES.key];
  return caCert === undefined ? files : [FILES.ca, ...files];
}

/**
 * Reads what settings name, before anything is written.
 *
 * @param platform Reads the files.
 * @param config Settings of paths or PEM texts.
 * @returns The content of each file to write, by name.
 * @throws {ContextException} When a file that is named is not there.
 */
export async function readTlsContents(
  { files }: FilePlatform,
  config: TLSConfig,
): Promise<Record<string, string>> {
  const contents: Record<string, string> = {};
  const add = async (name: string, value: string | undefined): Promise<void> => {
    if (value === undefined) return;
    const text = value.includes("-----BEGIN ") ? value : await files.readText(value);
    if (text === null) {
      throw new ContextException(`Cannot save the context: the file "${value}" does not exist`);
    }
    contents[name] = text;
  };
  await add(FILES.ca, config.caCert);
  await add(FILES.cert, config.clientCert?.[0]);
  await add(FILES.key, config.clientCert?.[1]);
  return contents;
}

/**
 * Puts an endpoint's certificates in the place of those it had; only the user may read them.
 *
 * @param platform Writes the files.
 * @param directory The endpoint's directory.
 * @param contents The content of each file, by name; without any the directory goes.
 */
export async function writeTls(
  { files, paths }: FilePlatform,
  directory: string,
  contents: Record<string, string>,
): Promise<void> {
  if (await files.lstat(directory) !== null) await files.remove(directory, { recursive: true });
  if (Object.keys(contents).length === 0) return;
  await files.mkdir(directory, { recursive: true, mode: 0o700 });
  for (const [name, text] of Object.entries(contents)) {
    await files.write(paths.join(directory, name), text, { exclusive: true, mode: 0o600 });
  }
}
