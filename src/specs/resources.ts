import type { GenericResource, ResourcesJSON } from "../types/task_spec.ts";
import { integerFrom, isInteger, isRecord, listOf, toInteger, toText } from "../convert/checks.ts";
import {
  engineField,
  type EngineSpelt,
  type ExtraFields,
  type Fields,
  fieldsOf,
  inBody,
} from "../operation/fields.ts";
import { wrongShape } from "../convert/refuse.ts";
import { toBytes, toBytesOrUnlimited } from "../convert/size.ts";
import { objectOf, toConfig } from "./whole.ts";

/** Options of {@linkcode Resources}. */
export interface ResourcesOptions extends EngineSpelt<ResourcesJSON>, ExtraFields {
  /** The CPU time a task may use, in billionths of a CPU: 500000000 is half of one. */
  cpuLimit?: number | null | undefined;
  /** The memory a task may use: bytes, or a string such as `"128m"`. */
  memLimit?: number | string | null | undefined;
  /** The number of processes a task may have; 0 is unlimited. Since API 1.41. */
  pidsLimit?: number | null | undefined;
  /** The CPU time a node must have left, in billionths of a CPU. */
  cpuReservation?: number | null | undefined;
  /** The memory a node must have left: bytes, or a string such as `"128m"`. */
  memReservation?: number | string | null | undefined;
  /** Other things a node must have left: `{ SSD: 3 }` for a count, `{ GPU: "UUID1" }` for one piece. Since API 1.32. */
  genericResources?:
    | Readonly<Record<string, number | string>>
    | readonly GenericResource[]
    | null
    | undefined;
  /** Swap besides the memory of `memLimit`: bytes, or a string such as `"1g"`; -1 is unlimited. Since API 1.52. */
  swapBytes?: number | string | null | undefined;
  /** How willingly the kernel swaps memory out, 0 to 100; -1 leaves it to the node. Since API 1.52. */
  memSwappiness?: number | null | undefined;
}

/** What resources take. */
export const RESOURCE_FIELDS: Fields<ResourcesOptions> = fieldsOf<ResourcesOptions>({
  cpuLimit: inBody("Limits.NanoCPUs", integerFrom(0)),
  memLimit: inBody("Limits.MemoryBytes", toBytes),
  pidsLimit: inBody("Limits.Pids", integerFrom(0), { since: "1.41" }),
  cpuReservation: inBody("Reservations.NanoCPUs", integerFrom(0)),
  memReservation: inBody("Reservations.MemoryBytes", toBytes),
  genericResources: inBody("Reservations.GenericResources", toGenericResources, {
    since: "1.32",
  }),
  // Both are pointers in the Engine: 0 asks for something.
  swapBytes: inBody("SwapBytes", toBytesOrUnlimited, { since: "1.52", zeroAsks: true }),
  memSwappiness: inBody("MemorySwappiness", integerFrom(-1, 100), {
    since: "1.52",
    zeroAsks: true,
  }),
});

/** What a task needs and may use, as the Engine spells it. */
export interface Resources extends ResourcesJSON {}

/**
 * What each task of a service needs and may use; part of a {@linkcode TaskTemplate}.
 *
 * @example At most half a CPU and 128 MiB
 * ```ts no-run
 * import { Resources } from "@longshore/docker";
 *
 * const resources = new Resources({ cpuLimit: 500_000_000, memLimit: "128m" });
 * ```
 */
export class Resources {
  /**
   * Makes resources.
   *
   * @param options The limits and reservations.
   * @throws {TypeError} When one of them has another shape.
   * @throws {RangeError} When a number is negative.
   */
  constructor(options: ResourcesOptions = {}) {
    RESOURCE_FIELDS.set(this, "Cannot create resources", options);
    checkReserved(this);
    if (this.SwapBytes != null && this.SwapBytes >= 0 && !this.Limits?.MemoryBytes) {
      throw new TypeError("Cannot create resources: swapBytes needs memLimit");
    }
  }
}

/** Refuses to reserve more than there may be: each task would fail. */
function checkReserved({ Limits, Reservations }: Resources): void {
  for (
    const [field, limit, reserved] of [
      ["NanoCPUs", "cpuLimit", "cpuReservation"],
      ["MemoryBytes", "memLimit", "memReservation"],
    ] as const
  ) {
    const most = Limits?.[field];
    if (!most || (Reservations?.[field] ?? 0) <= most) continue;
    throw new RangeError(`Cannot create resources: ${reserved} is more than ${limit}`);
  }
}

/**
 * Reads resources: an instance, its options, or the Engine's fields.
 *
 * @param value The resources.
 * @param argument The argument's name, for errors.
 */
export function toResources(value: unknown, argument: string): ResourcesJSON {
  return toConfig(value, argument, "Resources or their options", RESOURCE_FIELDS, Resources);
}

const GENERIC_FIELDS: Fields<GenericResource> = fieldsOf<GenericResource>({
  "NamedResourceSpec.Kind": engineField(toText),
  "NamedResourceSpec.Value": engineField(toText),
  "DiscreteResourceSpec.Kind": engineField(toText),
  "DiscreteResourceSpec.Value": engineField(toInteger),
});
const toGenericResource = objectOf<GenericResource>(
  "{ NamedResourceSpec } or { DiscreteResourceSpec }",
  GENERIC_FIELDS,
);

function toGenericResources(value: unknown, argument: string): GenericResource[] {
  if (Array.isArray(value)) return listOf(toGenericResource)(value, argument);
  if (!isRecord(value)) throw wrongShape(argument, value, '{ SSD: 3, GPU: "UUID1" }');
  return Object.entries(value).map(([kind, amount]) => {
    if (isInteger(amount)) {
      return { DiscreteResourceSpec: { Kind: kind, Value: amount } };
    }
    if (typeof amount === "string") return { NamedResourceSpec: { Kind: kind, Value: amount } };
    throw wrongShape(`${argument}[${JSON.stringify(kind)}]`, amount, "a whole number or a string");
  });
}
