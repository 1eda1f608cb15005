/**
 * Replays what an Engine answers, on a unix socket or over mutual TLS: so that the client is
 * measured and not the Engine. It trusts the client as blindly as the floors trust it.
 *
 * Arguments: the socket's path; or `tls` and a directory with `ca.pem`, `server.pem` and `server.key`.
 * Prints `ready` and, for TLS, its port.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import net from "node:net";
import process from "node:process";
import tls from "node:tls";
import { answerTo } from "./answers.ts";
import { Peer } from "./peer.ts";

const [where, directory] = process.argv.slice(2);
const accept = (socket: net.Socket): void => {
  new Peer(socket, answerTo);
};
if (where === "tls") {
  const read = (name: string): string => readFileSync(`${directory}/${name}`, "utf8");
  const server = tls.createServer({
    ca: read("ca.pem"),
    cert: read("server.pem"),
    key: read("server.key"),
    requestCert: true,
    rejectUnauthorized: true,
    noDelay: true,
  }, accept);
  server.listen(0, "127.0.0.1", () => {
    console.log(`ready ${(server.address() as net.AddressInfo).port}`);
  });
} else {
  net.createServer({ allowHalfOpen: true }, accept).listen(where!, 1024, () => {
    console.log("ready");
  });
}
