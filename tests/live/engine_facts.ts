/**
 * What the engine of the live tests is, as the runner has found out.
 *
 * @module
 */
import process from "node:process";

/** The minor number of the engine's API version, e.g. 41; 41 where the runner does not say. */
export const apiVersion: number = Number((process.env.LONGSHORE_TEST_API || "1.41").split(".")[1]);

/** Whether the engine keeps its images in containerd. */
export const hasContainerdStore: boolean = process.env.LONGSHORE_TEST_STORE === "containerd";
