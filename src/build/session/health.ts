import { type GrpcHandler, unary } from "../../h2/grpc_server.ts";
import { ProtobufWriter } from "../../h2/protobuf_writer.ts";

/** What a builder asks again and again; without an answer it gives the session up. */
export const HEALTH_METHOD = "/grpc.health.v1.Health/Check";

const SERVING = 1;

/** Answers that all is well. */
export const healthHandler: GrpcHandler = unary(() =>
  new ProtobufWriter().number(1, SERVING).finish()
);
