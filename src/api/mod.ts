/**
 * Every method of `APIClient` as a function of its own: a bundle that makes one call carries that
 * call only. The first argument is the `engine` of a client, or an {@linkcode Engine} made by hand.
 *
 * @module
 */
export { createContainer, createContainerFromConfig } from "./containers/create.ts";
export { inspectContainer } from "./containers/inspect.ts";
export { kill, removeContainer, start, stop } from "./containers/lifecycle.ts";
export { containers } from "./containers/list.ts";
export { logs } from "./containers/logs.ts";
export { registerWait, wait } from "./containers/wait.ts";
export { info, ping, version } from "./daemon.ts";
export { importImageFromData } from "./images/import.ts";
export { inspectImage } from "./images/inspect.ts";
export { images } from "./images/list.ts";
export { removeImage } from "./images/remove.ts";
export { Engine } from "../engine.ts";
