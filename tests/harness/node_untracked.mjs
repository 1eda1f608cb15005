// deno-lint-ignore-file explicit-function-return-type
/**
 * Loaded before everything else in Node: spares `node:test` its hooks on each promise, which it has to
 * find the test that an uncaught error comes from. They take a quarter of the processor's time; of tests
 * that run one after the other, it is the one that runs.
 *
 * @module
 */
import hooks from "node:async_hooks";
import process from "node:process";

const { AsyncResource, createHook, executionAsyncId } = hooks;
/** What `node:test` notes its tests with. */
let callbacks;
/** The last test or hook that began. */
let running;
/** Whether an uncaught error is being handled. */
let failing = false;

function fail() {
  failing = true;
  queueMicrotask(() => failing = false);
}

// What `node:test` takes from here when it is loaded; everybody else has the originals.
hooks.createHook = (own) => {
  callbacks = own;
  return {
    enable() {
      // Right before its own listeners are added.
      process.on("uncaughtException", fail).on("unhandledRejection", fail);
    },
    disable() {
      process.off("uncaughtException", fail).off("unhandledRejection", fail);
    },
  };
};
hooks.executionAsyncId = () => failing && running ? running.asyncId() : executionAsyncId();
hooks.AsyncResource = class extends AsyncResource {
  constructor(type, options) {
    super(type, options);
    callbacks?.init(this.asyncId(), type, this.triggerAsyncId(), this);
  }

  runInAsyncScope(...args) {
    // A suite only declares tests, while another one may run.
    if (this.constructor.name !== "Suite") running = this;
    return super.runInAsyncScope(...args);
  }
};
try {
  await import("node:test");
} finally {
  Object.assign(hooks, { AsyncResource, createHook, executionAsyncId });
}
