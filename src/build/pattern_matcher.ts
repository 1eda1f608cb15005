import type { PatternRule } from "./ignore_pattern.ts";
import { LiteralIndex, literalOf } from "./literal_index.ts";
import { PathAutomaton } from "./path_automaton.ts";
import { addRule, createNode, type PatternNode, splitIntoNames, step } from "./pattern_tree.ts";

/** A pattern that the tree has no place for. */
interface WholeRule {
  readonly rule: number;
  readonly isException: boolean;
  /** What the path begins with. */
  readonly prefix: string;
  readonly automaton: PathAutomaton;
}

/** What is known of a directory. */
interface Directory {
  readonly above: Directory | null;
  /** Its name with the slash behind it. */
  readonly name: string;
  /** Where its name ends in the path. */
  readonly end: number;
  /** The rules that matched the directory or one above it, as far as they count below, ascending. */
  readonly kept: readonly number[];
  /** The rules that match everything below. */
  readonly below: ReadonlySet<number>;
  /** Where the patterns of the tree stand behind it. */
  readonly nodes: ReadonlySet<PatternNode>;
  /** Where other patterns stand behind its slash, as far as it was asked for. */
  readonly positions: Map<WholeRule, readonly number[]>;
}

/** How a {@linkcode PatternMatcher} matches. */
export interface MatchOptions {
  /**
   * Whether a pattern that matches a directory, but changes nothing there, is forgotten below it. It is
   * what BuildKit's walk through a directory does: of `*`, `!docs/*.md` and `docs`, the last one changes
   * nothing at `docs`, and then takes nothing out again that the second has let in.
   *
   * @default {false}
   */
  forgets?: boolean;
}

/**
 * A list of patterns as the Engine's tools match them: a pattern matches a path, or a directory above
 * it, and the last one that matches says whether the path is matched. No expression is used that
 * tries one way after the other: the work grows with the lengths of paths and patterns, whatever
 * they hold, and thousands of patterns are looked up by what they begin or end with.
 *
 * Paths are relative, with slashes.
 */
export class PatternMatcher {
  readonly #rules: readonly PatternRule[];
  readonly #root: PatternNode = createNode();
  readonly #whole: WholeRule[] = [];
  readonly #wholeIndex = new LiteralIndex<WholeRule>();
  readonly #start: Directory;
  readonly #forgets: boolean;
  /** The directories of the last path: the next path begins alike as a rule. */
  #path = "";
  #directories: Directory[];

  /**
   * Makes a matcher.
   *
   * @param rules The patterns, in order, each read by {@linkcode parseRule}.
   * @param options How it matches.
   */
  constructor(rules: readonly PatternRule[], { forgets = false }: MatchOptions = {}) {
    this.#rules = rules;
    this.#forgets = forgets;
    for (const [rule, { tokens, isException }] of rules.entries()) {
      const names = splitIntoNames(tokens);
      if (names !== null) {
        addRule(this.#root, names, rule, isException);
        continue;
      }
      const automaton = new PathAutomaton(tokens);
      const whole = { rule, isException, prefix: literalOf(tokens), automaton };
      this.#whole.push(whole);
      this.#wholeIndex.add(tokens, whole);
    }
    this.#start = this.#open(null, "", -1, [], new Set([this.#root]));
    this.#directories = [this.#start];
  }

  /** Tells whether a path is matched: by the last pattern that fits, unless it is an exception. */
  matches(path: string): boolean {
    if (this.#rules.length === 0) return false;
    const slash = path.lastIndexOf("/");
    const above = slash === -1 ? this.#start : this.#directory(path.slice(0, slash));
    return this.#isMatch(this.#enter(above, path).kept);
  }

  /** Tells whether something below a directory that is matched may be taken out by an exception. */
  mayExceptBelow(path: string): boolean {
    const directory = this.#directory(path);
    // What stands before the last that matched is taken back by it.
    const last = directory.kept.at(-1) ?? -1;
    for (const { reach } of directory.nodes) if (reach > last) return true;
    const begin = `${path}/`;
    return this.#whole.some((each) =>
      each.isException && each.rule > last &&
      (each.prefix.startsWith(begin) ||
        (begin.startsWith(each.prefix) && each.automaton.mayGoOn(positionsOf(each, directory))))
    );
  }

  #isMatch(kept: readonly number[]): boolean {
    const last = kept.at(-1);
    return last !== undefined && !this.#rules[last]!.isException;
  }

