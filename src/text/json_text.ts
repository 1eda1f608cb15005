/**
 * Writes a value as JSON, and refuses what would get lost on the way: JSON makes `null` of NaN and of
 * a gap in a list and an empty object of a `Map`, leaves functions out, and the Engine makes
 * another text of one with half a surrogate pair.
 *
 * @param action What is attempted, e.g. `Cannot create a container`.
 * @param value The value; an `undefined` field is not given, and left out.
 * @throws {TypeError} When something in it has no JSON. Only its field's name is shown.
 */
export function jsonText(action: string, value: unknown): string {
  let problem: string | undefined;
  function check(this: unknown, key: string, item: unknown): unknown {
    const found = key.isWellFormed()
      ? problemOf(item, (this as Record<string, unknown>)[key], Array.isArray(this))
      : "the name has half a surrogate pair";
    if (found === undefined) return item;
    problem = key === "" || !key.isWellFormed() ? found : `${JSON.stringify(key)} ${found}`;
    throw new TypeError(problem);
  }
  try {
    return JSON.stringify(value, check);
  } catch (cause) {
    // Otherwise a cycle, or a getter of the caller's that throws.
    problem ??= "the request has a cycle, or what cannot be read";
    throw new TypeError(`${action}: ${problem}, which JSON cannot hold`, { cause });
  }
}

/** Says what is wrong with a value; `given` is what it was before its own `toJSON()`. */
function problemOf(item: unknown, given: unknown, isInList: boolean): string | undefined {
  switch (typeof item) {
    case "boolean":
      return undefined;
    case "string":
      return item.isWellFormed() ? undefined : "has half a surrogate pair";
    case "number":
      return Number.isFinite(item) ? undefined : `is ${item}`;
    case "object":
      if (item === null) return given instanceof Date ? "is an invalid Date" : undefined;
      if (item instanceof Map || item instanceof Set) return `is a ${item.constructor.name}`;
      return item instanceof Promise ? "is a Promise" : undefined;
    case "undefined":
      return isInList ? "is undefined" : undefined;
  }
  return `is a ${typeof item}`;
}
