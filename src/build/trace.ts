import { ProtocolError } from "../errors.ts";
import type { ProtobufValue } from "../h2/protobuf.ts";
import {
  readFields as read,
  toBytes as bytes,
  toNumber as number,
  toText as text,
} from "../h2/protobuf_fields.ts";
import type {
  BuildLog,
  BuildProgressGroup,
  BuildRange,
  BuildRecord,
  BuildStatus,
  BuildTrace,
  BuildVertex,
  BuildWarning,
} from "../types/build_trace.ts";
import type { ProgressRecord } from "../types/progress.ts";

/** The id of the records that carry traces. */
const TRACE_ID = "moby.buildkit.trace";

/**
 * Adds what a trace says to a record that carries one; other records pass unchanged.
 *
 * @param record The record; it is not changed.
 * @throws {ProtocolError} When the trace cannot be read.
 */
export function withTrace(record: ProgressRecord): BuildRecord {
  if (record?.id !== TRACE_ID || typeof record.aux !== "string") return record;
  return { ...record, trace: decodeBuildTrace(fromBase64(record.aux)) };
}

/**
 * Adds what a trace says to a record of one's own.
 *
 * @param record The record.
 * @throws {ProtocolError} When the trace cannot be read.
 */
export function addTrace(record: BuildRecord): void {
  const { trace } = withTrace(record);
  if (trace !== undefined) record.trace = trace;
}

/**
 * Reads a trace: the message `StatusResponse` of BuildKit's control API.
 *
 * @param message The message's bytes.
 * @throws {ProtocolError} When it is cut or malformed.
 */
export function decodeBuildTrace(message: Uint8Array): BuildTrace {
  const trace: BuildTrace = { vertexes: [], statuses: [], logs: [], warnings: [] };
  read(message, {
    1: (value) => trace.vertexes.push(readVertex(value)),
    2: (value) => trace.statuses.push(readStatus(value)),
    3: (value) => trace.logs.push(readLog(value)),
    4: (value) => trace.warnings.push(readWarning(value)),
  });
  return trace;
}

function readVertex(message: ProtobufValue): BuildVertex {
  const vertex: BuildVertex = {
    digest: "",
    inputs: [],
    name: "",
    cached: false,
    started: null,
    completed: null,
    error: "",
    progressGroup: null,
  };
  read(message, {
    1: (value) => vertex.digest = text(value),
    2: (value) => vertex.inputs.push(text(value)),
    3: (value) => vertex.name = text(value),
    4: (value) => vertex.cached = value !== 0,
    5: (value) => vertex.started = readTime(value),
    6: (value) => vertex.completed = readTime(value),
    7: (value) => vertex.error = text(value),
    8: (value) => vertex.progressGroup = readGroup(value),
  });
  return vertex;
}

function readGroup(message: ProtobufValue): BuildProgressGroup {
  const group: BuildProgressGroup = { id: "", name: "", weak: false };
  read(message, {
    1: (value) => group.id = text(value),
    2: (value) => group.name = text(value),
    3: (value) => group.weak = value !== 0,
  });
  return group;
}

function readStatus(message: ProtobufValue): BuildStatus {
  const status: BuildStatus = {
    id: "",
    vertex: "",
    name: "",
    current: 0,
    total: 0,
    timestamp: null,
    started: null,
    completed: null,
  };
  read(message, {
    1: (value) => status.id = text(value),
    2: (value) => status.vertex = text(value),
    3: (value) => status.name = text(value),
    4: (value) => status.current = number(value),
    5: (value) => status.total = number(value),
    6: (value) => status.timestamp = readTime(value),
    7: (value) => status.started = readTime(value),
    8: (value) => status.completed = readTime(value),
  });
  return status;
}

function readLog(message: ProtobufValue): BuildLog {
  const log: BuildLog = { vertex: "", timestamp: null, stream: 0, data: new Uint8Array(0) };
  read(message, {
    1: (value) => log.vertex = text(value),
    2: (value) => log.timestamp = readTime(value),
    3: (value) => log.stream = number(value),
    4: (value) => log.data = bytes(value),
  });
  return log;
}

function readWarning(message: ProtobufValue): BuildWarning {
  const warning: BuildWarning = {
    vertex: "",
    level: 0,
    short: "",
    detail: [],
    url: "",
    file: "",
    source: "",
    ranges: [],
  };
  read(message, {
    1: (value) => warning.vertex = text(value),
    2: (value) => warning.level = number(value),
    3: (value) => warning.short = text(value),
    4: (value) => warning.detail.push(text(value)),
    5: (value) => warning.url = text(value),
    6: (value) => {
      read(value, {
        1: (name) => warning.file = text(name),
        2: (data) => warning.source = text(data),
      });
    },
    7: (value) => warning.ranges.push(readRange(value)),
  });
  return warning;
}

function readRange(message: ProtobufValue): BuildRange {
  const range: BuildRange = { startLine: 0, startCharacter: 0, endLine: 0, endCharacter: 0 };
  read(message, {
    1: (start) => {
      read(start, {
        1: (value) => range.startLine = number(value),
        2: (value) => range.startCharacter = number(value),
      });
    },
    2: (end) => {
      read(end, {
        1: (value) => range.endLine = number(value),
        2: (value) => range.endCharacter = number(value),
      });
    },
  });
  return range;
}

/** Reads a point in time; seconds and nanoseconds become one number of seconds. */
function readTime(message: ProtobufValue): number {
  let seconds = 0;
  let nanoseconds = 0;
  read(message, {
    1: (value) => seconds = number(value),
    2: (value) => nanoseconds = number(value),
  });
  return seconds + nanoseconds / 1e9;
}

function fromBase64(text: string): Uint8Array {
  let binary: string;
  try {
    binary = atob(text);
  } catch (cause) {
    throw new ProtocolError("Cannot read a build trace: it is not base64", { cause });
  }
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index);
  return bytes;
}
