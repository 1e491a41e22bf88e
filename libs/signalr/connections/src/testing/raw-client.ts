import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { WebSocket, type RawData } from 'ws';

/** A WebSocket client that shows everything: no SignalR library between the test and the wire. */
export interface RawClient {
  readonly webSocket: WebSocket;
  /** Every message as text, in order. */
  readonly messages: string[];
  /** Every hub message, in order and without separators. */
  records(): string[];
  send(...records: readonly string[]): void;
  /** Resolves with the close code. */
  readonly closed: Promise<number>;
}

export const jsonHandshake = '{"protocol":"json","version":1}';

export async function connectRaw(url: string): Promise<RawClient> {
  const webSocket = new WebSocket(url);
  const messages: string[] = [];
  webSocket.on('message', (data: RawData) => messages.push(String(data)));
  webSocket.on('error', () => undefined); // how a connection ends is told by `closed`
  const closed = new Promise<number>((resolve) => webSocket.once('close', resolve));
  onTestFinished(() => webSocket.terminate());
  await once(webSocket, 'open');
  return {
    webSocket,
    messages,
    closed,
    records: () => messages.join('').split('\u001e').slice(0, -1),
    send: (...records) => webSocket.send(records.map((record) => `${record}\u001e`).join('')),
  };
}
