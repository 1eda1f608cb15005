/** How the Engine finds out whether a container is well. Zero and missing values come from the image. */
export interface HealthcheckJSON {
  /** `["NONE"]`, `["CMD", ...words]` or `["CMD-SHELL", line]`; an empty list takes the image's. */
  Test?: string[] | undefined;
  /** The time between two checks, in nanoseconds, at least 1,000,000. */
  Interval?: number | undefined;
  /** How long a check may take, in nanoseconds, at least 1,000,000. */
  Timeout?: number | undefined;
  /** How many failures in a row make the container unhealthy. */
  Retries?: number | undefined;
  /** How long failures do not count after the start, in nanoseconds. Since API 1.29. */
  StartPeriod?: number | undefined;
  /** The time between two checks during the start period, in nanoseconds. Since API 1.44. */
  StartInterval?: number | undefined;
}

/** What the checks said of a container; Podman has an empty text where there are none. */
export type HealthStatus = "" | "none" | "starting" | "healthy" | "unhealthy";

/** A container's health. */
export interface Health {
  /** What the checks say together. */
  Status: HealthStatus;
  /** How many checks failed in a row. */
  FailingStreak: number;
  /** The last few checks, the oldest first. */
  Log?: HealthcheckResult[] | null | undefined;
}

/** One check of a container's health. */
export interface HealthcheckResult {
  /** When the check began. */
  Start: string;
  /** When the check ended. */
  End: string;
  /** 0 for healthy, 1 for unhealthy, other numbers for a check that could not run. */
  ExitCode: number;
  /** What the check printed. */
  Output: string;
}
