/**
 * Refuses an option that means nothing without another one.
 *
 * @param action What is attempted.
 * @param options The options that are given.
 * @param name The option.
 * @param other The one that it needs.
 * @throws {TypeError} When the first is given, and the other one is not.
 *
 * @internal
 */
export function requireBeside<Options extends object>(
  action: string,
  options: Options,
  name: keyof Options & string,
  other: keyof Options & string,
): void {
  if (!options[name] || options[other]) return;
  throw new TypeError(`${action}: the option "${name}" means nothing without "${other}"`);
}
