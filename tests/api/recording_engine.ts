import { startTimer } from "../../src/connect/timer.ts";
import type { Engine, EngineOptions } from "../../src/engine/engine.ts";
import { loadPlatform } from "../../src/platform/mod.ts";
import { MemoryDuplex } from "../harness/memory_duplex.ts";
import { engineOver } from "../harness/memory_engine.ts";
import type { PeerConnection, PeerRequest } from "../harness/peer_connection.ts";

/** An engine whose peer answers whatever it is asked, and keeps what it was asked. */
export interface RecordingEngine {
  /** The engine. */
  engine: Engine;
  /** The requests so far. */
  requests: PeerRequest[];
}

/** What inspections that other calls rest on answer, by the end of their path. */
const ANSWERS: [path: RegExp, answer: unknown][] = [
  [/^GET .*\/containers\/json/, []],
  [/^GET .*\/containers\/[^/]+\/json/, {
    Config: { Tty: true, Env: ["FTP_PROXY=the container's", "ftp_proxy="] },
    State: { Status: "running", Running: true },
    NetworkSettings: { Ports: {} },
  }],
  [/^GET .*\/exec\/[^/]+\/json/, { Running: false, ExitCode: 0 }],
  [
    /^GET .*\/(images\/json|images\/search|networks|plugins|services|tasks|nodes|secrets|configs)$/,
    [],
  ],
  [/^GET .*\/services\/[^/]+/, {
    Version: { Index: 1 },
    Spec: { Name: "web", TaskTemplate: { ContainerSpec: { Image: "app", TTY: false } } },
  }],
  [/^GET .*\/swarm$/, { Version: { Index: 1 }, Spec: { Name: "default" } }],
  [/^GET .*\/(secrets|configs|volumes|nodes)\/[^/]+/, {
    Version: { Index: 1 },
    Spec: { Name: "one", Role: "worker", Availability: "active" },
  }],
];
const STAT = btoa(JSON.stringify({ name: "x", size: 0, mode: 0, mtime: "", linkTarget: "" }));

/**
 * Makes an engine that speaks one API version with such a peer.
 *
 * @param version The version.
 * @param options Other options of the engine.
 */
export function recordingEngine(
  version: string,
  options: Partial<EngineOptions> = {},
): RecordingEngine {
  const requests: PeerRequest[] = [];
  const connector = {
    address: "memory://peer",
    host: "peer",
    basePath: "",
    connect: () => {
      const duplex = new MemoryDuplex();
      serve(duplex.peer, requests).catch(() => {});
      return Promise.resolve(duplex);
    },
    startTimer,
  };
  const engine = engineOver(connector, { version, platform: loadPlatform, ...options });
  return { engine, requests };
}

async function serve(connection: PeerConnection, requests: PeerRequest[]): Promise<void> {
  while (true) {
    const request = await connection.request();
    requests.push(request);
    if (request.headers.upgrade !== undefined) {
      await connection.send(
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n",
      );
      connection.end();
      return;
    }
    const line = `${request.method} ${request.target.split("?", 1)[0]}`;
    const answer = ANSWERS.find(([path]) => path.test(line))?.[1] ?? {};
    await connection.respond({
      headers: {
        "Content-Type": "application/json",
        "X-Docker-Container-Path-Stat": STAT,
        "Api-Version": "1.41",
      },
      body: request.method === "HEAD"
        ? ""
        : line.endsWith("/_ping")
        ? "OK"
        : JSON.stringify(answer),
    });
  }
}