  #directory(path: string): Directory {
    const directories = this.#directories;
    const shared = sharedLength(path, this.#path);
    // A directory is known if its whole name is alike.
    while (directories.length > 1) {
      const { end } = directories[directories.length - 1]!;
      if (end === shared ? end === path.length || path[end] === "/" : end < shared) break;
      directories.pop();
    }
    let directory = directories[directories.length - 1]!;
    while (directory.end < path.length) {
      const start = directory.end + 1;
      const slash = path.indexOf("/", start);
      const end = slash === -1 ? path.length : slash;
      const { kept, nodes } = this.#enter(directory, path.slice(0, end));
      directory = this.#open(directory, `${path.slice(start, end)}/`, end, kept, nodes);
      directories.push(directory);
    }
    this.#path = path;
    return directory;
  }

  #open(
    above: Directory | null,
    name: string,
    end: number,
    kept: readonly number[],
    nodes: Set<PatternNode>,
  ): Directory {
    for (const node of nodes) if (node.anyDepth !== null) nodes.add(node.anyDepth);
    const below = new Set(above?.below);
    for (const { rulesBelow } of nodes) this.#add(below, rulesBelow);
    return { above, name, end, kept, below, nodes, positions: new Map() };
  }

  /** Goes on from a directory to a path in it. */
  #enter(
    above: Directory,
    path: string,
  ): { kept: readonly number[]; nodes: Set<PatternNode> } {
    const name = path.slice(above.end + 1);
    const nodes = new Set<PatternNode>();
    for (const node of above.nodes) step(node, name, nodes);
    const matched = new Set(above.below);
    for (const { rules } of nodes) this.#add(matched, rules);
    this.#wholeIndex.visit(path, (whole) => {
      const { automaton, rule } = whole;
      if (automaton.accepts(automaton.follow(positionsOf(whole, above), name))) matched.add(rule);
    });
    return { kept: this.#keep(above.kept, matched), nodes };
  }

  /** Adds the rules of one pattern: where nothing is forgotten the last one is all that counts. */
  #add(rules: Set<number>, added: readonly number[]): void {
    if (this.#forgets) { for (const rule of added) rules.add(rule); }
    else if (added.length > 0) rules.add(added[added.length - 1]!);
  }

  /** Adds the rules that match a path to those that match what is above it. */
  #keep(above: readonly number[], matched: ReadonlySet<number>): readonly number[] {
    if (matched.size === 0) return above;
    if (!this.#forgets) {
      let last = above[0] ?? -1;
      for (const rule of matched) if (rule > last) last = rule;
      return [last];
    }
    const kept: number[] = [];
    let isMatched = false;
    const known = new Set(above);
    for (const rule of [...new Set([...above, ...matched])].sort((a, b) => a - b)) {
      const { isException } = this.#rules[rule]!;
      if (isException !== isMatched && !known.has(rule)) continue;
      isMatched = !isException;
      kept.push(rule);
    }
    return kept;
  }
}

/** Where a pattern stands behind a directory: each name on the way to it is gone over once. */
function positionsOf(whole: WholeRule, directory: Directory): readonly number[] {
  const way: Directory[] = [];
  let known: readonly number[] | undefined;
  for (let at: Directory | null = directory; at !== null; at = at.above) {
    known = at.positions.get(whole);
    if (known !== undefined) break;
    way.push(at);
  }
  let positions = known ?? whole.automaton.start;
  for (const each of way.reverse()) {
    positions = whole.automaton.follow(positions, each.name);
    each.positions.set(whole, positions);
  }
  return positions;
}

function sharedLength(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let length = 0;
  while (length < most && one.charCodeAt(length) === other.charCodeAt(length)) length++;
  return length;
}
