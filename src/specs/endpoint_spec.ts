import type { EndpointSpecJSON, ServicePort } from "../types/services.ts";
import { isRecord, oneOf, toInteger, toText } from "../convert/checks.ts";
import {
  engineField,
  type EngineSpelt,
  type ExtraFields,
  type Fields,
  fieldsOf,
  inBody,
  isEngineSpelt,
} from "../operation/fields.ts";
import { refuseMisspelt } from "../operation/misspelt_fields.ts";
import { wrongShape } from "../convert/refuse.ts";
import { type ServicePorts, toServicePorts } from "../convert/ports/service_ports.ts";

/** Options of an {@linkcode EndpointSpec}. */
export interface EndpointSpecOptions extends EngineSpelt<EndpointSpecJSON>, ExtraFields {
  /** `vip` for one shared address (the Engine's default), `dnsrr` for the addresses of all tasks. */
  mode?: "vip" | "dnsrr" | null | undefined;
  /**
   * Ports that are published: `{ published: target }`, `{ published: [target, protocol] }` or the
   * Engine's list. The key is the port outside, as in docker-py's code; the sentence in docker-py's
   * documentation says the reverse.
   */
  ports?: ServicePorts | null | undefined;
}

/** What a published port of a service takes. */
const PORT_FIELDS: Fields<ServicePort> = fieldsOf<ServicePort>({
  Name: engineField(toText),
  Protocol: engineField(toText, { words: { sctp: { since: "1.37" } } }),
  TargetPort: engineField(toInteger),
  PublishedPort: engineField(toInteger),
  PublishMode: engineField(toText, { since: "1.32" }),
});

/** What an endpoint specification takes. */
export const ENDPOINT_SPEC_FIELDS: Fields<EndpointSpecOptions> = fieldsOf<EndpointSpecOptions>({
  mode: inBody("Mode", oneOf("vip", "dnsrr")),
  ports: inBody("Ports", toServicePorts, { each: PORT_FIELDS }),
});

/** How a service is reached, as the Engine spells it. */
export interface EndpointSpec extends EndpointSpecJSON {}

/**
 * How a service is reached from the outside and its load balanced.
 *
 * @example Publish port 80 of the tasks as 8080, and 53 for UDP
 * ```ts no-run
 * import { EndpointSpec } from "@longshore/docker";
 *
 * const endpointSpec = new EndpointSpec({ ports: { 8080: 80, 5353: [53, "udp"] } });
 * ```
 */
export class EndpointSpec {
  /**
   * Makes an endpoint specification.
   *
   * @param options The mode and the ports.
   * @throws {TypeError} When a port cannot be expressed, or the mode `dnsrr` comes with a port of all nodes.
   * @throws {RangeError} When a number is no port.
   */
  constructor(options: EndpointSpecOptions = {}) {
    ENDPOINT_SPEC_FIELDS.set(this, "Cannot create an endpoint specification", options);
    if (this.Mode === "dnsrr" && this.Ports?.some((port) => port.PublishMode !== "host")) {
      throw new TypeError(
        'Cannot create an endpoint specification: the mode "dnsrr" has no shared address; ' +
          'publish ports in the mode "vip", or on each node: { 8080: [80, "tcp", "host"] }',
      );
    }
  }
}

/**
 * Reads how a service is reached: an instance, its options, or the Engine's fields.
 *
 * @param value The endpoint specification.
 * @param argument The argument's name, for errors.
 */
export function toEndpointSpec(value: unknown, argument: string): EndpointSpecJSON {
  if (!isRecord(value)) throw wrongShape(argument, value, "an EndpointSpec or its options");
  if (value instanceof EndpointSpec) return value;
  if (!isEngineSpelt(value)) return new EndpointSpec(value);
  refuseMisspelt(ENDPOINT_SPEC_FIELDS, `Cannot use ${argument}`, value);
  const spec: EndpointSpecJSON = { ...value };
  if (spec.Ports != null) spec.Ports = toServicePorts(spec.Ports, `${argument}.Ports`);
  return spec;
}
