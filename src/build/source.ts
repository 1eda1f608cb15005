import { toBoolean, toText } from "../convert/checks.ts";
import {
  bodyBytes,
  bodyStream,
  type Data,
  toArchiveBody,
  toBody,
  toData,
} from "../convert/data.ts";
import { gzip } from "./gzip.ts";
import { wrongValue } from "../convert/refuse.ts";
import type { CallOptions, Engine } from "../engine/engine.ts";
import type { RequestBody } from "../http/request_body.ts";
import { type Declared, inQuery, ofClient } from "../operation/option.ts";
import { pack } from "../tar/pack.ts";
import { packBuildContext } from "./context.ts";
import { type DirectorySource, openDirectory } from "./sync/directory_source.ts";
import type { KnownDockerfile } from "./failed_step.ts";
import { mountsFromSession } from "./session/mounts.ts";

/** The options of a build that say what it is made of. */
export interface BuildSourceOptions {
  /**
   * The directory that is sent, or the address of what the Engine fetches: a git repository, an archive
   * or a Dockerfile, beginning with `http://`, `https://`, `git://`, `git@` or `github.com/`.
   */
  path?: string | null | undefined;
  /** In place of `path`, a Dockerfile, or with `customContext` a whole context as a tar archive. */
  fileobj?: Data | null | undefined;
  /** Whether `fileobj` is a whole context. @default {false} */
  customContext?: boolean | null | undefined;
  /** How a custom context is compressed, e.g. `gzip`; of another one `gzip` asks for that. */
  encoding?: string | null | undefined;
  /** Whether the context is compressed on its way. @default {false} */
  gzip?: boolean | null | undefined;
  /** The path of the Dockerfile in the context; absolute or with `..` it may lie outside of a directory. @default {"Dockerfile"} */
  dockerfile?: string | null | undefined;
}

/** The declarations of {@linkcode BuildSourceOptions}. */
export const BUILD_SOURCE: Declared<BuildSourceOptions> = {
  path: ofClient(toText),
  fileobj: ofClient(toData),
  customContext: ofClient(toBoolean),
  encoding: ofClient(toText),
  gzip: ofClient(toBoolean),
  dockerfile: inQuery("dockerfile", toText),
};

/** What a build is made of, ready to be sent. */
export interface BuildSource {
  /** The address of what the Engine fetches. */
  readonly remote?: string | undefined;
  /** The path of the Dockerfile in the context. */
  readonly dockerfile?: string | undefined;
  /** The context. */
  readonly body?: RequestBody | undefined;
  /** The directories that the builder synchronizes, and the key of what it has of them. */
  readonly sync?: Pick<DirectorySource, "directories" | "sharedKey"> | undefined;
  /** The Dockerfile, where this side knows it. */
  readonly known?: KnownDockerfile | undefined;
  /** Whether the Dockerfile may mount what only a session gives. */
  readonly mounts: boolean;
  /** The headers that say what the context is. */
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined;
}

const REMOTE_REGEXP = /^(?:https?:\/\/|git:\/\/|git@|github\.com\/)/;

/**
 * Opens what a build is made of.
 *
 * @param engine The engine, which knows the platform.
 * @param action What is attempted, for errors.
 * @param options The build's options.
 * @param synchronizes Whether the builder can take a directory file by file.
 * @throws {TypeError} When the options contradict each other, or the path is no directory.
 * @throws {RangeError} When there is no such Dockerfile.
 */
export async function openBuildSource(
  engine: Engine,
  action: string,
  options: BuildSourceOptions & CallOptions,
  synchronizes: boolean,
): Promise<BuildSource> {
  const problem = findProblem(options);
  if (problem !== null) throw new TypeError(`${action}: ${problem}`);
  const { path, fileobj, customContext, encoding } = options;
  const dockerfile = options.dockerfile || undefined;
  if (customContext) {
    const body = toArchiveBody(fileobj!, "fileobj", engine);
    return options.gzip
      ? {
        dockerfile,
        body: { stream: gzip(bodyStream(body)) },
        mounts: true,
        headers: archiveHeaders("gzip"),
      }
      : { dockerfile, body, mounts: true, headers: archiveHeaders(encoding) };
  }
  const compresses = options.gzip || encoding === "gzip";
  const headers = archiveHeaders(compresses ? "gzip" : undefined);
  if (fileobj !== undefined && fileobj !== null) {
    const name = dockerfile ?? "Dockerfile";
    if (/^\/|(^|\/)\.\.?(\/|$)/.test(name)) {
      throw wrongValue(
        "dockerfile",
        name,
        "a path within the context, for a Dockerfile in fileobj",
      );
    }
    const content = await bodyBytes(toBody(fileobj, "fileobj", engine), options.signal);
    const text = new TextDecoder().decode(content);
    const archive = pack([{ path: name, content, options: { mode: 0o644 } }]);
    return {
      dockerfile: name,
      body: { stream: compresses ? gzip(archive) : archive },
      known: { name, text },
      mounts: mountsFromSession(text),
      headers,
    };
  }
  const directory = toText(path, "path");
  if (REMOTE_REGEXP.test(directory)) return { remote: directory, dockerfile, mounts: true };
  const platform = await engine.platform();
  if (synchronizes && !compresses) {
    const sync = await openDirectory(platform, action, directory, dockerfile ?? "Dockerfile");
    const { known } = sync;
    return { remote: "client-session", dockerfile: sync.dockerfile, sync, known, mounts: true };
  }
  const context = await packBuildContext(platform, {
    path: directory,
    dockerfile,
    gzip: compresses,
  });
  return {
    dockerfile: context.dockerfile,
    body: { stream: context.stream },
    mounts: true,
    headers,
  };
}

function findProblem(options: BuildSourceOptions): string | null {
  const { path, fileobj, customContext, encoding } = options;
  const hasPath = path !== undefined && path !== null && path !== "";
  const hasFile = fileobj !== undefined && fileobj !== null;
  if (hasPath && hasFile) return "both path and fileobj are given";
  if (customContext && !hasFile) return "customContext needs fileobj, a tar archive";
  if (!hasPath && !hasFile) {
    return "expected path (a directory or an address) or fileobj (a Dockerfile or an archive)";
  }
  if (hasPath && REMOTE_REGEXP.test(path) && (options.gzip || encoding)) {
    const name = options.gzip ? "gzip" : "encoding";
    return `${name} is for what is sent, and the Engine fetches this itself`;
  }
  if (options.gzip && encoding) return "gzip compresses, and encoding says that it is done already";
  if (encoding && encoding !== "gzip" && !customContext) {
    return `encoding "${encoding}" is for a customContext; gzip is what can be made here`;
  }
  return null;
}

function archiveHeaders(encoding: string | null | undefined): Record<string, string | undefined> {
  return { "Content-Type": "application/x-tar", "Content-Encoding": encoding || undefined };
}
