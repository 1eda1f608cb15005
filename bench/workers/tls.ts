/**
 * One measurement of pings over mutual TLS, in a process of its own.
 *
 * Arguments: client (floor, longshore, https, dockerode), port, directory with `ca.pem`, `client.pem`
 * and `client.key`, how many at a time, milliseconds. Reports pings per second, microseconds and CPU
 * microseconds a ping, and milliseconds of the first.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import https from "node:https";
import process from "node:process";
import tls from "node:tls";
import { cpuTime, expectEqual, report } from "./report.ts";

type Call = () => Promise<unknown>;

const [client, portText, directory, concurrency, duration] = process.argv.slice(2);
const lanes = Number(concurrency);
const port = Number(portText);
const host = "127.0.0.1";
const [ca, cert, key] = ["ca.pem", "client.pem", "client.key"]
  .map((name) => readFileSync(`${directory}/${name}`, "utf8"));

const makers: Record<string, () => Promise<Call | Call[]>> = {
  floor: () => Promise.all(Array.from({ length: lanes }, openFloor)),
  async longshore(): Promise<Call | Call[]> {
    const { APIClient, TLSConfig } = await import("../../mod.ts");
    const config = new TLSConfig({ clientCert: [cert!, key!], caCert: ca!, verify: true });
    const api = new APIClient({ baseUrl: `https://${host}:${port}`, tls: config });
    return () => api.ping();
  },
  https(): Promise<Call> {
    const agent = new https.Agent({ keepAlive: true, maxSockets: lanes, ca, cert, key });
    return Promise.resolve(() =>
      new Promise((resolve, reject) => {
        https.get({ host, port, path: "/_ping", agent }, (response) => {
          response.resume();
          response.on("end", () => resolve(undefined));
        }).on("error", reject);
      })
    );
  },
  async dockerode(): Promise<Call | Call[]> {
    const { default: Dockerode } = await import("dockerode");
    const docker = new Dockerode({
      protocol: "https",
      host,
      port,
      ca: ca!,
      cert: cert!,
      key: key!,
    });
    return () => docker.ping();
  },
};

const start = performance.now();
const made = await makers[client!]!();
const calls = Array.isArray(made) ? made : Array.from({ length: lanes }, () => made);
await calls[0]!();
const first = performance.now() - start;
await measure(Number(duration));
const cpu = cpuTime();
const { seconds, count } = await measure(Number(duration));
report({
  rate: count / seconds,
  us: seconds / count * 1e6,
  cpu: (cpuTime() - cpu) / count * 1000,
  first,
});

async function openFloor(): Promise<Call> {
  const socket = tls.connect({ host, port, ca, cert, key, ALPNProtocols: ["http/1.1"] });
  const request = new TextEncoder().encode("GET /_ping HTTP/1.1\r\nHost: localhost\r\n\r\n");
  let done: () => void = () => {};
  socket.on("data", (bytes: Uint8Array) => {
    // The answer is "OK", and is there whole.
    expectEqual(bytes[bytes.length - 1]!, 75, "is the last byte");
    done();
  });
  await new Promise((resolve) => socket.once("secureConnect", resolve));
  return () =>
    new Promise<void>((resolve) => {
      done = resolve;
      socket.write(request);
    });
}

async function measure(milliseconds: number): Promise<{ seconds: number; count: number }> {
  const begin = performance.now();
  let count = 0;
  await Promise.all(calls.map(async (call) => {
    while (performance.now() < begin + milliseconds) {
      await call();
      count++;
    }
  }));
  return { seconds: (performance.now() - begin) / 1000, count };
}
