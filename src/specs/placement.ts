import type { PlacementJSON, PlacementPreference, ServicePlatform } from "../types/task_spec.ts";
import { integerFrom, isRecord, listOf, toTexts } from "../convert/checks.ts";
import { type EngineFields, type Fields, setFields } from "../operation/old_fields.ts";
import { wrongShape } from "../convert/refuse.ts";

/** Options of a {@linkcode Placement}. */
export interface PlacementOptions extends EngineFields {
  /** What must hold of a node, e.g. `node.role == worker`. */
  constraints?: readonly string[];
  /** How tasks are spread, the most important first, e.g. `["spread", "node.labels.rack"]`. */
  preferences?:
    readonly (readonly [strategy: "spread", descriptor: string] | PlacementPreference)[];
  /** Platforms that can run the image, e.g. `["x86_64", "linux"]`. */
  platforms?: readonly (readonly [architecture: string, os: string] | ServicePlatform)[];
  /** How many tasks a node may have; 0 is any number. Since API 1.40. */
  maxreplicas?: number;
}

const FIELDS: Fields<PlacementOptions> = {
  constraints: ["Constraints", toTexts],
  preferences: ["Preferences", listOf(toPreference)],
  platforms: ["Platforms", listOf(toPlatform)],
  maxreplicas: ["MaxReplicas", integerFrom(0)],
};

/**
 * Where the tasks of a service may run; part of a {@linkcode TaskTemplate}.
 *
 * @example Workers only, spread over racks
 * ```ts no-run
 * import { Placement } from "@longshore/docker";
 *
 * const placement = new Placement({
 *   constraints: ["node.role == worker"],
 *   preferences: [["spread", "node.labels.rack"]],
 * });
 * ```
 */
export class Placement implements PlacementJSON {
  /** Whatever else the Engine accepts. */
  [field: string]: unknown;
  /** What must hold of a node. */
  declare Constraints?: string[];
  /** How tasks are spread. */
  declare Preferences?: PlacementPreference[];
  /** Platforms that can run the image. */
  declare Platforms?: ServicePlatform[];
  /** How many tasks a node may have. */
  declare MaxReplicas?: number;

  /**
   * Makes a placement.
   *
   * @param options Where tasks may run.
   * @throws {TypeError} When an option has another shape.
   */
  constructor(options: PlacementOptions = {}) {
    setFields(this, "Cannot create a placement", options, FIELDS);
  }
}

/**
 * Reads a placement: an instance, its options, the Engine's fields, or a list of constraints.
 *
 * @param value The placement.
 * @param argument The argument's name, for errors.
 */
export function toPlacement(value: unknown, argument: string): Placement {
  if (Array.isArray(value)) return new Placement({ constraints: toTexts(value, argument) });
  if (!isRecord(value)) {
    throw wrongShape(argument, value, "a Placement, its options, or a list of constraints");
  }
  return value instanceof Placement ? value : new Placement(value);
}

function toPreference(value: unknown, argument: string): PlacementPreference {
  if (isRecord(value)) return value;
  if (!Array.isArray(value) || value.length !== 2 || typeof value[1] !== "string") {
    throw wrongShape(argument, value, '["spread", "node.labels.rack"] or { Spread: {...} }');
  }
  if (value[0] !== "spread") throw wrongShape(argument, value, 'the strategy "spread"');
  return { Spread: { SpreadDescriptor: value[1] } };
}

function toPlatform(value: unknown, argument: string): ServicePlatform {
  if (isRecord(value)) return value;
  const [architecture, os, ...rest] = Array.isArray(value) ? value : [];
  if (typeof architecture !== "string" || typeof os !== "string" || rest.length > 0) {
    throw wrongShape(argument, value, '["x86_64", "linux"] or { Architecture, OS }');
  }
  return { Architecture: architecture, OS: os };
}
