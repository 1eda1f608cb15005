import { describe, it } from "node:test";
import { createService } from "../../src/api/services/create.ts";
import { ConfigReference } from "../../src/specs/config_reference.ts";
import { ContainerSpec } from "../../src/specs/container_spec.ts";
import { Privileges } from "../../src/specs/privileges.ts";
import { Resources } from "../../src/specs/resources.ts";
import type { TaskTemplateJSON } from "../../src/types/task_spec.ts";
import { assertRefused, refuses as refusesCalls } from "../api/recorded.ts";
import { refuses } from "../convert/refusals.ts";
import { assertWire } from "./wire.ts";

const PROFILE = { defaultAction: "SCMP_ACT_ALLOW" };
const IN_BASE64 = btoa(JSON.stringify(PROFILE));

describe("Privileges", () => {
  const custom = { Seccomp: { Mode: "custom", Profile: IN_BASE64 } };
  const rows: [options: ConstructorParameters<typeof Privileges>[0], wire: object][] = [
    [{ seccompMode: "unconfined" }, { Seccomp: { Mode: "unconfined" } }],
    [{ seccompProfile: PROFILE }, custom],
    [{ seccompProfile: JSON.stringify(PROFILE), seccompMode: "custom" }, custom],
    [{ seccompProfile: new TextEncoder().encode(JSON.stringify(PROFILE)) }, custom],
    [{ Seccomp: { Mode: "custom", Profile: IN_BASE64 } }, custom],
    [{ appArmorMode: "disabled" }, { AppArmor: { Mode: "disabled" } }],
    [{ noNewPrivileges: true }, { NoNewPrivileges: true }],
    [{ noNewPrivileges: false, appArmorMode: null, seccompMode: undefined }, {}],
  ];
  for (const [options, wire] of rows) {
    it(`makes of ${JSON.stringify(options)} what the Engine takes`, () => {
      assertWire(new Privileges(options), wire);
    });
  }

  describe("refuses half of a seccomp profile", () => {
    const message = 'Cannot create privileges: seccompProfile and the seccompMode "custom" need ' +
      "each other";
    refuses([
      [() => new Privileges({ seccompMode: "custom" }), "TypeError", message],
      [
        () => new Privileges({ seccompMode: "default", seccompProfile: PROFILE }),
        "TypeError",
        message,
      ],
    ]);
  });
});

describe("Resources", () => {
  it("have swap besides memory, and swappiness", () => {
    assertWire(new Resources({ memLimit: "64m", swapBytes: "1m", memSwappiness: 0 }), {
      Limits: { MemoryBytes: 67108864 },
      SwapBytes: 1048576,
      MemorySwappiness: 0,
    });
    assertWire(new Resources({ swapBytes: -1, memSwappiness: -1 }), {
      SwapBytes: -1,
      MemorySwappiness: -1,
    });
  });

  describe("refuse swap without a limit of memory", () => {
    const message = "Cannot create resources: swapBytes needs memLimit";
    refuses([
      [() => new Resources({ swapBytes: "1m" }), "TypeError", message],
      [
        () => new Resources({ memSwappiness: 101 }),
        "RangeError",
        "Cannot use memSwappiness 101: expected a whole number from -1 to 100",
      ],
      [
        () => new Resources({ genericResources: [{ Kind: "SSD" }] as never }),
        "TypeError",
        'Cannot use genericResources[0]: unknown option "Kind"; it takes NamedResourceSpec, DiscreteResourceSpec',
      ],
    ]);
  });
});

describe("ConfigReference", () => {
  it("is for the task itself, and no file then", () => {
    const wire = { ConfigID: "c", ConfigName: "spec", Runtime: {} };
    assertWire(new ConfigReference("c", "spec", { runtime: true }), wire);
    assertWire(new ConfigReference("c", "spec", { Runtime: {} }), wire);
  });

  describe("refuses a file beside it", () => {
    refuses([
      [
        () => new ConfigReference("c", "spec", { runtime: true, mode: 0o400 }),
        "TypeError",
        "Cannot create a config reference: mode is for a file, and a config with runtime is none",
      ],
    ]);
  });
});

describe("ContainerSpec", () => {
  it("spells the healthcheck as the Engine does", () => {
    const wire = { Image: "app", Healthcheck: { Test: ["NONE"] } };
    assertWire(new ContainerSpec("app", { healthcheck: { test: ["NONE"] } }), wire);
    assertWire(new ContainerSpec("app", { Healthcheck: { Test: ["NONE"] } }), wire);
    const specified = { HealthCheck: { Test: ["NONE"] } } as object;
    assertWire(new ContainerSpec("app", specified), wire);
  });

  describe("refuses what it does not know, however deep", () => {
    const made = (options: object) => () => new ContainerSpec("app", options);
    const action = "Cannot create a container specification";
    refuses([
      [
        made({ enviroment: {} }),
        "TypeError",
        `${action}: unknown option "enviroment"; did you mean "env"?`,
      ],
      [made({ Imag: "x" }), "TypeError", `${action}: unknown option "Imag"; did you mean "Image"?`],
      [
        made({ secrets: [{ SecretID: "s", SecretNam: "n" }] }),
        "TypeError",
        'Cannot use secrets[0]: unknown option "SecretNam"; did you mean "SecretName"?',
      ],
      [
        made({ configs: [{ ConfigID: "s", File: { Nam: "n" } }] }),
        "TypeError",
        'Cannot use configs[0]: unknown option "File.Nam"; did you mean "Name"?',
      ],
      [made({ tty: "false" }), "TypeError", 'Cannot use tty "false": expected true or false'],
      [
        made({ env: { A: 1 }, Env: ["A=1"] }),
        "TypeError",
        `${action}: "env" and "Env" set the same field; give one of them`,
      ],
    ]);
  });
});

