/**
 * Writes messages in the Protocol Buffers' wire format, for tests.
 *
 * @module
 */

/** A field's value: a number, text, bytes, or the fields of a message within. */
export type FieldValue = number | string | Uint8Array | Field[];

/** A field's number and value. */
export type Field = [number: number, value: FieldValue];

/** Writes a message. */
export function message(fields: Field[]): Uint8Array {
  const bytes: number[] = [];
  for (const [number, value] of fields) {
    if (typeof value === "number") {
      bytes.push(...varint(number * 8), ...varint(value));
      continue;
    }
    const body = typeof value === "string"
      ? new TextEncoder().encode(value)
      : value instanceof Uint8Array
      ? value
      : message(value);
    bytes.push(...varint(number * 8 + 2), ...varint(body.length), ...body);
  }
  return new Uint8Array(bytes);
}

/** Writes a point in time. */
export function time(seconds: number, nanoseconds = 0): Field[] {
  return nanoseconds === 0 ? [[1, seconds]] : [[1, seconds], [2, nanoseconds]];
}

/** A record that carries a trace, as the Engine sends it. */
export function traceRecord(fields: Field[]): { id: string; aux: string } {
  return { id: "moby.buildkit.trace", aux: btoa(String.fromCharCode(...message(fields))) };
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push(rest % 0x80 + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return [...bytes, rest];
}
