const encoder = new TextEncoder();

/** Encodes a frame of the Engine's multiplexed stream. */
export function frame(type: number, data: string | Uint8Array): Uint8Array {
  const bytes = typeof data === "string" ? encoder.encode(data) : data;
  const whole = new Uint8Array(8 + bytes.length);
  whole[0] = type;
  new DataView(whole.buffer).setUint32(4, bytes.length);
  whole.set(bytes, 8);
  return whole;
}

/** A frame of standard output. */
export function stdout(data: string | Uint8Array): Uint8Array {
  return frame(1, data);
}

/** A frame of standard error. */
export function stderr(data: string | Uint8Array): Uint8Array {
  return frame(2, data);
}

/** A frame in which the Engine reports an error of its own. */
export function systemError(data: string | Uint8Array): Uint8Array {
  return frame(3, data);
}

/** Joins bytes. */
export function join(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
