import type { PlacementJSON, PlacementPreference, ServicePlatform } from "../types/task_spec.ts";
import { integerFrom, isRecord, listOf, toText, toTexts } from "../convert/checks.ts";
import { objectOf, toConfig } from "./whole.ts";
import {
  engineField,
  type EngineSpelt,
  type ExtraFields,
  type Fields,
  fieldsOf,
  inBody,
} from "../operation/fields.ts";
import { wrongShape } from "../convert/refuse.ts";

/** Options of a {@linkcode Placement}. */
export interface PlacementOptions extends EngineSpelt<PlacementJSON>, ExtraFields {
  /** What must hold of a node, e.g. `node.role == worker`. */
  constraints?: readonly string[] | null | undefined;
  /** How tasks are spread, the most important first, e.g. `["spread", "node.labels.rack"]`. Since API 1.28. */
  preferences?:
    | readonly (readonly [strategy: "spread", descriptor: string] | PlacementPreference)[]
    | null
    | undefined;
  /** Platforms that can run the image, e.g. `["x86_64", "linux"]`. Since API 1.30. */
  platforms?:
    | readonly (readonly [architecture: string, os: string] | ServicePlatform)[]
    | null
    | undefined;
  /** How many tasks a node may have; 0 is any number. Since API 1.40. */
  maxreplicas?: number | null | undefined;
}

const PREFERENCE_FIELDS: Fields<PlacementPreference> = fieldsOf<PlacementPreference>({
  "Spread.SpreadDescriptor": engineField(toText),
});
const PLATFORM_FIELDS: Fields<ServicePlatform> = fieldsOf<ServicePlatform>({
  Architecture: engineField(toText),
  OS: engineField(toText),
});

/** What a placement takes. */
export const PLACEMENT_FIELDS: Fields<PlacementOptions> = fieldsOf<PlacementOptions>({
  constraints: inBody("Constraints", toTexts),
  preferences: inBody("Preferences", listOf(toPreference), { since: "1.28" }),
  platforms: inBody("Platforms", listOf(toPlatform), { since: "1.30" }),
  maxreplicas: inBody("MaxReplicas", integerFrom(0), { since: "1.40" }),
});

/** Where tasks may run, as the Engine spells it. */
export interface Placement extends PlacementJSON {}

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
export class Placement {
  /**
   * Makes a placement.
   *
   * @param options Where tasks may run.
   * @throws {TypeError} When an option has another shape.
   */
  constructor(options: PlacementOptions = {}) {
    PLACEMENT_FIELDS.set(this, "Cannot create a placement", options);
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
  const accepted = "a Placement, its options, or a list of constraints";
  return toConfig(value, argument, accepted, PLACEMENT_FIELDS, Placement);
}

const toEnginePreference = objectOf<PlacementPreference>(
  "{ Spread: { SpreadDescriptor } }",
  PREFERENCE_FIELDS,
);
const toEnginePlatform = objectOf<ServicePlatform>("{ Architecture, OS }", PLATFORM_FIELDS);

function toPreference(value: unknown, argument: string): PlacementPreference {
  if (isRecord(value)) return toEnginePreference(value, argument);
  if (!Array.isArray(value) || value.length !== 2 || typeof value[1] !== "string") {
    throw wrongShape(argument, value, '["spread", "node.labels.rack"] or { Spread: {...} }');
  }
  if (value[0] !== "spread") throw wrongShape(argument, value, 'the strategy "spread"');
  return { Spread: { SpreadDescriptor: value[1] } };
}

function toPlatform(value: unknown, argument: string): ServicePlatform {
  if (isRecord(value)) return toEnginePlatform(value, argument);
  const [architecture, os, ...rest] = Array.isArray(value) ? value : [];
  if (typeof architecture !== "string" || typeof os !== "string" || rest.length > 0) {
    throw wrongShape(argument, value, '["x86_64", "linux"] or { Architecture, OS }');
  }
  return { Architecture: architecture, OS: os };
}
