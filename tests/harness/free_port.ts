import { once } from "node:events";
import { createServer } from "node:net";

/** The ports that are tried: the system gives none of them to who asks for any port, or connects. */
const FIRST = 10_000;
const COUNT = 20_000;
/** How many are tried. */
const ATTEMPTS = 100;

/**
 * Finds a port that nothing listens on, and that nobody else is likely to be given before it is used.
 *
 * @param address The address of this machine that it is for.
 */
export async function freePort(address: string = "127.0.0.1"): Promise<number> {
  for (let attempt = 1;; attempt++) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    const server = createServer();
    try {
      server.listen(port, address);
      await once(server, "listening");
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      continue;
    }
    server.close();
    await once(server, "close");
    return port;
  }
}
