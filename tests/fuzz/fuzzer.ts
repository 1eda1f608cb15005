import assert from "node:assert/strict";
import { randomNumbers } from "../splits.ts";
import type { Target } from "./targets.ts";

/** Bytes that mean something to one parser or another. */
const TELLING = [
  0,
  1,
  2,
  3,
  9,
  10,
  13,
  32,
  34,
  48,
  57,
  58,
  59,
  91,
  92,
  93,
  123,
  125,
  127,
  128,
  255,
];

/** What a run came to. */
export interface FuzzCount {
  /** How many inputs were read. */
  inputs: number;
  /** How many of them were refused. */
  refused: number;
}

/**
 * Reads changed inputs, whole and in pieces: each gives the same, and what is refused is refused by a
 * typed error.
 *
 * @param target The parser.
 * @param inputs How many inputs.
 * @param seed What decides on all changes.
 * @throws {AssertionError} When one differs or crashes; the message has the input in base64.
 */
export function fuzz(target: Target, inputs: number, seed: number): FuzzCount {
  const random = randomNumbers(seed);
  const count = { inputs: 0, refused: 0 };
  while (count.inputs < inputs) {
    count.inputs++;
    if (check(target, changed(target.seeds, random), random)) count.refused++;
  }
  return count;
}

/** Reads one input whole and in pieces; returns whether it is refused. */
export function check(
  target: Target,
  input: Uint8Array,
  random: (limit: number) => number,
): boolean {
  const whole = outcome(target, [input.slice()]);
  const pieces = cut(input, random);
  const inPieces = outcome(target, pieces);
  assert.deepEqual(
    inPieces,
    whole,
    `${target.name}: ${btoa(String.fromCharCode(...input))} in pieces of ${
      pieces.map((piece) => piece.length)
    }`,
  );
  return whole.error !== null;
}

function outcome(
  target: Target,
  pieces: readonly Uint8Array[],
): { noted: string; error: string | null } {
  let noted = "";
  try {
    target.run(pieces, (text) => noted += text);
  } catch (error) {
    assert.ok(error instanceof Error);
    assert.match(error.name, /^(ProtocolError|TarError|SystemErrorFrame|Http2Error)$/, error.stack);
    assert.ok(error.message.length < 2000, "a long message");
    // What is shown of the input is what was there by then.
    return { noted, error: `${error.name}: ${error.message.replace(/".*"/s, "...")}` };
  }
  return { noted, error: null };
}

/** Changes a seed at some places, or puts two together. */
function changed(seeds: readonly Uint8Array[], random: (limit: number) => number): Uint8Array {
  let input = [...seeds[random(seeds.length)]!];
  for (let changes = random(6); changes > 0; changes--) {
    const at = random(input.length + 1);
    const byte = random(2) === 0 ? TELLING[random(TELLING.length)]! : random(256);
    switch (random(6)) {
      case 0:
        input.splice(at, 1 + random(4));
        break;
      case 1:
        input.splice(at, 0, byte);
        break;
      case 2:
        input = input.slice(0, at);
        break;
      case 3: {
        const other = seeds[random(seeds.length)]!;
        input = [...input.slice(0, at), ...other.subarray(random(other.length))];
        break;
      }
      case 4: {
        const end = Math.min(input.length, at + random(20));
        input.splice(at, 0, ...input.slice(at, end));
        break;
      }
      default:
        if (at < input.length) input[at] = byte;
    }
  }
  return Uint8Array.from(input.slice(0, 4096));
}

function cut(input: Uint8Array, random: (limit: number) => number): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  const step = 1 + random(random(3) === 0 ? 3 : Math.max(input.length, 1));
  for (let start = 0; start < input.length;) {
    const end = Math.min(input.length, start + 1 + random(step));
    pieces.push(input.slice(start, end));
    start = end;
  }
  return pieces;
}
