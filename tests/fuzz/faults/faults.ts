import assert from "node:assert/strict";
import process from "node:process";
import { createEngine } from "../../../src/create_engine.ts";
import { TLSConfig } from "../../../src/connect/tls_config.ts";
import { DockerError } from "../../../src/errors.ts";
import { GrpcError } from "../../../src/h2/grpc_status.ts";
import { Http2Error, StreamReset } from "../../../src/h2/errors.ts";
import { countDescriptors, settleDescriptors } from "../../harness/descriptors.ts";
import { type Certificate, type Fault, FAULTS, FaultyPeer, type Transport } from "./faulty_peer.ts";
import { type Play, PLAYS, type Source } from "./plays.ts";

/** How long a phase of a call may take, in seconds. */
const LIMIT = 0.3;
/** When a call without a limit is given up that waits rightly, in milliseconds. */
const GIVEN_UP = 2000;
/** When another one is: on a busy machine the peer takes its time to send what is wrong. */
const WAITS_WRONGLY = 30_000;
/** How much later it counts as one that hangs, in milliseconds. */
const HANGS = 30_000;
/** How many cases are tried at once; handshakes take their time. */
const AT_ONCE: Readonly<Record<Transport, number>> = { unix: 24, tcp: 24, tls: 8 };
/** Faults behind which more may come: what has no limit in time waits for it. */
const WAITS: readonly Fault[] = ["stall", "refuse", "accept"];

/** What the cases came to. */
export interface FaultCounts {
  /** How many there were. */
  cases: number;
  /** How many calls rejected. */
  rejected: number;
  /** How many went well all the same, for the fault came where it does no harm. */
  passed: number;
}

/** A fault at a step of something. */
export interface Case {
  readonly play: Play;
  readonly fault: Fault;
  readonly step: number;
}

/**
 * All that can go wrong.
 *
 * @param shares Only one of so many cases is taken.
 * @param share Which of them.
 */
export function faultCases(shares: number = 1, share: number = 0): Case[] {
  const all: Case[] = PLAYS.flatMap((play) =>
    play.moves.flatMap((_, step) =>
      step < (play.from ?? 0) ? [] : FAULTS.map((fault) => ({ play, fault, step }))
    )
  );
  return all.filter((_, index) => index % shares === share);
}

/**
 * Tries every fault at every step of everything: each call settles once, with an error of its own, and
 * nothing is left of it.
 *
 * @param transport The way to the peer.
 * @param certificate What the peer shows, with TLS.
 * @param cases What is tried.
 */
export async function tryFaults(
  transport: Transport,
  certificate: Certificate | null,
  cases: Case[] = faultCases(),
): Promise<FaultCounts> {
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  process.on("unhandledRejection", note);
  const counts: FaultCounts = { cases: 0, rejected: 0, passed: 0 };
  const faults: string[] = [];
  try {
    // What the runtime opens once, it keeps.
    await tryOne(transport, certificate, { play: PLAYS[0]!, fault: "cut", step: 1 });
    const before = await settleDescriptors(0, 100);
    const work = async (): Promise<void> => {
      for (let one = cases.shift(); one !== undefined; one = cases.shift()) {
        counts.cases++;
        try {
          const rejected = await tryOne(transport, certificate, one);
          counts[rejected ? "rejected" : "passed"]++;
        } catch (error) {
          faults.push((error as Error).message);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE[transport] }, work));
    assert.deepEqual(faults, []);
    await settleDescriptors(before);
    assert.ok(countDescriptors() <= before, `${countDescriptors()} descriptors, ${before} before`);
    assert.deepEqual(unhandled, [], "unhandled rejections");
  } finally {
    process.off("unhandledRejection", note);
  }
  return counts;
}

async function tryOne(
  transport: Transport,
  certificate: Certificate | null,
  { play, fault, step }: Case,
): Promise<boolean> {
  const peer = await FaultyPeer.listen(transport, play.moves, fault, step, certificate);
  const engine = createEngine({
    baseUrl: peer.address,
    tls: certificate === null ? false : new TLSConfig({ verify: false }),
    version: "1.41",
    timeouts: { connect: 2, head: LIMIT, idle: LIMIT },
  });
  const controller = new AbortController();
  const reason = new Error("given up");
  const isRight = step >= (play.loose ?? Infinity) || WAITS.includes(fault);
  const patience = isRight ? GIVEN_UP : WAITS_WRONGLY;
  const givingUp = setTimeout(() => controller.abort(reason), patience);
  let hanging: ReturnType<typeof setTimeout> | undefined;
  const sources: Source[] = [];
  const told = `${transport}, ${play.name}, ${fault} at step ${step}`;
  try {
    const outcome = await Promise.race([
      play.run(engine, controller.signal, sources).then(
        () => null,
        (error: unknown) => ({ error }),
      ),
      new Promise<"hangs">((resolve) => hanging = setTimeout(resolve, patience + HANGS, "hangs")),
    ]);
    assert.notEqual(outcome, "hangs", `${told}: hangs`);
    if (outcome === null) {
      assert.ok(mayPass(play, fault, step), `${told}: passes for a success`);
      return false;
    }
    const { error } = outcome as { error: unknown };
    if (error !== reason) assertTyped(error, told);
    else assert.ok(isRight, `${told}: waits`);
    for (const { ended, cancels } of sources) {
      assert.ok(ended ? cancels <= 1 : cancels === 1, `${told}: source cancelled ${cancels} times`);
    }
    return true;
  } finally {
    clearTimeout(givingUp);
    clearTimeout(hanging);
    engine.close();
    await peer.close();
  }
}

/** Whether a call may go well although something happened: at a place where the protocol lets it. */
function mayPass(
  { ends = [], loose = Infinity, trailer = Infinity, repeats }: Play,
  fault: Fault,
  step: number,
): boolean {
  const isEnd = fault === "half-close" || fault === "cut" || fault === "reset";
  if (isEnd && (ends.includes(step) || step >= loose)) return true;
  // Bytes that are not in frames may be any.
  if (step >= loose && fault !== "stall") return true;
  if (repeats && fault !== "stall") return true;
  if (step >= trailer && fault === "refuse") return true;
  // An answer is an answer, however early.
  return fault === "accept";
}

function assertTyped(error: unknown, told: string): void {
  const isTyped = error instanceof DockerError || error instanceof Http2Error ||
    error instanceof StreamReset || error instanceof GrpcError;
  assert.ok(isTyped, `${told}: ${error instanceof Error ? error.stack : String(error)}`);
  assert.ok((error as Error).message.length < 2000, `${told}: a long message`);
}
