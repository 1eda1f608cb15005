/** What runs on the other side in place of the docker command: it joins its pipes to a socket. */
export const STAND_IN: string = `
import { connect } from "node:net";
import process from "node:process";
const socket = connect({ path: process.argv[2], allowHalfOpen: true });
process.stdin.pipe(socket);
socket.pipe(process.stdout);
socket.on("error", (error) => {
  console.error("stand-in: " + error.message);
  process.exit(1);
});
socket.on("end", () => process.stdin.destroy());
`;
