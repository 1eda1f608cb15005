/** What a swarm takes no notice of, or takes for something else, without a word. */
import { describe } from "node:test";
import * as api from "../../src/api/mod.ts";
import { EndpointSpec } from "../../src/specs/endpoint_spec.ts";
import { Placement } from "../../src/specs/placement.ts";
import { Resources } from "../../src/specs/resources.ts";
import { RestartPolicy } from "../../src/specs/restart_policy.ts";
import { SwarmSpec } from "../../src/specs/swarm_spec.ts";
import { refuses as refusesCalls } from "../api/recorded.ts";
import { refuses } from "../convert/refusals.ts";

const none = (name: string): string =>
  `Cannot create a restart policy: ${name} means nothing where the condition is "none"`;

describe("refused is", () => {
  refuses([
    [() => new RestartPolicy({ maxAttempts: 3 }), "TypeError", none("maxAttempts")],
    [() => new RestartPolicy({ condition: "none", delay: "5s" }), "TypeError", none("delay")],
    [() => new RestartPolicy({ window: 1e9 }), "TypeError", none("window")],
    [
      () => new Resources({ cpuLimit: 1e8, cpuReservation: 1e9 }),
      "RangeError",
      "Cannot create resources: cpuReservation is more than cpuLimit",
    ],
    [
      () => new Resources({ memLimit: "64m", memReservation: "65m" }),
      "RangeError",
      "Cannot create resources: memReservation is more than memLimit",
    ],
    [
      () => new SwarmSpec({ electionTick: 1, heartbeatTick: 5 }),
      "RangeError",
      "Cannot create a swarm specification: electionTick is not more than heartbeatTick",
    ],
    [
      () => new EndpointSpec({ ports: [{ TargetPort: 80, PublishMode: "Host" }] }),
      "RangeError",
      'Cannot use ports[0].PublishMode "Host": expected one of "ingress", "host"',
    ],
    [
      () => new EndpointSpec({ ports: [{ TargetPort: 80, Protocol: "icmp" }] }),
      "RangeError",
      'Cannot use ports[0].Protocol "icmp": expected one of "tcp", "udp", "sctp"',
    ],
    [
      () => new EndpointSpec({ ports: [{ PublishedPort: 8080 }] }),
      "TypeError",
      "Cannot use ports[0].TargetPort undefined: expected the port that is published",
    ],
    [
      () => new EndpointSpec({ Ports: [{ PublishedPort: 8080, TargetPort: 0 }] }),
      "TypeError",
      "Cannot use Ports[0].TargetPort 0: expected the port that is published",
    ],
  ]);
});

describe("a greatest number of replicas is refused", () => {
  const template = {
    ContainerSpec: { Image: "app" },
    Placement: new Placement({ maxreplicas: 1 }),
  };
  const problem = "maxreplicas is for replicated services, not for global ones";
  refusesCalls([
    [
      "TypeError",
      `Cannot create a service: ${problem}`,
      (e) => api.createService(e, template, { mode: "global" }),
    ],
    [
      "TypeError",
      `Cannot update service "web": ${problem}`,
      (e) => api.updateService(e, "web", 1, { taskTemplate: template, mode: "global" }),
    ],
  ]);
});