/** A version before the one that knows a field of a service, and the field's name in the refusal. */
const FIELDS: [task: object, options: object, since: string, subject: string][] = [
  [{}, { mode: "global-job" }, "1.41", 'field "Mode.GlobalJob"'],
  [{}, { mode: { ReplicatedJob: {} } }, "1.41", 'field "Mode.ReplicatedJob"'],
  [{}, { rollbackConfig: { parallelism: 1 } }, "1.28", 'option "rollbackConfig" (RollbackConfig)'],
  [
    {},
    { updateConfig: { failureAction: "rollback" } },
    "1.28",
    'option "failureAction" (UpdateConfig.FailureAction=rollback)',
  ],
  [
    {},
    { endpointSpec: { ports: { 80: [80, "sctp"] } } },
    "1.37",
    'field "EndpointSpec.Ports[0].Protocol=sctp"',
  ],
  [
    { Resources: { SwapBytes: 0 } },
    {},
    "1.52",
    'option "swapBytes" (TaskTemplate.Resources.SwapBytes)',
  ],
  [
    { resources: { pidsLimit: 5 } },
    {},
    "1.41",
    'option "pidsLimit" (TaskTemplate.Resources.Limits.Pids)',
  ],
  [
    { placement: { maxreplicas: 1 } },
    {},
    "1.40",
    'option "maxreplicas" (TaskTemplate.Placement.MaxReplicas)',
  ],
  [{ Runtime: "container" }, {}, "1.30", 'field "TaskTemplate.Runtime"'],
  ...([
    [{ Init: false }, "1.38", "init", "Init"],
    [{ Healthcheck: { StartPeriod: 5e9 } }, "1.29", "startPeriod", "Healthcheck.StartPeriod"],
    [
      { Privileges: { Seccomp: { Mode: "unconfined" } } },
      "1.44",
      "seccompMode",
      "Privileges.Seccomp.Mode",
    ],
    [
      { Privileges: { NoNewPrivileges: true } },
      "1.44",
      "noNewPrivileges",
      "Privileges.NoNewPrivileges",
    ],
    [
      { Configs: [{ ConfigID: "c", ConfigName: "n", Runtime: {} }] },
      "1.40",
      "runtime",
      "Configs[0].Runtime",
    ],
    [
      { Mounts: [{ Target: "/t", Type: "tmpfs", TmpfsOptions: { Options: [["noexec"]] } }] },
      "1.46",
      "tmpfsOptions",
      "Mounts[0].TmpfsOptions.Options",
    ],
  ] as const).map(([spec, since, option, path]): [object, object, string, string] => [
    { ContainerSpec: { Image: "app", ...spec } },
    {},
    since,
    `option "${option}" (TaskTemplate.ContainerSpec.${path})`,
  ]),
];

describe("a service's fields", () => {
  for (const [task, options, since, subject] of FIELDS) {
    const minor = Number(since.slice(2));
    const before = `1.${minor - 1}`;
    it(`refuses ${subject} before API ${since}`, async () => {
      await assertRefused(
        "InvalidVersion",
        `Cannot create a service: ${subject} needs API version ${since}, and ${before} is in use`,
        (engine) => {
          const template = { ContainerSpec: { Image: "app" }, ...task } as TaskTemplateJSON;
          return createService(engine, template, options);
        },
        before,
      );
    });
  }

  it("may be a plugin, in its own spelling", () => {
    const plugin = { name: "p", remote: "r", disabled: false, privileges: [], env: ["A=1"] };
    assertWire({ PluginSpec: plugin } satisfies TaskTemplateJSON, { PluginSpec: plugin });
  });

  describe("refuses what no plugin has, and versions without plugins", () => {
    const plugin = { name: "p", remote: "r", disabled: false, privileges: [], env: ["A=1"] };
    refusesCalls([
      [
        "TypeError",
        'Cannot use taskTemplate.PluginSpec: unknown option "Name"; did you mean "name"?',
        (engine) => createService(engine, { PluginSpec: { Name: "p" } } as TaskTemplateJSON),
      ],
      [
        "InvalidVersion",
        'Cannot create a service: field "TaskTemplate.PluginSpec" needs API version 1.31, and 1.30 is in use',
        (engine) => createService(engine, { PluginSpec: plugin, Runtime: "plugin" }),
        "1.30",
      ],
    ]);
  });
});
