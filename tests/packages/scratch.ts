import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { installPinned } from "../../tools/npm_install.ts";
import { builtPackages } from "../harness/packages.ts";
import { type CommandOutput, run, runOrThrow } from "../harness/process.ts";

/** Node's releases that the package is tried on. */
export const NODES = ["node20", "node22", "node24"] as const;

/** One of {@linkcode NODES}. */
export type NodeName = typeof NODES[number];

/** What the programs print that use the package: an answer, a refusal and an archive's size. */
export const EXPECTED = "true NotFound 2048";

/** A place to try the package in, as a project that has installed it. */
export class Scratch {
  /** The directory that holds `node_modules`. */
  readonly directory: string;
  /** Where `npm/` and `longshore.js` are. */
  readonly dist: string;
  /** The packed file. */
  readonly packed: string;
  readonly #tools: string;
  readonly #peer: Server;

  private constructor(
    directory: string,
    dist: string,
    packed: string,
    tools: string,
    peer: Server,
  ) {
    this.directory = directory;
    this.dist = dist;
    this.packed = path.join(directory, packed);
    this.#tools = tools;
    this.#peer = peer;
  }

  /** Packs the package, installs the packed file and starts what the programs talk to. */
  static async create(): Promise<Scratch> {
    const tools = await installPinned("tests/packages");
    const directory = mkdtempSync(path.join(os.tmpdir(), "longshore-package-"));
    const dist = await builtPackages();
    writeFileSync(path.join(directory, "package.json"), '{ "name": "scratch", "private": true }');
    const npm = (...args: string[]): Promise<string> =>
      runOrThrow("npm", [...args, "--silent", "--offline"], { cwd: directory, timeout: 900 });
    const packed = (await npm("pack", path.join(dist, "npm"))).trim();
    await npm("install", "--no-audit", "--no-fund", `./${packed}`);
    return new Scratch(directory, dist, packed, tools, await startPeer());
  }

  /** The package's files, as they are before packing. */
  get packageDirectory(): string {
    return path.join(this.dist, "npm");
  }

  /** The address that programs find in `PEER`. */
  get peer(): string {
    return `tcp://127.0.0.1:${(this.#peer.address() as AddressInfo).port}`;
  }

  /** Makes a project within, with these files. */
  project(name: string, files: Record<string, string>): string {
    const directory = path.join(this.directory, name);
    mkdirSync(directory, { recursive: true });
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
      writeFileSync(path.join(directory, file), text);
    }
    return directory;
  }

  /** The path of a tool's file. */
  tool(file: string): string {
    return path.join(this.#tools, "node_modules", file);
  }

  /** Lets a project import packages of the tools. */
  link(project: string, ...names: string[]): void {
    for (const name of names) {
      const place = path.join(project, "node_modules", name);
      mkdirSync(path.dirname(place), { recursive: true });
      symlinkSync(this.tool(name), place);
    }
  }

  /** The program of a Node release. */
  node(name: NodeName): string {
    return this.tool(`${name}-${process.platform}-${process.arch}/bin/node`);
  }

  /** Runs a tool or a program in a project. */
  run(
    project: string,
    command: string,
    args: string[],
    more: Record<string, string> = {},
  ): Promise<CommandOutput> {
    const plain = { NO_COLOR: "1", CI: "1", NODE_OPTIONS: "" };
    const env = { PEER: this.peer, ...plain, ...more };
    return run(command, args, { cwd: project, env, timeout: 900 });
  }

  /** Stops the peer and removes everything. */
  remove(): void {
    this.#peer.close();
    this.#peer.closeAllConnections();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** Answers a ping, and that there is no container. */
async function startPeer(): Promise<Server> {
  const server = createServer((request, response) => {
    const isPing = request.url === "/_ping";
    response.writeHead(isPing ? 200 : 404, {
      "API-Version": "1.41",
      "Content-Type": isPing ? "text/plain" : "application/json",
    });
    response.end(isPing ? "OK" : '{"message":"No such container: gone"}');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}
