import { codeOf, messageOf } from "../errors.ts";

/** Why an entry cannot be written, in a few words. */
export class EntryProblem extends Error {
  /** The entry's path. */
  readonly path: string;

  /**
   * @param path The entry's path.
   * @param words Why.
   * @param cause The system's error.
   */
  constructor(path: string, words: string, cause?: unknown) {
    super(words, { cause });
    this.path = path;
  }
}

const WORDS: Readonly<Record<string, string>> = {
  EACCES: "permission is denied",
  EDQUOT: "the quota is used up",
  EFBIG: "it is larger than the system allows",
  EINVAL: "the system has no such name or target",
  ELOOP: "symlinks on its way go in circles",
  EMFILE: "too many files are open",
  ENAMETOOLONG: "its name or link target is longer than the system allows",
  ENFILE: "too many files are open",
  ENOENT: "its place is gone",
  ENOSPC: "no space is left",
  EPERM: "the system does not permit it",
  EROFS: "the file system is read-only",
};

/**
 * Makes the problem of an entry that the system refuses.
 *
 * @param path The entry's path.
 * @param cause The system's error.
 */
export function systemProblem(path: string, cause: unknown): EntryProblem {
  if (cause instanceof EntryProblem) return cause;
  const code = codeOf(cause);
  const words = Object.hasOwn(WORDS, code) ? WORDS[code]! : undefined;
  return new EntryProblem(path, words ?? messageOf(cause), cause);
}
