import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { FrameBatcher } from './frame-batcher.ts';
import type { Transport, TransportListener } from './transport.ts';

const normalClosure = 1000;
const goingAway = 1001;
const noStatusReceived = 1005;

/**
 * A WebSocket as a transport: `ws` reads and answers control frames; what goes out is framed once
 * for all receivers and written to the socket that `webSocket` was made of.
 */
export function createWebSocketTransport(
  webSocket: WebSocket,
  socket: Duplex,
  batcher: FrameBatcher,
  listener: TransportListener,
): Transport {
  let ended = false;

  // Binary type 'nodebuffer' delivers a Buffer for text and binary messages alike.
  webSocket.on('message', (data: Buffer) => listener.received(data));
  webSocket.on('error', () => socket.destroy()); // 'close' follows and tells the listener
  webSocket.on('close', (code) => {
    listener.closed(code === normalClosure || code === goingAway || code === noStatusReceived);
  });

  return {
    name: 'WebSockets',
    formats: ['Text', 'Binary'],
    inherentKeepAlive: false,
    get queuedBytes() {
      return socket.writableLength;
    },
    send(messages, format) {
      if (!ended && socket.writable) socket.write(batcher.frame(messages, format));
    },
    pause: () => webSocket.pause(),
    resume: () => webSocket.resume(),
    end() {
      if (ended) return;
      ended = true;
      webSocket.resume(); // the client's close frame must be able to arrive
      webSocket.close(normalClosure);
    },
    destroy: () => webSocket.terminate(),
  };
}
