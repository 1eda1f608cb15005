import type { DeviceRequest } from "../types/host_config.ts";
import {
  isRecord,
  listOf,
  toFilledText,
  toInteger,
  toTextMap,
  toTexts,
} from "../convert/checks.ts";
import { type EngineFields, type Fields, setFields } from "../operation/old_fields.ts";
import { wrongShape } from "../convert/refuse.ts";

/** A request for devices that a driver hands out, such as graphics processors; the Engine's spelling will do too. */
export interface DeviceRequestOption extends EngineFields {
  /** The driver's name, e.g. `nvidia` or `cdi`. */
  driver?: string;
  /** How many devices; -1 for all. */
  count?: number;
  /** Which devices, instead of a count. */
  deviceIds?: readonly string[];
  /** What the devices must be able to do: any of the inner lists, each as a whole, e.g. `[["gpu"]]`. */
  capabilities?: readonly (readonly string[])[];
  /** Options of the driver. */
  options?: Readonly<Record<string, string | number | boolean>>;
}

const FIELDS: Fields<DeviceRequestOption> = {
  driver: ["Driver", toFilledText],
  count: ["Count", toInteger],
  deviceIds: ["DeviceIDs", toTexts],
  capabilities: ["Capabilities", listOf(toTexts)],
  options: ["Options", toTextMap],
};

/**
 * Reads a request for devices.
 *
 * @param value The request.
 * @param argument The argument's name, for errors.
 * @returns The Engine's object.
 * @throws {TypeError} When the request has another shape.
 */
export function toDeviceRequest(value: unknown, argument: string): DeviceRequest {
  if (!isRecord(value)) {
    throw wrongShape(argument, value, '{ driver, count or deviceIds, capabilities: [["gpu"]] }');
  }
  const request: DeviceRequest = {};
  setFields(request, `Cannot use ${argument}`, value as DeviceRequestOption, FIELDS);
  return request;
}
