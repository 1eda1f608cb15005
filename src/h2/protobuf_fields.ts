import { ProtocolError } from "../errors.ts";
import { type ProtobufValue, readProtobuf } from "./protobuf.ts";

const DECODER = new TextDecoder();

/** What to do with each field of a message by its number; other fields are passed over. */
export type MessageFields = Readonly<Record<number, (value: ProtobufValue) => void>>;

/**
 * Reads the fields of a message that are of interest.
 *
 * @param message The message's bytes, or the field that holds it.
 * @param fields What to do with each.
 * @throws {ProtocolError} When the message is cut or malformed.
 */
export function readFields(message: ProtobufValue, fields: MessageFields): void {
  readProtobuf(toBytes(message), (field, value) => fields[field]?.(value));
}

/** Takes a field as bytes. */
export function toBytes(value: ProtobufValue): Uint8Array {
  if (typeof value !== "number") return value;
  throw new ProtocolError("Cannot read a message: a number is where bytes are due");
}

/** Takes a field as a number. */
export function toNumber(value: ProtobufValue): number {
  if (typeof value === "number") return value;
  throw new ProtocolError("Cannot read a message: bytes are where a number is due");
}

/** Takes a field as text. */
export function toText(value: ProtobufValue): string {
  return DECODER.decode(toBytes(value));
}

/**
 * Reads a field that holds an entry of a map of texts into an object.
 *
 * @param value The field.
 * @param target The object.
 */
export function readMapEntry(value: ProtobufValue, target: Record<string, string>): void {
  let key = "";
  let text = "";
  readFields(value, { 1: (name) => key = toText(name), 2: (item) => text = toText(item) });
  Object.defineProperty(target, key, {
    value: text,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}
