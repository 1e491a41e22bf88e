/** Socket.IO as its documentation shows a broadcast, on its WebSocket transport. */
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { listen, serveContender } from './serve-contender.ts';

const server = createServer();

new Server(server, { transports: ['websocket'], serveClient: false }).on('connection', (socket) => {
  socket.on('publish', (text: unknown) => socket.broadcast.emit('update', text));
});

serveContender({ dialect: 'socket-io', port: await listen(server) });
