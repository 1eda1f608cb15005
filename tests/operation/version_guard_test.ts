import assert from "node:assert/strict";
import { test } from "node:test";
import { requireVersion } from "../../src/operation/version_guard.ts";

/** What the guard says, or undefined when it lets the call pass. */
function refusal(version: string, method: string, options?: object, body?: unknown): string | void {
  try {
    requireVersion("Cannot do it", version, method, options, body);
  } catch (error) {
    assert.equal((error as Error).name, "InvalidVersion");
    return (error as Error).message;
  }
}

test("requireVersion() refuses a method that the version does not know yet", () => {
  const message = "Cannot do it: configs() needs API version 1.30, and 1.29 is in use";
  assert.equal(refusal("1.29", "configs"), message);
  assert.equal(refusal("1.9", "configs"), message.replace("1.29", "1.9"));
  assert.equal(refusal("1.30", "configs"), undefined);
  assert.equal(refusal("1.100", "configs"), undefined);
});

test("requireVersion() refuses a method that the version no longer knows, with the way out", () => {
  const message =
    "Cannot do it: copy() is known up to API version 1.23 only, and 1.24 is in use; use getArchive()";
  assert.equal(refusal("1.24", "copy"), message);
  assert.equal(refusal("1.23", "copy"), undefined);
});

test("requireVersion() refuses an option by its name, and only when it is given", () => {
  const message = 'Cannot do it: option "condition" needs API version 1.30, and 1.24 is in use';
  assert.equal(refusal("1.24", "wait", { condition: "removed" }), message);
  assert.equal(refusal("1.24", "wait", { condition: undefined, timeout: 5 }), undefined);
  assert.equal(refusal("1.24", "wait", { condition: null }), undefined);
  assert.equal(refusal("1.30", "wait", { condition: "removed" }), undefined);
});

test("requireVersion() refuses false too where it asks for something new", () => {
  const message =
    'Cannot do it: option "enableIpv4" (EnableIPv4) needs API version 1.48, and 1.41 is in use';
  assert.equal(refusal("1.41", "createNetwork", {}, { EnableIPv4: false }), message);
});

test("requireVersion() refuses a field of the body by option and path", () => {
  const body = { Image: "busybox", HostConfig: { Init: true } };
  const message =
    'Cannot do it: option "init" (HostConfig.Init) needs API version 1.25, and 1.24 is in use';
  assert.equal(refusal("1.24", "createContainer", {}, body), message);
  assert.equal(refusal("1.25", "createContainer", {}, body), undefined);
  assert.equal(refusal("1.24", "createContainer", {}, { HostConfig: { Init: null } }), undefined);
});

test("requireVersion() looks into lists, maps and single values", () => {
  const mounts = [{ Type: "volume" }, { Type: "image", Source: "busybox" }];
  assert.equal(
    refusal("1.41", "createContainer", {}, { HostConfig: { Mounts: mounts } }),
    'Cannot do it: field "HostConfig.Mounts[1].Type=image" needs API version 1.48, and 1.41 is in use',
  );
  const endpoints = { front: {}, back: { MacAddress: "02:42:ac:11:00:02" } };
  assert.equal(
    refusal("1.43", "createContainer", {}, { NetworkingConfig: { EndpointsConfig: endpoints } }),
    'Cannot do it: option "macAddress" (NetworkingConfig.EndpointsConfig.back.MacAddress) needs API version 1.44, and 1.43 is in use',
  );
  const spec = { UpdateConfig: { FailureAction: "rollback" } };
  assert.equal(
    refusal("1.27", "createService", {}, spec),
    'Cannot do it: field "UpdateConfig.FailureAction=rollback" needs API version 1.28, and 1.27 is in use',
  );
  assert.equal(
    refusal("1.27", "createService", {}, { UpdateConfig: { FailureAction: "pause" } }),
    undefined,
  );
  assert.equal(
    refusal("1.31", "createService", {}, {
      EndpointSpec: { Ports: [{ TargetPort: 80 }, { TargetPort: 81, PublishMode: "host" }] },
    }),
    'Cannot do it: field "EndpointSpec.Ports[1].PublishMode" needs API version 1.32, and 1.31 is in use',
  );
});

test("requireVersion() bears a body of any shape", () => {
  for (const body of [null, "text", 5, [], new Date(0)]) {
    assert.equal(refusal("1.24", "createContainer", {}, body), undefined);
  }
  for (const wrong of [null, "x", 5, [null], { a: null }]) {
    const body = { HostConfig: wrong, Healthcheck: wrong === null ? wrong : undefined };
    assert.equal(refusal("1.24", "createContainer", {}, body), undefined);
    const mounts = { HostConfig: { Mounts: wrong }, NetworkingConfig: { EndpointsConfig: wrong } };
    assert.equal(refusal("1.41", "createContainer", {}, mounts), undefined);
  }
});

test("requireVersion() lets zeros of fields that are gone pass, as an inspection returns them", () => {
  const zeros = { MacAddress: "", HostConfig: { KernelMemory: 0, Capabilities: [], LxcConf: [] } };
  assert.equal(refusal("1.56", "createContainer", {}, zeros), undefined);
  assert.equal(
    refusal("1.42", "createContainer", {}, { HostConfig: { KernelMemory: 8388608 } }),
    'Cannot do it: option "kernelMemory" (HostConfig.KernelMemory) is known up to API version 1.41 only, and 1.42 is in use',
  );
  assert.equal(
    refusal("1.52", "createContainer", {}, { MacAddress: "02:42:ac:11:00:02" }),
    'Cannot do it: option "macAddress" (MacAddress) is known up to API version 1.51 only, and 1.52 is in use; use the macAddress of an endpoint in networkingConfig',
  );
});

test("requireVersion() lets pass what newer versions do anyway", () => {
  assert.equal(refusal("1.56", "createNetwork", {}, { CheckDuplicate: true }), undefined);
  assert.equal(refusal("1.56", "login", { email: "a@example.com" }), undefined);
  assert.equal(refusal("1.41", "tag", { force: true }), undefined);
});

test("requireVersion() knows only methods of its table", () => {
  assert.throws(
    () => requireVersion("Cannot do it", "1.41", "createContainr"),
    new TypeError('Cannot check the version of "createContainr"'),
  );
});
