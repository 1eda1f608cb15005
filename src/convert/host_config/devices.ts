import { isRecord } from "../checks.ts";
import { wrongShape } from "../refuse.ts";

/** A device of the host: `host[:container][:permissions]`, or the Engine's object. */
export type Device = string | {
  /** The device on the host. */
  PathOnHost: string;
  /** The device in the container; the same path if left out. */
  PathInContainer?: string;
  /** Any of `r`, `w` and `m`; all of them if left out. */
  CgroupPermissions?: string;
};

interface DeviceMapping {
  PathOnHost: string;
  PathInContainer: string;
  CgroupPermissions: string;
}

const ACCEPTED = '"/dev/sda", "/dev/sda:/dev/xvda", "/dev/sda:/dev/xvda:rwm" with permissions ' +
  "out of r, w and m, or { PathOnHost, PathInContainer, CgroupPermissions }";
const PERMISSIONS_REGEXP = /^(?=[rwm]{1,3}$)(?!.*(.).*\1)/;

/**
 * Reads a device of the host.
 *
 * @param value The device.
 * @param argument The argument's name, for errors.
 * @returns The Engine's object.
 * @throws {TypeError} When the value is none of the accepted forms.
 */
export function toDevice(value: unknown, argument: string): DeviceMapping {
  if (typeof value === "string") return parseDevice(value, argument);
  if (!isRecord(value)) throw wrongShape(argument, value, ACCEPTED);
  const { PathOnHost: host, ...rest } = value;
  const { PathInContainer, CgroupPermissions, ...others } = rest;
  const isGiven = (part: unknown): boolean => part !== undefined && part !== null && part !== "";
  // Podman's inspections have empty permissions.
  const device = [
    host,
    isGiven(PathInContainer) ? PathInContainer : host,
    isGiven(CgroupPermissions) ? CgroupPermissions : "rwm",
  ];
  if (Object.keys(others).length > 0 || !device.every((part) => typeof part === "string")) {
    throw wrongShape(argument, value, ACCEPTED);
  }
  return toMapping(device as string[], argument, value);
}

function parseDevice(text: string, argument: string): DeviceMapping {
  const parts = text.split(":");
  const host = parts[0]!;
  let [, target = host, permissions = "rwm"] = parts;
  if (parts.length === 2 && PERMISSIONS_REGEXP.test(target)) {
    permissions = target;
    target = host;
  }
  return toMapping([host, target, permissions, ...parts.slice(3)], argument, text);
}

/** Checks the parts: the Engine takes a path that is not absolute and letters that mean nothing. */
function toMapping(
  [host, target, permissions, ...others]: string[],
  argument: string,
  given: unknown,
): DeviceMapping {
  // Windows devices have a class and an id instead of a path.
  const paths = [host!, target!].every((path) => path.startsWith("/") || path.startsWith("class/"));
  if (others.length > 0 || !paths || !PERMISSIONS_REGEXP.test(permissions!)) {
    throw wrongShape(argument, given, ACCEPTED);
  }
  return { PathOnHost: host!, PathInContainer: target!, CgroupPermissions: permissions! };
}
