/**
 * Makes something when it is first asked for, and returns the same from then on: to make an error takes
 * long, above all where the stack is deep, and of a connection that was closed few ask why.
 *
 * @param make Makes it.
 */
export function madeOnce<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
