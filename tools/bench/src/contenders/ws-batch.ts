/**
 * The least that a server in Node must do: `ws` for the handshake, each message framed once, and all
 * frames of a turn of the event loop in one write per client.
 */
import { createServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { listen, serveContender } from './serve-contender.ts';

const server = createServer();
const webSockets = new WebSocketServer({ noServer: true, clientTracking: false });
const receivers = new Set<Duplex>();
let pending: Buffer[] = [];

function publish(message: Buffer): void {
  if (pending.length === 0) setImmediate(flush);
  pending.push(headerOf(message.length), message);
}

/** A text frame's header, for the lengths that are measured. */
function headerOf(length: number): Buffer {
  return length < 126
    ? Buffer.from([0x81, length])
    : Buffer.from([0x81, 126, length >> 8, length & 0xff]);
}

function flush(): void {
  const frames = Buffer.concat(pending);
  pending = [];
  for (const receiver of receivers) receiver.write(frames);
}

server.on('upgrade', (request, socket, head) => {
  webSockets.handleUpgrade(request, socket, head, (client) => {
    if (request.url === '/publish') {
      client.on('message', publish);
      return;
    }
    receivers.add(socket);
    client.on('close', () => receivers.delete(socket));
  });
});

serveContender({ dialect: 'web-socket', port: await listen(server) });
