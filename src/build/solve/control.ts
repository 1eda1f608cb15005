import { encodeBase64 } from "../../bytes/base64.ts";
import type { Http2Connection } from "../../h2/connection.ts";
import { callUnary, GrpcClientCall } from "../../h2/grpc_client.ts";
import { GrpcError } from "../../h2/grpc_status.ts";
import { readFields, readMapEntry } from "../../h2/protobuf_fields.ts";
import { ProtobufWriter } from "../../h2/protobuf_writer.ts";
import type { ByteBatches } from "../../streams/output.ts";

/** An exporter or a cache, with its settings. */
export interface TypedAttrs {
  /** What it is. */
  readonly type: string;
  /** Its settings. */
  readonly attrs: Readonly<Record<string, string>>;
}

/** What a builder is asked to solve. */
export interface SolveRequest {
  /** The build's id. */
  readonly ref: string;
  /** The session's id. */
  readonly session: string;
  /** What reads the Dockerfile; nothing, where it is called by itself. */
  readonly frontend: string;
  /** The frontend's settings. */
  readonly attrs: Readonly<Record<string, string>>;
  /** Where the results go. */
  readonly exporters: readonly TypedAttrs[];
  /** Where the cache goes. */
  readonly cacheExports: readonly TypedAttrs[];
  /** Where cache comes from. */
  readonly cacheImports: readonly TypedAttrs[];
  /** What the build is allowed to, e.g. `network.host`. */
  readonly entitlements: readonly string[];
}

const SERVICE = "/moby.buildkit.v1.Control";
/** What solves a build. */
export const SOLVE_METHOD: string = `${SERVICE}/Solve`;
/** How long the steps may be silent once the build is over, in milliseconds. */
const PATIENCE = 3000;
/** The same of a build of which no step was told: it may have none. */
const PATIENCE_WITHOUT_STEPS = 500;
const ENCODER = new TextEncoder();

/**
 * Writes the message of a request.
 *
 * @param request The request.
 */
export function encodeSolveRequest(request: SolveRequest): Uint8Array {
  const { exporters } = request;
  const cache = new ProtobufWriter();
  for (const entry of request.cacheExports) cache.message(4, typed(entry));
  for (const entry of request.cacheImports) cache.message(5, typed(entry));
  const message = new ProtobufWriter().text(1, request.ref);
  const first = exporters[0];
  if (first !== undefined) message.text(3, first.type).map(4, first.attrs);
  message
    .text(5, request.session)
    .text(6, request.frontend)
    .map(7, request.attrs)
    .message(8, cache)
    .texts(9, request.entitlements);
  // Older builders know of one exporter alone.
  if (exporters.length > 1) {
    for (const exporter of exporters) {
      message.message(13, typed(exporter));
    }
  }
  return message.finish();
}

function typed({ type, attrs }: TypedAttrs): ProtobufWriter {
  return new ProtobufWriter().text(1, type).map(2, attrs);
}

/**
 * Solves a build.
 *
 * @param connection The connection to the builder.
 * @param request What is solved.
 * @returns What the exporters tell.
 */
export async function solve(
  connection: Http2Connection,
  request: SolveRequest,
): Promise<Record<string, string>> {
  const answer = await callUnary(connection, SOLVE_METHOD, encodeSolveRequest(request));
  const response: Record<string, string> = {};
  readFields(answer, { 1: (value) => readMapEntry(value, response) });
  return response;
}

/** A build that a builder solves: its output as the records that `POST /build` sends. */
export class Solving implements ByteBatches {
  readonly #connection: Http2Connection;
  readonly #status: GrpcClientCall;
  readonly #solved: Promise<readonly object[]>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #quiet: boolean;
  #isSolved = false;
  #hasSteps = false;
  #hasEnded = false;

  /**
   * Begins to solve.
   *
   * @param connection The connection to the builder, which belongs to the build now.
   * @param ref The build's id.
   * @param solve Solves it, and resolves with the records that end its output.
   * @param quiet Whether those are all that is told.
   */
  constructor(
    connection: Http2Connection,
    ref: string,
    solve: (connection: Http2Connection) => Promise<readonly object[]>,
    quiet: boolean,
  ) {
    this.#connection = connection;
    this.#quiet = quiet;
    this.#solved = solve(connection);
    this.#solved.catch(() => {}).finally(() => {
      this.#isSolved = true;
      this.#expectEnd();
    });
    this.#status = new GrpcClientCall(connection, `${SERVICE}/Status`);
    // What goes wrong shows where the answers are read.
    this.#status.write(new ProtobufWriter().text(1, ref).finish()).catch(() => {});
    this.#status.end().catch(() => {});
  }

  async next(): Promise<Uint8Array<ArrayBuffer>[] | null> {
    if (this.#hasEnded) return null;
    for (;;) {
      const message = await this.#readStatus();
      if (message === null) break;
      this.#hasSteps = true;
      if (this.#isSolved) this.#expectEnd();
      if (this.#quiet) continue;
      return [line({ id: "moby.buildkit.trace", aux: encodeBase64(message) })];
    }
    this.#hasEnded = true;
    clearTimeout(this.#timer);
    try {
      const records = await this.#solved;
      return records.length === 0 ? null : records.map(line);
    } catch (error) {
      if (!(error instanceof GrpcError)) throw error;
      const { message } = error;
      return [line({ errorDetail: { message }, error: message })];
    } finally {
      this.#connection.close();
    }
  }

  cancel(reason?: unknown): void {
    this.#hasEnded = true;
    clearTimeout(this.#timer);
    this.#connection.abort(reason ?? new Error("the build was given up"));
  }

  async #readStatus(): Promise<Uint8Array | null> {
    try {
      return await this.#status.read();
    } catch (error) {
      // A build that fails at once has no steps to tell of; its own failure counts.
      if (error instanceof GrpcError || this.#isSolved) return null;
      throw error;
    }
  }

  /** The steps are told to their end, but not waited for without end. */
  #expectEnd(): void {
    clearTimeout(this.#timer);
    if (this.#hasEnded) return;
    const patience = this.#hasSteps ? PATIENCE : PATIENCE_WITHOUT_STEPS;
    this.#timer = setTimeout(() => this.#status.cancel(), patience);
  }
}

function line(record: object): Uint8Array<ArrayBuffer> {
  return ENCODER.encode(`${JSON.stringify(record)}\n`);
}
