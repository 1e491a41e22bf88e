/** What many write first: `ws`, and a loop over all clients that sends each the same bytes. */
import { createServer } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';
import { listen, serveContender } from './serve-contender.ts';

const server = createServer();
const receivers = new Set<WebSocket>();

new WebSocketServer({ server, clientTracking: false }).on('connection', (client, { url }) => {
  if (url === '/publish') {
    client.on('message', (message: Buffer) => {
      for (const receiver of receivers) receiver.send(message, { binary: false });
    });
    return;
  }
  receivers.add(client);
  client.on('close', () => receivers.delete(client));
});

serveContender({ dialect: 'web-socket', port: await listen(server) });
