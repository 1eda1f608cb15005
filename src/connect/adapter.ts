import type { StopSignal } from "../bytes/stopper.ts";
import type { Endpoint } from "./endpoint.ts";
import type { LostErrors } from "./problems.ts";
import type { Duplex } from "./types.ts";

/** One runtime's way to open connections. */
export interface Adapter {
  /**
   * Opens a connection; rejects with the runtime's own error.
   *
   * @param endpoint Where to.
   * @param errors Makes the errors of the connection once it is open.
   * @param signal Ends the attempt early where the runtime can; the caller watches it as well.
   */
  open(endpoint: Endpoint, errors: LostErrors, signal?: StopSignal): Promise<Duplex>;
}
