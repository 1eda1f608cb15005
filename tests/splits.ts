/** One way to cut bytes into the pieces that reads may bring. */
export interface Split {
  /** How it was cut, for messages. */
  how: string;
  /** Neighbouring views of one buffer, as an adapter that shares its buffer between reads gives. */
  pieces: Uint8Array[];
}

/** A generator of pseudo-random whole numbers from 0 to `limit - 1`; the same for the same seed. */
export function randomNumbers(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

/** Pseudo-random bytes; the same for the same seed. */
export function randomBytes(length: number, seed: number): Uint8Array {
  const random = randomNumbers(seed);
  return Uint8Array.from({ length }, () => random(256));
}

/**
 * Cuts bytes in many ways: not at all, byte by byte, in two at every place of a short input, and at
 * random. Each way has bytes of its own, so that parsers may move them.
 *
 * @param data The bytes, or text as UTF-8.
 * @param randoms How many random ways.
 */
export function* splits(data: string | Uint8Array, randoms = 100): Generator<Split> {
  const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
  yield cut(bytes, [], "whole");
  const places = Array.from({ length: Math.max(bytes.length - 1, 0) }, (_, index) => index + 1);
  if (bytes.length <= 20_000) yield cut(bytes, places, "byte by byte");
  if (bytes.length <= 700) {
    for (const place of places) yield cut(bytes, [place], `in two at ${place}`);
  }
  for (let seed = 1; seed <= randoms; seed++) {
    const random = randomNumbers(seed);
    // From many tiny pieces to a few large ones.
    const step = 2 + random(Math.max(Math.floor(bytes.length / (1 + random(20))), 1));
    const chosen: number[] = [];
    for (let at = 1 + random(step); at < bytes.length; at += 1 + random(step)) chosen.push(at);
    yield cut(bytes, chosen, `at random with seed ${seed}`);
  }
}

function cut(bytes: Uint8Array, places: number[], how: string): Split {
  const own = bytes.slice();
  const ends = [...places, own.length];
  let start = 0;
  const pieces = ends.map((end) => {
    const piece = own.subarray(start, end);
    start = end;
    return piece;
  });
  return { how, pieces: own.length === 0 ? [] : pieces };
}
