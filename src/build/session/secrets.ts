import { GrpcCode, GrpcError } from "../../h2/grpc_status.ts";
import { unary } from "../../h2/grpc_server.ts";
import { readFields, toText } from "../../h2/protobuf_fields.ts";
import { ProtobufWriter } from "../../h2/protobuf_writer.ts";
import type { Platform } from "../../platform/types.ts";
import { expandHome } from "../paths.ts";
import type { SecretSource } from "./secret_options.ts";
import type { SessionHandlers } from "./session.ts";

/** Reads a secret when it is asked for; `null` when it is not there any more. */
export type SecretReader = () => Promise<Uint8Array | null>;

/** What an Engine takes in one message, less what is around the secret. */
const LARGEST = 4_000_000;
const ENCODER = new TextEncoder();

/**
 * Makes readers of secrets; what can be told before a build is told now.
 *
 * @param platform Loads the file system and the environment.
 * @param action What is attempted, for errors.
 * @param secrets Where the secrets are.
 * @throws {RangeError} When a file is missing, is none or is too large, or a variable is not set.
 */
export async function openSecrets(
  platform: () => Promise<Platform>,
  action: string,
  secrets: ReadonlyMap<string, SecretSource>,
): Promise<Map<string, SecretReader>> {
  const readers = new Map<string, SecretReader>();
  for (const [id, source] of secrets) {
    const refuse = (problem: string, cause?: unknown): never => {
      throw new RangeError(`${action}: secret ${JSON.stringify(id)}: ${problem}`, { cause });
    };
    readers.set(id, await openSecret(platform, source, id, refuse));
  }
  return readers;
}

async function openSecret(
  platform: () => Promise<Platform>,
  source: SecretSource,
  id: string,
  refuse: (problem: string, cause?: unknown) => never,
): Promise<SecretReader> {
  if (source instanceof Uint8Array || typeof source === "string") {
    const bytes = toBytes(source);
    if (bytes.length > LARGEST) refuse(`it has ${bytes.length} bytes, more than ${LARGEST}`);
    return () => Promise.resolve(bytes);
  }
  if (typeof source === "function") return async () => toBytes(await source());
  const { files, system } = await platform();
  let { env, file } = source;
  // As the command line does: a secret without a source is a variable of its name, or else a file.
  if (env === undefined && file === undefined) {
    if (system.env(id) !== undefined) env = id;
    else file = id;
  }
  if (env !== undefined) {
    const name = env;
    if (system.env(name) === undefined) refuse(`the variable ${JSON.stringify(name)} is not set`);
    return () => Promise.resolve(ENCODER.encode(system.env(name) ?? ""));
  }
  const location = expandHome(system, file!);
  const shown = JSON.stringify(file);
  const info = await files.stat(location).catch((cause) =>
    refuse(`${shown} is out of reach`, cause)
  );
  if (info === null) return refuse(`there is no file ${shown}`);
  if (info.kind === "directory") refuse(`${shown} is a directory, not a file`);
  if (info.size > LARGEST) refuse(`${shown} has ${info.size} bytes, more than ${LARGEST}`);
  return () => files.readBytes(location);
}

/**
 * Makes what gives a builder the secrets that it names.
 *
 * @param secrets The readers by id.
 * @param onFailure Told of what a reader throws.
 */
export function secretHandlers(
  secrets: ReadonlyMap<string, SecretReader>,
  onFailure: (error: unknown) => void,
): SessionHandlers {
  const getSecret = unary(async (message) => {
    let id = "";
    readFields(message, { 1: (value) => id = toText(value) });
    let bytes: Uint8Array | null | undefined;
    try {
      bytes = await secrets.get(id)?.();
    } catch (error) {
      onFailure(error);
      // What was thrown may show more than is good.
      throw new GrpcError(GrpcCode.internal, `secret ${id} cannot be read`);
    }
    if (bytes === undefined || bytes === null) {
      throw new GrpcError(GrpcCode.notFound, `secret ${id} not found`);
    }
    return new ProtobufWriter().bytes(1, bytes).finish();
  });
  return new Map([["/moby.buildkit.secrets.v1.Secrets/GetSecret", getSecret]]);
}

function toBytes(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value === "string") return ENCODER.encode(value);
  throw new TypeError("Cannot use a secret: its function gave neither a string nor bytes");
}
