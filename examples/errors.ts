/** Tells errors apart, and tries again what is worth it. */
import { APIError, ConnectionError, DockerClient, NotFound, TimeoutError } from "@longshore/docker";

const docker = await DockerClient.fromEnv();

/** Tries again, more and more slowly, while the Engine is not there or busy. */
async function withRetries<T>(action: () => Promise<T>, attempts = 5): Promise<T> {
  for (let attempt = 1;; attempt++) {
    try {
      return await action();
    } catch (error) {
      const isPassing = error instanceof ConnectionError || error instanceof TimeoutError ||
        error instanceof APIError && error.status >= 500;
      if (!isPassing || attempt === attempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100 * 2 ** attempt));
    }
  }
}

try {
  await withRetries(() => docker.containers.get("no-such-container"));
} catch (error) {
  if (!(error instanceof NotFound)) throw error;
  console.log(`${error.status}: ${error.explanation}`);
}
const offline = new DockerClient({ baseUrl: "unix:///run/no/such.sock" });
await withRetries(() => offline.ping(), 2).catch((error) => console.log(error.name));
docker.close();
