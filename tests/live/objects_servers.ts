import { mkdirSync, rmSync } from "node:fs";
import http from "node:http";
import net from "node:net";

/** Serves what search asks of a registry, in the registry's first version. */
export async function searchable(body: (address: string) => Promise<void>): Promise<void> {
  const results = [{ name: "tools/shell", description: "A shell", star_count: 7 }];
  const answers: Readonly<Record<string, unknown>> = {
    "/v1/_ping": true,
    "/v1/search": { query: "shell", num_results: 1, results },
  };
  const server = http.createServer((request, response) => {
    const answer = answers[new URL(request.url!, "http://127.0.0.1").pathname];
    response.writeHead(answer === undefined ? 404 : 200, {
      "Content-Type": "application/json",
      "X-Docker-Registry-Version": "0.6.0",
    });
    response.end(JSON.stringify(answer ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await body(`127.0.0.1:${(server.address() as net.AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Listens in a plugin's place until the test is over: an engine enables only what it can reach. */
export async function listening(id: string, body: () => Promise<void>): Promise<void> {
  // Engines have this directory for plugins, whatever theirs for containers is.
  const place = `/run/docker/plugins/${id}`;
  mkdirSync(place, { recursive: true });
  const server = net.createServer((socket) => socket.end());
  await new Promise<void>((resolve) => server.listen(`${place}/plugin.sock`, resolve));
  try {
    await body();
  } finally {
    await new Promise((resolve) => server.close(resolve));
    rmSync(place, { recursive: true, force: true });
  }
}
