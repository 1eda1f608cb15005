import type { Http2Connection } from "../../h2/connection.ts";
import { callUnary } from "../../h2/grpc_client.ts";
import { GrpcCode, GrpcError } from "../../h2/grpc_status.ts";
import { readFields, readMapEntry } from "../../h2/protobuf_fields.ts";
import { ProtobufWriter } from "../../h2/protobuf_writer.ts";
import { encodeSolveRequest, SOLVE_METHOD, type SolveRequest } from "./control.ts";

const BRIDGE = "/moby.buildkit.v1.frontend.LLBBridge";
/** How a call of the bridge says which build it belongs to. */
const BUILD_ID = "buildkit-controlapi-buildid";

/**
 * Calls a frontend for what it tells of a Dockerfile, without building: such as a check.
 *
 * @param connection The connection to the builder.
 * @param request The build; its frontend is what is called.
 * @returns What the frontend tells, e.g. `result.json` and `result.txt`.
 */
export async function callFrontend(
  connection: Http2Connection,
  request: SolveRequest,
): Promise<Record<string, string>> {
  // A build without a frontend of its own waits for what is called for it.
  const build = callUnary(
    connection,
    SOLVE_METHOD,
    encodeSolveRequest({ ...request, frontend: "", attrs: {}, exporters: [] }),
  );
  const solve = new ProtobufWriter()
    .text(2, request.frontend)
    .map(3, request.attrs)
    .flag(5, true)
    .flag(6, true)
    .finish();
  try {
    const answer = await Promise.race([
      bridge(connection, "Solve", request.ref, solve),
      // The build ends first only when it fails.
      build.then(() => {
        throw new GrpcError(GrpcCode.unknown, "the build ended before its frontend answered");
      }),
    ]);
    const result: Record<string, string> = {};
    readFields(answer, {
      3: (value) => readFields(value, { 10: (entry) => readMapEntry(entry, result) }),
    });
    await bridge(
      connection,
      "Return",
      request.ref,
      new ProtobufWriter().message(1, new ProtobufWriter()).finish(),
    );
    await build;
    return result;
  } catch (error) {
    build.catch(() => {});
    throw error;
  }
}

function bridge(
  connection: Http2Connection,
  method: string,
  ref: string,
  message: Uint8Array,
): Promise<Uint8Array> {
  return callUnary(connection, `${BRIDGE}/${method}`, message, undefined, [[BUILD_ID, ref]]);
}
