import type {
  GenericResource,
  ResourceAmounts,
  ResourceLimits,
  ResourcesJSON,
} from "../types/task_spec.ts";
import { integerFrom, isRecord } from "../convert/checks.ts";
import { type EngineFields, type Fields, setFields } from "../operation/old_fields.ts";
import { wrongShape } from "../convert/refuse.ts";
import { toBytes } from "../convert/size.ts";

/** Options of {@linkcode Resources}. */
export interface ResourcesOptions extends EngineFields {
  /** The processor time a task may use, in billionths of a processor: 500000000 is half of one. */
  cpuLimit?: number;
  /** The memory a task may use: bytes, or a string such as `"128m"`. */
  memLimit?: number | string;
  /** The number of processes a task may have; 0 is unlimited. Since API 1.41. */
  pidsLimit?: number;
  /** The processor time a node must have left, in billionths of a processor. */
  cpuReservation?: number;
  /** The memory a node must have left: bytes, or a string such as `"128m"`. */
  memReservation?: number | string;
  /** Other things a node must have left: `{ SSD: 3 }` for a count, `{ GPU: "UUID1" }` for one piece. */
  genericResources?: Readonly<Record<string, number | string>> | readonly GenericResource[];
}

const FIELDS: Fields<ResourcesOptions> = {
  cpuLimit: ["Limits.NanoCPUs", integerFrom(0)],
  memLimit: ["Limits.MemoryBytes", toBytes],
  pidsLimit: ["Limits.Pids", integerFrom(0)],
  cpuReservation: ["Reservations.NanoCPUs", integerFrom(0)],
  memReservation: ["Reservations.MemoryBytes", toBytes],
  genericResources: ["Reservations.GenericResources", toGenericResources],
};

/**
 * What each task of a service needs and may use; part of a {@linkcode TaskTemplate}.
 *
 * @example At most half a processor and 128 MiB
 * ```ts no-run
 * import { Resources } from "@longshore/docker";
 *
 * const resources = new Resources({ cpuLimit: 500_000_000, memLimit: "128m" });
 * ```
 */
export class Resources implements ResourcesJSON {
  /** Whatever else the Engine accepts. */
  [field: string]: unknown;
  /** What a task may use. */
  declare Limits?: ResourceLimits;
  /** What a node must have left. */
  declare Reservations?: ResourceAmounts;

  /**
   * Makes resources.
   *
   * @param options The limits and reservations.
   * @throws {TypeError} When one of them has another shape.
   * @throws {RangeError} When a number is negative.
   */
  constructor(options: ResourcesOptions = {}) {
    setFields(this, "Cannot create resources", options, FIELDS);
  }
}

function toGenericResources(value: unknown, argument: string): GenericResource[] {
  if (Array.isArray(value) && value.every(isRecord)) return [...value];
  if (!isRecord(value)) throw wrongShape(argument, value, '{ SSD: 3, GPU: "UUID1" }');
  return Object.entries(value).map(([kind, amount]) => {
    if (Number.isSafeInteger(amount)) {
      return { DiscreteResourceSpec: { Kind: kind, Value: amount as number } };
    }
    if (typeof amount === "string") return { NamedResourceSpec: { Kind: kind, Value: amount } };
    throw wrongShape(`${argument}[${JSON.stringify(kind)}]`, amount, "a whole number or a string");
  });
}
