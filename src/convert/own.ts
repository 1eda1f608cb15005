/**
 * Sets a field of an object whatever it is called: `__proto__` would otherwise set nothing.
 *
 * @param target The object.
 * @param name The name, which a caller may have chosen.
 * @param value The value.
 */
export function setOwn<T>(target: Record<string, T>, name: string, value: T): void {
  if (name !== "__proto__") target[name] = value;
  else {
    const field = { value, enumerable: true, configurable: true, writable: true };
    Object.defineProperty(target, name, field);
  }
}

/**
 * Returns a field that an object has itself; what it inherits does not count.
 *
 * @param source The object.
 * @param name The name.
 */
export function getOwn<T>(source: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(source, name) ? source[name] : undefined;
}

/**
 * Copies what an object has itself into one that inherits nothing: whatever is looked up there was
 * said, and not put into the prototype of all objects.
 *
 * @param source The object, as of a file's JSON.
 */
export function ownFields(source: object): Record<string, unknown> {
  return Object.assign(Object.create(null), source);
}
