/** How many options are listed where none seems to be meant. */
const LISTED = 16;

/**
 * Makes the error for an option that nothing knows, with what may have been meant.
 *
 * @param action What is attempted, e.g. `Cannot prune containers`.
 * @param name What was given.
 * @param known The options that there are; a pair also holds what else the option is called.
 * @param more What else can be done, as the end of the sentence.
 */
export function unknownOption(
  action: string,
  name: string,
  known: readonly (string | readonly [option: string, alias: string])[],
  more: string = "",
): TypeError {
  const pairs = known.map((one) => typeof one === "string" ? [one, one] as const : one);
  const meant = nearest(name, pairs);
  const options = [...new Set(pairs.map(([option]) => option))];
  const help = meant !== undefined
    ? `; did you mean "${meant}"?`
    : options.length > 0 && options.length <= LISTED
    ? `; it takes ${options.join(", ")}`
    : more;
  return new TypeError(`${action}: unknown option ${JSON.stringify(name)}${help}`);
}

function nearest(
  name: string,
  pairs: readonly (readonly [option: string, alias: string])[],
): string | undefined {
  const given = plain(name);
  let best: string | undefined;
  let least = 1;
  for (const [option, alias] of pairs) {
    const distance = compare(given, plain(alias));
    if (distance < least) {
      best = option;
      least = distance;
    }
  }
  return best;
}

/**
 * Returns the name that was meant by one that differs in case or in a letter or two.
 *
 * @param name What was given.
 * @param known The names that there are.
 */
export function misspelt(name: string, known: Iterable<string>): string | undefined {
  const given = plain(name);
  for (const one of known) {
    const other = plain(one);
    const longest = Math.max(given.length, other.length);
    if (longest <= 64 && longest >= 4 && distance(given, other) <= (longest < 6 ? 1 : 2)) {
      return one;
    }
  }
  return undefined;
}

/** Case, underscores and dashes make no other word. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll("_", "").replaceAll("-", "");
}

/** Rates two words from 0 for the same one to 1 for nothing in common. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  const longest = Math.max(a.length, b.length);
  const shortest = Math.min(a.length, b.length);
  if (longest > 64 || shortest === 0) return 1;
  if (shortest >= 3 && (a.startsWith(b) || b.startsWith(a))) return 0.3;
  const changes = distance(a, b);
  return changes <= (longest < 5 ? 1 : 2) && changes < shortest ? changes / longest : 1;
}

/** Counts the letters to insert, to take out or to change; two that are swapped count once. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, before[j - 2]! + 1);
      }
      row.push(least);
    }
    before = last;
    last = row;
  }
  return last[b.length]!;
}
