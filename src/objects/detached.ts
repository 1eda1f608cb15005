/**
 * Takes out the options that a command has only while somebody reads its output.
 *
 * @param action What is attempted, for errors.
 * @param options What the caller gave.
 * @param attached The names of these options.
 * @throws {TypeError} When one of them is given.
 */
export function detachedOptions<Options extends object>(
  action: string,
  options: Options,
  attached: readonly string[],
): Options {
  if (options === null || typeof options !== "object") return options;
  const rest: [name: string, value: unknown][] = [];
  for (const [name, value] of Object.entries(options)) {
    if (!attached.includes(name)) rest.push([name, value]);
    else if (value != null) {
      throw new TypeError(`${action}: ${name} means nothing where the command is left running`);
    }
  }
  return Object.fromEntries(rest) as Options;
}
