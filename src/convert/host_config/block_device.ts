import { isInteger, isRecord, toInteger } from "../checks.ts";
import { wrongShape, wrongValue } from "../refuse.ts";
import { toBytes } from "../size.ts";

/** A weight of block I/O for one device. */
export interface DeviceWeight {
  /** The device on the host. */
  Path: string;
  /** The weight, 10 to 1000. */
  Weight: number;
}

/** A greatest rate for one device. */
export interface DeviceRate {
  /** The device on the host. */
  Path: string;
  /** Operations a second; or bytes a second, where a string such as `"1m"` will do too. */
  Rate: number | string;
}

/**
 * Reads a weight of block I/O.
 *
 * @param value The weight: 10 to 1000, or 0 for none.
 * @param argument The argument's name, for errors.
 * @throws {TypeError} When the value is no whole number.
 * @throws {RangeError} When it is not allowed.
 */
export function toBlockWeight(value: unknown, argument: string): number {
  const weight = toInteger(value, argument);
  if (weight !== 0 && (weight < 10 || weight > 1000)) {
    throw wrongValue(argument, value, "a weight from 10 to 1000, or 0 for none");
  }
  return weight;
}

/**
 * Reads a weight of block I/O for one device.
 *
 * @param value The device's path and its weight.
 * @param argument The argument's name, for errors.
 */
export function toDeviceWeight(value: unknown, argument: string): DeviceWeight {
  const { Path, Weight } = toDevice(value, argument, '{ Path: "/dev/sda", Weight: 500 }', "Weight");
  return { Path, Weight: toBlockWeight(Weight, `${argument}.Weight`) };
}

/**
 * Reads a greatest rate of bytes for one device.
 *
 * @param value The device's path and its rate.
 * @param argument The argument's name, for errors.
 */
export function toByteRate(value: unknown, argument: string): { Path: string; Rate: number } {
  const { Path, Rate } = toDevice(value, argument, '{ Path: "/dev/sda", Rate: "1m" }', "Rate");
  return { Path, Rate: toBytes(Rate, `${argument}.Rate`) };
}

/**
 * Reads a greatest rate of operations for one device.
 *
 * @param value The device's path and its rate.
 * @param argument The argument's name, for errors.
 */
export function toOperationRate(value: unknown, argument: string): { Path: string; Rate: number } {
  const accepted = '{ Path: "/dev/sda", Rate: 1000 } with a whole number of operations a second';
  const { Path, Rate } = toDevice(value, argument, accepted, "Rate");
  if (!isInteger(Rate) || Rate < 0) throw wrongShape(argument, value, accepted);
  return { Path, Rate };
}

function toDevice(
  value: unknown,
  argument: string,
  accepted: string,
  field: string,
): { Path: string; Weight?: unknown; Rate?: unknown } {
  const keys = isRecord(value) ? Object.keys(value) : [];
  const fits = isRecord(value) && typeof value.Path === "string" && value.Path !== "" &&
    keys.length === 2 && keys.includes(field);
  if (!fits) throw wrongShape(argument, value, accepted);
  return value as { Path: string };
}
