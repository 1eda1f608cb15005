/** How many calls go on at once. */
const AT_ONCE = 8;

/**
 * Does something for each of many items, a few at a time.
 *
 * @param items The items.
 * @param work What is done; the first failure ends it all.
 * @returns The results, in the items' order.
 */
export async function forMany<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  let next = 0;
  const go = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      results[index] = await work(items[index]!);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, go));
  } catch (error) {
    next = items.length;
    throw error;
  }
  return results;
}
