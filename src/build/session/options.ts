import type { Declared } from "../../operation/option.ts";
import { ofClient } from "../../operation/option.ts";
import { type BuildSecrets, toSecrets } from "./secret_options.ts";
import { type BuildSsh, toSshAgents } from "./ssh_options.ts";

/** What a BuildKit build asks the client for. */
export interface SessionOptions {
  /**
   * Secrets that steps of a BuildKit build mount, by id: `{ npmrc: { file: "~/.npmrc" }, token: { env:
   * "TOKEN" } }`, text, bytes or a function; or as the command line has them. They are read when a
   * step asks, and are in no layer.
   */
  secrets?: BuildSecrets | null | undefined;
  /**
   * SSH agents that steps of a BuildKit build mount: `"default"` for the one of SSH_AUTH_SOCK, or by
   * id a socket, a file with a private key, or `{ keys }` as PEM text.
   */
  ssh?: BuildSsh | null | undefined;
}

/** The declarations of {@linkcode SessionOptions}. */
export const BUILD_SESSION: Declared<SessionOptions> = {
  secrets: ofClient(toSecrets),
  ssh: ofClient(toSshAgents),
};
