import type { CallOptions, Engine } from "../../engine/engine.ts";
import { ProtocolError } from "../../errors.ts";
import { webSocketAccept, WebSocketConnection, webSocketKey } from "../../http/websocket.ts";

/**
 * Opens a websocket.
 *
 * @param engine The engine.
 * @param action What is attempted, for errors.
 * @param path The path.
 * @param search The query with its question mark.
 * @param options The call's own options.
 * @throws {ProtocolError} When the peer does not speak the protocol.
 */
export async function openWebSocket(
  engine: Engine,
  action: string,
  path: string,
  search: string,
  options: CallOptions,
): Promise<WebSocketConnection> {
  const key = webSocketKey();
  const connection = await engine.upgrade(action, "GET", path, options, {
    query: search,
    protocol: "websocket",
    headers: { "Sec-WebSocket-Key": key, "Sec-WebSocket-Version": "13" },
  });
  const { status } = connection.head;
  const accept = connection.head.header("sec-websocket-accept");
  if (status !== 101 || accept !== await webSocketAccept(key)) {
    const problem = new ProtocolError(
      `${action}: the engine answered ${status} without accepting a websocket`,
    );
    connection.cancel(problem);
    throw problem;
  }
  return new WebSocketConnection(connection, action);
}
