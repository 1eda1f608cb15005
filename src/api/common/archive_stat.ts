import { ProtocolError } from "../../errors.ts";
import type { ArchiveStat } from "../../types/containers.ts";

/**
 * Reads what the Engine tells of a path in a container.
 *
 * @param action What was attempted, for errors.
 * @param address The engine's address, for errors.
 * @param header The answer's header `X-Docker-Container-Path-Stat`.
 * @throws {ProtocolError} When it is not base64 of JSON.
 */
export function parseStat(
  action: string,
  address: string,
  header: string | undefined,
): ArchiveStat {
  try {
    const bytes = Uint8Array.from(atob(header ?? ""), (character) => character.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes)) as ArchiveStat;
  } catch (cause) {
    throw new ProtocolError(
      `${action}: the header X-Docker-Container-Path-Stat from ${address} is ${
        JSON.stringify(header)
      }, which is not base64 of JSON`,
      { cause },
    );
  }
}
