import { oneOf } from "../../convert/checks.ts";

/** Where a manager listens unless it is told otherwise, as the Engine takes it. */
export const ANY_ADDRESS = "0.0.0.0:2377";

/** Passes what a node of a swarm can take on. */
export const toAvailability: (value: unknown, argument: string) => string = oneOf(
  "active",
  "pause",
  "drain",
);
