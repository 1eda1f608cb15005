import { Buffer } from "node:buffer";
import type { Socket } from "node:net";
import { BodySkipper } from "./body_skipper.ts";

/** What is sent for a request: all of it at once, or as long as it lasts. */
export type Answer = Buffer | ((peer: Peer) => void);

/** Finds the answer to a request's first line. */
export type AnswerTo = (method: string, target: string) => Answer;

const HEAD_END = Buffer.from("\r\n\r\n");

/** How many connections and requests there were. */
export const counts = { connections: 0, requests: 0, open: 0, peak: 0 };

/** One connection of a client. */
export class Peer {
  /** The connection. */
  readonly socket: Socket;
  readonly #answerTo: AnswerTo;
  #head: Buffer = Buffer.alloc(0);
  #skipper: BodySkipper | null = null;
  #answer: Answer | null = null;

  constructor(socket: Socket, answerTo: AnswerTo) {
    this.socket = socket;
    this.#answerTo = answerTo;
    counts.connections++;
    counts.peak = Math.max(counts.peak, ++counts.open);
    socket.on("data", (bytes) => this.#receive(bytes));
    socket.on("end", () => socket.end());
    socket.on("error", () => socket.destroy());
    socket.on("close", () => counts.open--);
  }

  #receive(bytes: Buffer): void {
    if (this.#skipper !== null) return this.#skip(bytes);
    const all = this.#head.length === 0 ? bytes : Buffer.concat([this.#head, bytes]);
    const end = all.indexOf(HEAD_END);
    if (end === -1) {
      this.#head = all;
      return;
    }
    this.#head = Buffer.alloc(0);
    counts.requests++;
    const head = all.toString("latin1", 0, end);
    const [method, target] = head.slice(0, head.indexOf("\r\n")).split(" ");
    this.#answer = this.#answerTo(method!, target!);
    if (method === "GET") return this.#send();
    this.#skipper = new BodySkipper(head);
    this.#skip(all.subarray(end + 4));
  }

  #skip(bytes: Buffer): void {
    if (!this.#skipper!.push(bytes)) return;
    this.#skipper = null;
    this.#send();
  }

  #send(): void {
    const answer = this.#answer!;
    if (typeof answer === "function") answer(this);
    else this.socket.write(answer);
  }
}
