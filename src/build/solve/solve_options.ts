import { isRecord, listOf, oneOf, toBoolean, toFilledText } from "../../convert/checks.ts";
import { show } from "../../convert/refuse.ts";
import { type Declared, ofClient } from "../../operation/option.ts";
import { parseOptionText, toTypedAttrs } from "../option_text.ts";
import type { TypedAttrs } from "./control.ts";

/** Where cache goes or comes from: `inline`, `registry`, `local`, and what else the Engine has. */
export interface BuildCache {
  /** What it is. */
  type: string;
  /** Its settings: `ref` of a registry, `dest` or `src` of a directory, `mode` ... */
  [setting: string]: string | number | boolean | undefined;
}

/** Attestations that are put beside an image. */
export interface BuildAttestations {
  /** How the image was built: `true`, or settings such as `"mode=max"`. */
  provenance?: boolean | string | undefined;
  /** What is in the image: `true`, or settings such as `"generator=image"`. */
  sbom?: boolean | string | undefined;
}

/** What is asked of a Dockerfile in place of a build. */
export type FrontendCall = "check" | "outline" | "targets";

/** What a BuildKit build can do that `POST /build` has no parameters for. */
export interface SolveOptions {
  /**
   * Further contexts by the name that the Dockerfile has for each: directories, images
   * (`docker-image://alpine`), git repositories or archives. Since API 1.42.
   */
  contexts?: Readonly<Record<string, string>> | null | undefined;
  /** Where the cache of the build goes, e.g. `["type=inline"]` or `[{ type: "local", dest: "cache" }]`. */
  cacheTo?: readonly (string | BuildCache)[] | null | undefined;
  /** The stages whose steps run, cached or not. */
  noCacheFilter?: readonly string[] | null | undefined;
  /** Attestations, where the Engine keeps images in the containerd image store. Since API 1.42. */
  attestations?: BuildAttestations | null | undefined;
  /** What the build is allowed to beyond the usual, e.g. `["network.host"]`. */
  entitlements?: readonly string[] | null | undefined;
  /**
   * Builds nothing and tells of the Dockerfile: what is wrong with it (`check`, since API 1.46), what
   * it takes (`outline`) or which stages it has (`targets`, both since API 1.42). The output is text;
   * `result.json` of the result's metadata has it for programs.
   */
  call?: FrontendCall | null | undefined;
}

/** The declarations of {@linkcode SolveOptions}. */
export const BUILD_SOLVE: Declared<SolveOptions> = {
  contexts: ofClient(toContexts, { since: "1.42" }),
  cacheTo: ofClient((value, argument) => toCaches(value, argument, "dest")),
  noCacheFilter: ofClient(listOf(toFilledText)),
  attestations: ofClient(toAttestations, { since: "1.42" }),
  entitlements: ofClient(listOf(oneOf("network.host", "security.insecure", "device"))),
  call: ofClient(oneOf("check", "outline", "targets")),
};

/** Checks contexts by name. */
export function toContexts(value: unknown, argument: string): Readonly<Record<string, string>> {
  if (!isRecord(value)) {
    throw new TypeError(
      `Cannot use ${argument} ${show(value)}: expected an object of strings by name`,
    );
  }
  for (const [name, context] of Object.entries(value)) {
    if (name === "" || typeof context !== "string" || context === "") {
      throw new TypeError(
        `Cannot use ${argument}[${JSON.stringify(name)}]: expected a directory or an address`,
      );
    }
  }
  return value as Record<string, string>;
}

/**
 * Checks where cache goes or comes from.
 *
 * @param value What the caller gave.
 * @param argument The argument's name, for errors.
 * @param directory Which setting names a directory.
 * @throws {TypeError} When one has another form.
 */
export function toCaches(
  value: unknown,
  argument: string,
  directory: "dest" | "src",
): TypedAttrs[] {
  return listOf((item, where) => toCache(item, where, directory))(value, argument);
}

function toCache(value: unknown, where: string, directory: "dest" | "src"): TypedAttrs {
  // A name alone is an image, as on the command line.
  const pairs = typeof value !== "string"
    ? value
    : value.includes("=")
    ? parseOptionText(value, where)
    : { type: "registry", ref: value };
  if (!isRecord(pairs)) {
    throw new TypeError(`Cannot use ${where} ${show(value)}: expected an object or a string`);
  }
  const { type, attrs } = toTypedAttrs(pairs, where, "registry");
  const needed = type === "local" ? directory : type === "registry" ? "ref" : undefined;
  if (needed !== undefined && !attrs[needed]) {
    throw new TypeError(`Cannot use ${where}: type "${type}" needs ${needed}`);
  }
  return { type, attrs };
}

/** Makes the frontend's settings of attestations. */
export function toAttestations(value: unknown, argument: string): Record<string, string> {
  if (!isRecord(value)) {
    throw new TypeError(`Cannot use ${argument} ${show(value)}: expected { provenance, sbom }`);
  }
  const attrs: Record<string, string> = {};
  for (const [name, item] of Object.entries(value)) {
    if (name !== "provenance" && name !== "sbom") {
      throw new TypeError(`Cannot use ${argument}: "${name}" is none of provenance, sbom`);
    }
    if (item === undefined || item === null) continue;
    if (typeof item !== "string") toBoolean(item, `${argument}.${name}`);
    if (item !== false) attrs[`attest:${name}`] = item === true ? "" : item as string;
  }
  return attrs;
}
