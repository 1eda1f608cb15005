import { getOwn } from "../../convert/own.ts";

/**
 * Refuses a first size where there is no terminal: the Engine takes no notice of it.
 *
 * @param action What is attempted, for errors.
 * @param body The request's body.
 * @throws {TypeError} When there is no terminal.
 */
export function checkConsoleSize(action: string, body: Readonly<Record<string, unknown>>): void {
  if (getOwn(body, "ConsoleSize") != null && getOwn(body, "Tty") !== true) {
    throw new TypeError(`${action}: consoleSize means nothing without tty`);
  }
}
