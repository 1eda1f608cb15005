import { type GrpcHandler, unary } from "../../h2/grpc_server.ts";
import { readFields, toText } from "../../h2/protobuf_fields.ts";
import { ProtobufWriter } from "../../h2/protobuf_writer.ts";
import type { AuthConfig } from "../../types/registry.ts";
import type { SessionHandlers } from "./session.ts";

/** Finds the credentials for a registry in any of its spellings. */
export type FindCredentials = (registry: string) => Promise<AuthConfig | undefined>;

/**
 * Makes what gives a builder the credentials for a registry, for that one alone.
 *
 * @param find Finds them.
 */
export function authHandlers(find: FindCredentials): SessionHandlers {
  const credentials: GrpcHandler = unary(async (message) => {
    let host = "";
    readFields(message, { 1: (value) => host = toText(value) });
    const { username = "", password = "", identitytoken = "" } = await find(host) ?? {};
    // A token without a user is one to get others with.
    return identitytoken !== ""
      ? new ProtobufWriter().text(2, identitytoken).finish()
      : new ProtobufWriter().text(1, username).text(2, password).finish();
  });
  return new Map([["/moby.filesync.v1.Auth/Credentials", credentials]]);
}
