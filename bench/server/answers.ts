import { Buffer } from "node:buffer";
import { containerList, eventLines, LIST_ITEM } from "./content.ts";
import { type Answer, counts, type Peer } from "./peer.ts";

/** How many lines the logs and the events have. */
const LINES = 200_000;
/** How much is written at once of what is long. */
const BLOCK = 1024 * 1024;

const VERSION = "1.41";
const COMMON = [
  `Api-Version: ${VERSION}`,
  "Docker-Experimental: false",
  "Ostype: linux",
  "Server: Docker/20.10.24+dfsg1 (linux)",
  "Date: Wed, 05 Nov 2025 10:00:00 GMT",
].join("\r\n");

const PING = text("OK", "text/plain; charset=utf-8");
const NOTHING = text("", "text/plain; charset=utf-8");
const INSPECT = json({ ...LIST_ITEM, Config: { Tty: false, Image: "base" }, State: {} });
const CHUNKED_HEAD = Buffer.from(
  `HTTP/1.1 200 OK\r\n${COMMON}\r\nContent-Type: application/octet-stream\r\n` +
    "Transfer-Encoding: chunked\r\n\r\n",
);
/** From API 1.42 the head says what the output is made of. */
const FRAMES_HEAD = Buffer.from(
  CHUNKED_HEAD.toString().replace("octet-stream", "vnd.docker.multiplexed-stream"),
);
const LAST_CHUNK = Buffer.from("0\r\n\r\n");
const kept = new Map<string, Answer>();
/** Whose logs are followed, by the client that the containers' names tell. */
const followers = new Map<string, Set<Peer>>();

/** Finds what an Engine answers to a request; a number within a container's name says how much. */
export function answerTo(method: string, target: string): Answer {
  if (method !== "GET") return NOTHING;
  if (target === "/_ping") return PING;
  const answer = kept.get(target);
  if (answer !== undefined) return answer;
  const made = makeAnswer(target);
  // What a moment decides is made anew each time.
  if (!target.startsWith("/bench/")) kept.set(target, made);
  return made;
}

function makeAnswer(target: string): Answer {
  const minor = Number(/^\/v1\.(\d+)/.exec(target)?.[1] ?? 0);
  const [path, search = ""] = target.replace(/^\/v[\d.]+/, "").split("?");
  const size = Number(/\/of-(\d+)\//.exec(path!)?.[1] ?? 20);
  const running = /\/running-(\d+)-/.exec(path!);
  switch (path!.split("/").at(-1)) {
    case "_ping":
      return PING;
    case "counts":
      return json(counts);
    case "emit": {
      const peers = followersOf(search);
      for (const { socket } of peers) socket.write(FRAME);
      return json({ followers: peers.size });
    }
    case "json":
      return path === "/containers/json" ? chunkedJson(containerList(listSize(search))) : INSPECT;
    case "logs":
      if (running !== null) return (peer) => follow(peer, running[1]!, minor);
      return whole(Buffer.concat([CHUNKED_HEAD, ...Array(LINES).fill(FRAME), LAST_CHUNK]));
    case "events":
      return whole(Buffer.concat([CHUNKED_HEAD, ...eventLines(LINES).map(chunk), LAST_CHUNK]));
    case "archive":
      return (peer) => sendArchive(peer, size);
    default:
      return NOTHING;
  }
}

/** A list's length comes as its limit: an Engine has as many containers as it has. */
function listSize(search: string): number {
  return Number(/limit=(\d+)/.exec(search)?.[1] ?? 20);
}

/** A line of 100 bytes in a frame, which the Engine sends as a chunk of its own. */
const FRAME = chunk(
  Buffer.concat([Buffer.from([1, 0, 0, 0, 0, 0, 0, 100]), Buffer.from(`${"x".repeat(99)}\n`)]),
);

function follow(peer: Peer, client: string, minor: number): void {
  const peers = followersOf(client);
  peers.add(peer);
  peer.socket.on("close", () => peers.delete(peer));
  peer.socket.write(minor < 42 ? CHUNKED_HEAD : FRAMES_HEAD);
  peer.socket.write(FRAME);
}

function followersOf(client: string): Set<Peer> {
  const peers = followers.get(client) ?? new Set();
  followers.set(client, peers);
  return peers;
}

function whole(bytes: Buffer): Answer {
  return (peer) => {
    let at = 0;
    const more = (): void => {
      while (at < bytes.length) {
        const start = at;
        at = Math.min(at + BLOCK, bytes.length);
        if (!peer.socket.write(bytes.subarray(start, at))) {
          peer.socket.once("drain", more);
          return;
        }
      }
    };
    more();
  };
}

/** The Engine copies a file's bytes 32 KiB at a time, and each time is a chunk. */
const PIECE = chunk(Buffer.alloc(32 * 1024, 65));
const PIECES = Buffer.concat(Array(BLOCK / (32 * 1024)).fill(PIECE));
/** An archive ends with zeros. */
const LAST_PIECES = Buffer.from(PIECES).fill(0, PIECES.length - 1024 - 2, PIECES.length - 2);

function sendArchive({ socket }: Peer, size: number): void {
  const stat = { name: "file", size, mode: 420, mtime: "2025-11-05T10:00:00Z", linkTarget: "" };
  socket.write(
    `HTTP/1.1 200 OK\r\n${COMMON}\r\nContent-Type: application/x-tar\r\n` +
      `X-Docker-Container-Path-Stat: ${Buffer.from(JSON.stringify(stat)).toString("base64")}\r\n` +
      "Transfer-Encoding: chunked\r\n\r\n",
  );
  let left = Math.round(size / BLOCK);
  const more = (): void => {
    while (left > 0) {
      left--;
      if (!socket.write(left > 0 ? PIECES : LAST_PIECES)) {
        socket.once("drain", more);
        return;
      }
    }
    socket.write(LAST_CHUNK);
  };
  more();
}

function text(body: string, type: string): Buffer {
  const length = Buffer.byteLength(body);
  return Buffer.from(
    `HTTP/1.1 200 OK\r\n${COMMON}\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\n\r\n${body}`,
  );
}

function json(value: unknown): Buffer {
  return text(`${JSON.stringify(value)}\n`, "application/json");
}

/** What is longer than Go's buffer of 2 KiB comes in one chunk. */
function chunkedJson(value: unknown): Buffer {
  const body = Buffer.from(`${JSON.stringify(value)}\n`);
  if (body.length < 2048) return json(value);
  const head = CHUNKED_HEAD.toString().replace("octet-stream", "json");
  return Buffer.concat([Buffer.from(head), chunk(body), LAST_CHUNK]);
}

function chunk(bytes: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from(`${bytes.length.toString(16)}\r\n`),
    bytes,
    Buffer.from("\r\n"),
  ]);
}
