import type { DeviceRequest } from "../types/host_config.ts";
import {
  isRecord,
  listOf,
  toFilledText,
  toInteger,
  toTextMap,
  toTexts,
} from "../convert/checks.ts";
import {
  type EngineSpelt,
  type ExtraFields,
  type Fields,
  fieldsOf,
  inBody,
} from "../operation/fields.ts";
import { wrongShape } from "../convert/refuse.ts";

/** A request for devices that a driver hands out, such as GPUs; the Engine's spelling will do too. */
export interface DeviceRequestOption extends EngineSpelt<DeviceRequest>, ExtraFields {
  /** The driver's name, e.g. `nvidia` or `cdi`. */
  driver?: string | null | undefined;
  /** How many devices; -1 for all. */
  count?: number | null | undefined;
  /** Which devices, instead of a count. */
  deviceIds?: readonly string[] | null | undefined;
  /** What the devices must be able to do: any of the inner lists, each as a whole, e.g. `[["gpu"]]`. */
  capabilities?: readonly (readonly string[])[] | null | undefined;
  /** Options of the driver. */
  options?: Readonly<Record<string, string | number | boolean>> | null | undefined;
}

/** What a request for devices takes. */
export const DEVICE_REQUEST_FIELDS: Fields<DeviceRequestOption> = fieldsOf<DeviceRequestOption>({
  driver: inBody("Driver", toFilledText),
  count: inBody("Count", toInteger),
  deviceIds: inBody("DeviceIDs", toTexts),
  capabilities: inBody("Capabilities", listOf(toTexts)),
  options: inBody("Options", toTextMap),
});

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
  DEVICE_REQUEST_FIELDS.set(request, `Cannot use ${argument}`, value as DeviceRequestOption);
  return request;
}
