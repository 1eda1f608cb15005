import { stripEnd } from "../bytes/strip_end.ts";
import type { AuthConfig } from "../types/registry.ts";

/**
 * Turns credentials as people copy them from files into what the Engine reads: it looks at names
 * and passwords only, not at the base64 of both.
 *
 * @param credentials What the caller gave.
 */
export function withNames(credentials: AuthConfig): AuthConfig {
  const { auth, ...rest } = credentials;
  if (typeof auth !== "string" || rest.username !== undefined) return credentials;
  const names = decodeAuth(auth);
  return names === null ? credentials : { ...rest, ...names };
}

/**
 * Reads the base64 of a name and a password.
 *
 * @param auth The base64.
 * @returns Both; `null` when it is something else.
 */
export function decodeAuth(auth: string): { username: string; password: string } | null {
  try {
    const bytes = Uint8Array.from(atob(auth), (char) => char.charCodeAt(0));
    const text = stripEnd(new TextDecoder("utf-8", { fatal: true }).decode(bytes), "\0");
    const colon = text.indexOf(":");
    if (colon < 1) return null;
    return { username: text.slice(0, colon), password: text.slice(colon + 1) };
  } catch {
    return null;
  }
}
