import { isRecord, oneOf } from "../checks.ts";
import { parsePort } from "./port.ts";
import { wrongShape, wrongValue } from "../refuse.ts";

/** The target of a service's published port: a port, or the port with a protocol and a publish mode. */
export type ServicePort =
  | number
  | string
  | readonly [target: number | string, protocol?: string | null, publishMode?: string | null];

/**
 * The ports of a service: `{ published: target }`, `{ published: [target, protocol] }`, or the
 * Engine's list of `{ PublishedPort, TargetPort, Protocol, PublishMode }`.
 */
export type ServicePorts =
  | Readonly<Record<string | number, ServicePort>>
  | readonly Record<string, unknown>[];

const FIELDS: ReadonlySet<string> = new Set([
  "Name",
  "Protocol",
  "TargetPort",
  "PublishedPort",
  "PublishMode",
]);
const WORDS = { Protocol: ["tcp", "udp", "sctp"], PublishMode: ["ingress", "host"] };
const ACCEPTED =
  '{ published: target } with a target such as 80, "53/udp", [53, "udp"] or [53, "udp", "host"], ' +
  "or a list of { PublishedPort, TargetPort, Protocol, PublishMode }";

/**
 * Reads the ports of a service.
 *
 * @param value The ports.
 * @param argument The argument's name, for errors.
 * @returns The Engine's list.
 * @throws {TypeError} When the value is none of the accepted forms.
 * @throws {RangeError} When a number is no port.
 */
export function toServicePorts(value: unknown, argument: string): Record<string, unknown>[] {
  if (Array.isArray(value)) {
    return Array.from(value, (port, index) => {
      const name = `${argument}[${index}]`;
      if (!isRecord(port)) throw wrongShape(name, port, ACCEPTED);
      // The Engine would publish the port on all addresses, whatever else is asked for.
      const unknown = Object.keys(port).find((key) => !FIELDS.has(key));
      if (unknown !== undefined) {
        throw wrongShape(`${name}.${unknown}`, port[unknown], `one of ${[...FIELDS].join(", ")}`);
      }
      // What they do not know, the Engines take for the first of these.
      for (const [field, words] of Object.entries(WORDS)) {
        const word = port[field];
        if (word === undefined || word === null || word === "") continue;
        oneOf(...words)(word, `${name}.${field}`);
      }
      if (!port.TargetPort && port.PublishedPort) {
        throw wrongShape(`${name}.TargetPort`, port.TargetPort, "the port that is published");
      }
      for (const field of ["TargetPort", "PublishedPort"]) {
        const number = port[field];
        if (number === undefined || number === null) continue;
        if (typeof number !== "number" || !Number.isInteger(number)) {
          throw wrongShape(`${name}.${field}`, number, "a number");
        }
        if (!isPort(number)) {
          throw wrongValue(`${name}.${field}`, number, "a port from 0 to 65535");
        }
      }
      return { ...port };
    });
  }
  if (!isRecord(value)) throw wrongShape(argument, value, ACCEPTED);
  return Object.entries(value).map(([published, target]) => {
    const name = `${argument}[${JSON.stringify(published)}]`;
    if (!/^\d{1,5}$/.test(published)) {
      throw wrongShape(`the published port of ${argument}`, published, "a port such as 8080");
    }
    if (!isPort(Number(published))) {
      throw wrongValue(`the published port of ${argument}`, published, "a port from 0 to 65535");
    }
    return { ...toPort(target, name), PublishedPort: Number(published) };
  });
}

function isPort(number: number): boolean {
  return number >= 0 && number <= 65535;
}

function toPort(value: unknown, argument: string): Record<string, unknown> {
  const [target, protocol, mode, ...rest] = Array.isArray(value) ? value : [value];
  if (target === undefined || rest.length > 0) throw wrongShape(argument, value, ACCEPTED);
  const port = parsePort(protocol == null ? target : [target, protocol], argument);
  if (port.first !== port.last) throw wrongValue(argument, value, "a single target port");
  const json: Record<string, unknown> = { Protocol: port.protocol, TargetPort: port.first };
  if (mode != null) {
    if (mode !== "ingress" && mode !== "host") {
      throw wrongShape(argument, value, 'the publish mode "ingress" or "host"');
    }
    json.PublishMode = mode;
  }
  return json;
}
