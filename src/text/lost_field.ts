/**
 * Refuses options of which something would be passed over without a word: a symbol, a getter of the
 * options' class, a field of what they were made from with `Object.create()`. Methods are no fields.
 *
 * @param action What is being done, for the error.
 * @param options The options.
 * @throws {TypeError} When there is one.
 */
export function refuseLost(action: string, options: object): void {
  // The prototype of all objects, of another realm too, is nobody's options.
  for (
    let one = options;
    one && !Object.hasOwn(one, "isPrototypeOf");
    one = Object.getPrototypeOf(one)
  ) {
    for (const name of Reflect.ownKeys(one)) {
      const isField = typeof name === "string";
      if (one === options ? isField : !isField || Object.hasOwn(options, name)) continue;
      const { value, enumerable } = Object.getOwnPropertyDescriptor(one, name)!;
      if (isField ? typeof value === "function" : !enumerable) continue;
      throw new TypeError(`${action}: ${String(name)} is no field of the options' own`);
    }
  }
}
