import { Buffer } from "node:buffer";

const ID = "4f66ad9a0b2e5e1bb1b3f5f0c6a3f6d5b0c1d2e3f405162738495a6b7c8d9e0f";

/** A container as the Engine lists it. */
export const LIST_ITEM: Record<string, unknown> = {
  Id: ID,
  Names: ["/quiet_container"],
  Image: "longshore/base:latest",
  ImageID: `sha256:${ID}`,
  Command: "sh -c 'while true; do echo hello; sleep 1; done'",
  Created: 1762336800,
  Ports: [],
  Labels: {},
  State: "created",
  Status: "Created",
  HostConfig: { NetworkMode: "default" },
  NetworkSettings: {
    Networks: {
      bridge: {
        IPAMConfig: null,
        Links: null,
        Aliases: null,
        NetworkID: "",
        EndpointID: "",
        Gateway: "",
        IPAddress: "",
        IPPrefixLen: 0,
        IPv6Gateway: "",
        GlobalIPv6Address: "",
        GlobalIPv6PrefixLen: 0,
        MacAddress: "",
        DriverOpts: null,
      },
    },
  },
  Mounts: [],
};

/** A list of so many containers. */
export function containerList(length: number): unknown[] {
  return Array.from({ length }, (_, at) => ({ ...LIST_ITEM, Names: [`/quiet_container_${at}`] }));
}

/** So many events, a line each. */
export function eventLines(length: number): Buffer[] {
  return Array.from({ length }, (_, at) => {
    const event = {
      status: "start",
      id: ID,
      from: "longshore/base:latest",
      Type: "container",
      Action: "start",
      Actor: { ID, Attributes: { image: "longshore/base:latest", name: `container_${at}` } },
      scope: "local",
      time: 1762336800 + at,
      timeNano: 1762336800000000000,
    };
    return Buffer.from(`${JSON.stringify(event)}\n`);
  });
}
