/**
 * What the specifications of the Engine API from 1.25 to 1.56 name: operations, query parameters,
 * headers and fields of bodies, each with its first and last version.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import { compareVersions } from "../../src/engine/version.ts";

/** One row. */
export interface WireRow {
  /** E.g. `POST /containers/{id}/stop`. */
  operation: string;
  /** What the row is about. */
  kind: "operation" | "query" | "header" | "body";
  /** The name; of a field its path, with `[]` for items and `{}` for values. */
  name: string;
  /** The type of a parameter or field. */
  type: string;
  /** The first version; the oldest that this client speaks where it is older. */
  since: string;
  /** The last version; the newest that this client speaks where it is newer. */
  until: string;
}

/** All rows. */
export const WIRE: readonly WireRow[] = readFileSync("tests/fixtures/engine_api.tsv", "utf8")
  .trim().split("\n").slice(1).map((line) => {
    const [operation, kind, name, type, since, last] = line.split("\t") as string[];
    return {
      operation: operation!,
      kind: kind as WireRow["kind"],
      name: name!,
      type: type!,
      since: since === "" || since!.startsWith("<") ? "1.24" : since!,
      until: last || "1.56",
    };
  });

/** Tells whether a version knows a row's subject. */
export function isKnown({ since, until }: WireRow, version: string): boolean {
  return compareVersions(since, version) <= 0 && compareVersions(version, until) <= 0;
}

const ROUTES = WIRE.filter(({ kind }) => kind === "operation").map(({ operation }) => {
  const [method, route] = operation.split(" ") as [string, string];
  // The name of an image or plugin may hold slashes, which are sent percent-encoded.
  const path = route.replace(/\{\w+\}/g, "[^/]+").replaceAll("/", "\\/");
  return { operation, pattern: new RegExp(`^${method} (?:\\/v1\\.\\d+)?${path}$`) };
});

/** Finds the operation of a request; undefined for one that the specifications do not name. */
export function operationOf(method: string, target: string): string | undefined {
  const line = `${method} ${target.split("?", 1)[0]}`;
  const fixed = ROUTES.find(({ operation, pattern }) => {
    return !operation.includes("{") && pattern.test(line);
  });
  return (fixed ?? ROUTES.find(({ pattern }) => pattern.test(line)))?.operation;
}
