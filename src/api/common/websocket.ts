import { ProtocolError } from "../../errors.ts";
import { webSocketAccept, WebSocketConnection, webSocketKey } from "../../http/websocket.ts";
import type { CallOptions } from "../../engine/engine.ts";
import type { Call } from "../../operation/call.ts";
import type { QueryValue } from "../../operation/query.ts";

/**
 * Opens a websocket.
 *
 * @param call The call that asks for it.
 * @param query Its parameters.
 * @throws {ProtocolError} When the Engine does not accept a websocket.
 */
export async function openWebSocket(
  call: Call<CallOptions>,
  query: Readonly<Record<string, QueryValue>>,
): Promise<WebSocketConnection> {
  const key = webSocketKey();
  const connection = await call.upgrade({
    query,
    protocol: "websocket",
    headers: { "Sec-WebSocket-Key": key, "Sec-WebSocket-Version": "13" },
  });
  const { status } = connection.head;
  const accept = connection.head.header("sec-websocket-accept");
  if (status !== 101 || accept !== await webSocketAccept(key)) {
    const problem = new ProtocolError(
      `${call.action}: the engine at ${call.address} answered ${status} without accepting a websocket`,
    );
    connection.cancel(problem);
    throw problem;
  }
  return new WebSocketConnection(connection);
}
