import type { EndpointSpecJSON, ServicePort } from "../types/services.ts";
import { oneOf } from "../convert/checks.ts";
import { type EngineFields, type Fields, setFields } from "../operation/old_fields.ts";
import { type ServicePorts, toServicePorts } from "../convert/ports/service_ports.ts";

/** Options of an {@linkcode EndpointSpec}. */
export interface EndpointSpecOptions extends EngineFields {
  /** `vip` for one shared address (the Engine's default), `dnsrr` for the addresses of all tasks. */
  mode?: "vip" | "dnsrr";
  /**
   * Ports that are published: `{ published: target }`, `{ published: [target, protocol] }` or the
   * Engine's list. The key is the port outside, as in docker-py's code; the sentence in docker-py's
   * documentation says the reverse.
   */
  ports?: ServicePorts;
}

const FIELDS: Fields<EndpointSpecOptions> = {
  mode: ["Mode", oneOf("vip", "dnsrr")],
  ports: ["Ports", toServicePorts],
};

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
export class EndpointSpec implements EndpointSpecJSON {
  /** Whatever else the Engine accepts. */
  [field: string]: unknown;
  /** How the service's name is resolved. */
  declare Mode?: "vip" | "dnsrr";
  /** Ports that are published. */
  declare Ports?: ServicePort[];

  /**
   * Makes an endpoint specification.
   *
   * @param options The mode and the ports.
   * @throws {TypeError} When a port cannot be expressed, or the mode `dnsrr` comes with a port of all nodes.
   * @throws {RangeError} When a number is no port.
   */
  constructor(options: EndpointSpecOptions = {}) {
    setFields(this, "Cannot create an endpoint specification", options, FIELDS);
    if (this.Mode === "dnsrr" && this.Ports?.some((port) => port.PublishMode !== "host")) {
      throw new TypeError(
        'Cannot create an endpoint specification: the mode "dnsrr" has no shared address; ' +
          'publish ports in the mode "vip", or on each node: { 8080: [80, "tcp", "host"] }',
      );
    }
  }
}
