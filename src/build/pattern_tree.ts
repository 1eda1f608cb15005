import { SLASH, type Token } from "./ignore_pattern.ts";
import { LiteralIndex, literalOf } from "./literal_index.ts";
import { NameGlob } from "./name_glob.ts";

/** A place in the tree of all patterns, one step a name. */
export interface PatternNode {
  /** The rules whose patterns end here. */
  readonly rules: number[];
  /** The rules that match everything below. */
  readonly rulesBelow: number[];
  /** The last exception that may match something below; -1 is none. */
  reach: number;
  /** Where a name leads that is spelt out. */
  readonly names: Map<string, PatternNode>;
  /** Where names lead that match a pattern; `null` where none do. */
  globs: Globs | null;
  /** Where `**` leads: to a place that any name leads back to. */
  anyDepth: PatternNode | null;
  /** Whether it is such a place. */
  readonly repeats: boolean;
}

/** The patterns of names at one place. */
interface Globs {
  readonly byText: Map<string, PatternNode>;
  readonly index: LiteralIndex<{ glob: NameGlob; node: PatternNode }>;
}

/** A place before any name. */
export function createNode(repeats: boolean = false): PatternNode {
  return {
    rules: [],
    rulesBelow: [],
    reach: -1,
    names: new Map(),
    globs: null,
    anyDepth: null,
    repeats,
  };
}

/**
 * Takes a pattern apart into names, where each of its parts stands for part of one name, or for any
 * number of whole directories.
 *
 * @param tokens The pattern.
 * @returns The names' tokens, `directories` or `text` alone for a `**`; `null` where that is not so.
 */
export function splitIntoNames(tokens: readonly Token[]): Token[][] | null {
  const names: Token[][] = [[]];
  for (const [index, token] of tokens.entries()) {
    const name = names[names.length - 1]!;
    if (token.kind === "character" && token.code === SLASH) {
      names.push([]);
    } else if (token.kind === "directories" || token.kind === "text") {
      // A `**` that is not the last has taken its slash along.
      if (name.length > 0 || (token.kind === "text" && index < tokens.length - 1)) return null;
      name.push(token);
      if (token.kind === "directories") names.push([]);
    } else {
      if (token.kind === "class" && mayBeSlash(token)) return null;
      name.push(token);
    }
  }
  // A slash that was escaped may stand at an end.
  return names.every((name) => name.length > 0) ? names : null;
}

/**
 * Puts a rule into the tree.
 *
 * @param root The tree.
 * @param names The rule's pattern, by {@linkcode splitIntoNames}.
 * @param rule The rule's number, higher than those before.
 * @param isException Whether it takes files in.
 */
export function addRule(
  root: PatternNode,
  names: readonly (readonly Token[])[],
  rule: number,
  isException: boolean,
): void {
  let node = root;
  for (const name of names) {
    if (isException) node.reach = rule;
    const kind = name[0]!.kind;
    if (kind === "text") {
      node.rulesBelow.push(rule);
      return;
    }
    node = kind === "directories" ? node.anyDepth ??= createNode(true) : child(node, name);
  }
  node.rules.push(rule);
}

/** Adds all places that a name leads to from a place, but those that a `**` leads to. */
export function step(node: PatternNode, name: string, out: Set<PatternNode>): void {
  if (node.repeats) out.add(node);
  const named = node.names.get(name);
  if (named !== undefined) out.add(named);
  node.globs?.index.visit(name, ({ glob, node: next }) => {
    if (glob.matches(name)) out.add(next);
  });
}

function child(node: PatternNode, name: readonly Token[]): PatternNode {
  if (name.every(({ kind }) => kind === "character")) {
    const text = literalOf(name);
    let next = node.names.get(text);
    if (next === undefined) node.names.set(text, next = createNode());
    return next;
  }
  const globs = node.globs ??= { byText: new Map(), index: new LiteralIndex() };
  const text = name.map(textOf).join("");
  let next = globs.byText.get(text);
  if (next === undefined) {
    globs.byText.set(text, next = createNode());
    globs.index.add(name, { glob: new NameGlob(name), node: next });
  }
  return next;
}

/** Writes a token so that equal ones look alike, and no others. */
function textOf(token: Token): string {
  switch (token.kind) {
    case "character":
      return `\\${String.fromCodePoint(token.code)}`;
    case "class":
      return `[${token.negated ? "^" : ""}${token.ranges}]`;
    default:
      return token.kind === "one" ? "?" : "*";
  }
}

function mayBeSlash(token: Token & { kind: "class" }): boolean {
  return token.ranges.some(([low, high]) => low <= SLASH && SLASH <= high) !== token.negated;
}
