import type { AgentConnection, OpenAgent } from "./agent.ts";
import type { Engine } from "../../engine/engine.ts";
import { GrpcCode, GrpcError } from "../../h2/grpc_status.ts";
import { type GrpcCall, type GrpcHandler, unary } from "../../h2/grpc_server.ts";
import { fieldValue } from "../../h2/header_fields.ts";
import { readFields, toBytes, toText } from "../../h2/protobuf_fields.ts";
import { ProtobufWriter } from "../../h2/protobuf_writer.ts";
import { expandHome, reach } from "../paths.ts";
import type { SessionHandlers } from "./session.ts";
import { KeyAgent } from "./key_agent.ts";
import { parsePrivateKey } from "./private_key.ts";
import type { SshAgentSource } from "./ssh_options.ts";

const DEFAULT_ID = "default";

/**
 * Finds SSH agents; what can be told before a build is told now.
 *
 * @param engine The engine, which reaches sockets and files.
 * @param action What is attempted, for errors.
 * @param sources Where the agents are.
 * @throws {RangeError} When a path is missing, or a key cannot be used.
 */
export async function openSshAgents(
  engine: Engine,
  action: string,
  sources: ReadonlyMap<string, SshAgentSource>,
): Promise<Map<string, OpenAgent>> {
  const agents = new Map<string, OpenAgent>();
  for (const [id, source] of sources) {
    try {
      agents.set(id, await openAgent(engine, source));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new RangeError(`${action}: ssh ${JSON.stringify(id)}: ${error.message}`, {
        cause: error.cause,
      });
    }
  }
  return agents;
}

async function openAgent(engine: Engine, source: SshAgentSource): Promise<OpenAgent> {
  if ("keys" in source) return await openKeys(source.keys);
  const { files, system } = await engine.platform();
  let { paths } = source;
  if (paths.length === 0) {
    const socket = system.env("SSH_AUTH_SOCK");
    if (!socket) throw new RangeError("no SSH agent: the variable SSH_AUTH_SOCK is not set");
    paths = [socket];
  }
  const keys: string[] = [];
  for (const path of paths) {
    const location = expandHome(system, path);
    const shown = JSON.stringify(path);
    const info = await reach(null, path, files.stat(location));
    if (info === null) throw new RangeError(`there is no socket or key ${shown}`);
    if (info.kind === "socket") {
      if (paths.length > 1) throw new RangeError(`${shown} is a socket, which stands alone`);
      return (signal) =>
        engine.openSocket(location, signal).catch((cause) => {
          if (signal.aborted) throw cause;
          throw new GrpcError(GrpcCode.unavailable, `the SSH agent at ${path} does not answer`);
        });
    }
    if (info.kind !== "file") throw new RangeError(`${shown} is neither a socket nor a key`);
    keys.push(await reach(null, path, files.readText(location)) ?? "");
  }
  return await openKeys(keys);
}

async function openKeys(texts: readonly string[]): Promise<OpenAgent> {
  const keys = await Promise.all(texts.map((text) => parsePrivateKey(text)));
  return () => Promise.resolve(new KeyAgent(keys));
}

/**
 * Makes what connects a builder with SSH agents.
 *
 * @param agents The agents by id.
 */
export function sshHandlers(agents: ReadonlyMap<string, OpenAgent>): SessionHandlers {
  const find = (id: string): OpenAgent => {
    const agent = agents.get(id || DEFAULT_ID);
    if (agent !== undefined) return agent;
    throw new GrpcError(GrpcCode.notFound, `no SSH agent was given for the id ${id || DEFAULT_ID}`);
  };
  const check = unary((message) => {
    let id = "";
    readFields(message, { 1: (value) => id = toText(value) });
    find(id);
    return new Uint8Array(0);
  });
  const forward: GrpcHandler = async (call) => {
    const agent = find(fieldValue(call.metadata, "buildkit.ssh.id") ?? DEFAULT_ID);
    const connection = await agent(call.signal);
    try {
      await forwardAll(call, connection);
    } finally {
      connection.close();
    }
  };
  return new Map([
    ["/moby.sshforward.v1.SSH/CheckAgent", check],
    ["/moby.sshforward.v1.SSH/ForwardAgent", forward],
  ]);
}

/** Passes bytes on both ways until either side has ended. */
async function forwardAll(call: GrpcCall, connection: AgentConnection): Promise<void> {
  const up = async (): Promise<void> => {
    for (let message = await call.read(); message !== null; message = await call.read()) {
      const parts: Uint8Array[] = [];
      readFields(message, { 1: (value) => parts.push(toBytes(value)) });
      for (const part of parts) await connection.write(part);
    }
    await connection.closeWrite();
  };
  const down = async (): Promise<void> => {
    for (let bytes = await connection.read(); bytes !== null; bytes = await connection.read()) {
      await call.write(new ProtobufWriter().bytes(1, bytes).finish());
    }
  };
  const sending = up();
  // Whichever ends the forwarding, the other one's failure is not news.
  sending.catch(() => connection.close());
  await down();
}
