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
  /** The last rule that matched the directory or one above it; -1 is none. */
  readonly last: number;
  /** Where the patterns of the tree stand behind it. */
  readonly nodes: ReadonlySet<PatternNode>;
  /** Where other patterns stand behind its slash, as far as it was asked for. */
  readonly positions: Map<WholeRule, readonly number[]>;
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
  /** The directories of the last path: the next path begins alike as a rule. */
  #path = "";
  #directories: Directory[];

  /**
   * Makes a matcher.
   *
   * @param rules The patterns, in order, each read by {@linkcode parseRule}.
   */
  constructor(rules: readonly PatternRule[]) {
    this.#rules = rules;
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
    const nodes = withDepths(new Set([this.#root]));
    this.#start = { above: null, name: "", end: -1, last: -1, nodes, positions: new Map() };
    this.#directories = [this.#start];
  }

  /** Tells whether a path is matched: by the last pattern that fits, unless it is an exception. */
  matches(path: string): boolean {
    if (this.#rules.length === 0) return false;
    const slash = path.lastIndexOf("/");
    const above = slash === -1 ? this.#start : this.#directory(path.slice(0, slash));
    return this.#isMatch(this.#enter(above, path).last);
  }

  /**
   * Tells whether something below a directory may be matched by a pattern that is no exception, or is
   * already for the directory's sake.
   */
  mayMatchBelow(directory: string): boolean {
    const known = this.#directory(directory);
    return this.#isMatch(known.last) || this.#mayReach(directory, known, false);
  }

  /** Tells whether something below a directory that is matched may be taken out by an exception. */
  mayExceptBelow(directory: string): boolean {
    return this.#mayReach(directory, this.#directory(directory), true);
  }

  #isMatch(rule: number): boolean {
    return rule !== -1 && !this.#rules[rule]!.isException;
  }

  /** Whether a rule of one kind, behind the last that matched, may match below. */
  #mayReach(path: string, directory: Directory, isException: boolean): boolean {
    for (const { reach } of directory.nodes) {
      if ((isException ? reach.exception : reach.plain) > directory.last) return true;
    }
    const begin = `${path}/`;
    return this.#whole.some((each) =>
      each.isException === isException && each.rule > directory.last &&
      (each.prefix.startsWith(begin) ||
        (begin.startsWith(each.prefix) && each.automaton.mayGoOn(positionsOf(each, directory))))
    );
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
      const { last, nodes } = this.#enter(directory, path.slice(0, end));
      const name = `${path.slice(start, end)}/`;
      withDepths(nodes);
      directory = { above: directory, name, end, last, nodes, positions: new Map() };
      directories.push(directory);
    }
    this.#path = path;
    return directory;
  }

  /** Goes on from a directory to a path in it. */
  #enter(above: Directory, path: string): { last: number; nodes: Set<PatternNode> } {
    const name = path.slice(above.end + 1);
    const nodes = new Set<PatternNode>();
    let { last } = above;
    for (const node of above.nodes) {
      if (node.ruleBelow > last) last = node.ruleBelow;
      step(node, name, nodes);
    }
    for (const { rule } of nodes) if (rule > last) last = rule;
    this.#wholeIndex.visit(path, (each) => {
      if (each.rule <= last) return;
      const { automaton, rule } = each;
      if (automaton.accepts(automaton.follow(positionsOf(each, above), name))) last = rule;
    });
    return { last, nodes };
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

/** Adds the places that `**` leads to. */
function withDepths(nodes: Set<PatternNode>): Set<PatternNode> {
  for (const node of nodes) if (node.anyDepth !== null) nodes.add(node.anyDepth);
  return nodes;
}
