/** Runs under Bun: receivers subscribe to one topic, what the publisher sends is published to it. */
interface BunSocket {
  readonly data: { readonly isPublisher: boolean };
  subscribe(topic: string): void;
}

interface BunServer {
  readonly port: number;
  upgrade(request: Request, options: { readonly data: BunSocket['data'] }): boolean;
  publish(topic: string, message: string): void;
}

/** As much of https://bun.com/reference/bun/serve as is needed here. */
declare const Bun: {
  serve(options: {
    readonly hostname: string;
    readonly port: number;
    fetch(request: Request, server: BunServer): Response | undefined;
    readonly websocket: {
      readonly perMessageDeflate: boolean;
      open(socket: BunSocket): void;
      message(socket: BunSocket, message: string): void;
    };
  }): BunServer;
};

const topic = 'everyone';

const server = Bun.serve({
  hostname: '127.0.0.1',
  port: 0,
  fetch(request, self) {
    const isPublisher = new URL(request.url).pathname === '/publish';
    if (self.upgrade(request, { data: { isPublisher } })) return undefined;
    return new Response('Only WebSockets', { status: 426 });
  },
  websocket: {
    perMessageDeflate: false,
    open(socket) {
      if (!socket.data.isPublisher) socket.subscribe(topic);
    },
    message: (_socket, message) => server.publish(topic, message),
  },
});

// The runner keeps this open; when it is gone, so is this program.
process.stdin.on('end', () => process.exit()).resume();
console.log(`port ${server.port}`);
