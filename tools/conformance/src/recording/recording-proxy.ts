import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { WebSocket, WebSocketServer, type RawData } from 'ws';

/** A request and its answer, as they passed by. */
export interface PassedExchange {
  /** Method and target. */
  readonly request: string;
  readonly body: Buffer;
  /** Absent until the answer begins. */
  status?: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  reply: Buffer;
}

/** What passed over WebSockets: text, bytes in hex, and `close` with its code. */
export interface PassedFrames {
  readonly client: string[];
  readonly service: string[];
}

export interface RecordingProxy {
  /** Without a trailing slash. */
  readonly url: string;
  readonly exchanges: PassedExchange[];
  readonly frames: PassedFrames;
}

/** Stands between a client and the service and writes down what passes. */
export async function startRecordingProxy(serviceUrl: string): Promise<RecordingProxy> {
  const exchanges: PassedExchange[] = [];
  const frames: PassedFrames = { client: [], service: [] };

  async function forward(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
    const { method = '', url = '', headers } = incoming;
    const exchange: PassedExchange = {
      request: `${method} ${url}`,
      body: Buffer.concat(chunks),
      headers: {},
      reply: Buffer.alloc(0),
    };
    exchanges.push(exchange);
    const outgoing = request(`${serviceUrl}${url}`, { method, headers }, (answer) => {
      exchange.status = answer.statusCode ?? 0;
      exchange.headers = answer.headers;
      response.writeHead(exchange.status, answer.headers).flushHeaders();
      answer.on('data', (chunk: Buffer) => {
        exchange.reply = Buffer.concat([exchange.reply, chunk]);
        response.write(chunk);
      });
      answer.on('end', () => response.end());
      answer.on('error', () => response.destroy());
    });
    outgoing.on('error', () => response.destroy());
    response.on('close', () => outgoing.destroy());
    outgoing.end(exchange.body);
  }

  const server = createServer((incoming, response) => void forward(incoming, response));
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (incoming, socket, head) => {
    const exchange: PassedExchange = {
      request: `${incoming.method} ${incoming.url}`,
      body: Buffer.alloc(0),
      headers: {},
      reply: Buffer.alloc(0),
    };
    exchanges.push(exchange);
    const { authorization } = incoming.headers;
    const service = new WebSocket(`${serviceUrl.replace('http', 'ws')}${incoming.url}`, {
      headers: authorization === undefined ? {} : { authorization },
    });
    service.on('error', () => socket.destroy());
    service.once('open', () => {
      exchange.status = 101;
      sockets.handleUpgrade(incoming, socket, head, (client) => {
        pass(client, service, frames.client);
        pass(service, client, frames.service);
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
    sockets.clients.forEach((client) => client.terminate());
  });
  const { port } = server.address() as AddressInfo; // a server that listens on a port has one
  return { url: `http://127.0.0.1:${port}`, exchanges, frames };
}

/** Passes on everything that comes from one side, and how it ends. */
function pass(from: WebSocket, to: WebSocket, passed: string[]): void {
  from.on('message', (data: RawData, isBinary) => {
    const bytes = data as Buffer; // the default of `binaryType`
    passed.push(isBinary ? `hex:${bytes.toString('hex')}` : bytes.toString());
    to.send(bytes, { binary: isBinary });
  });
  from.on('close', (code) => {
    passed.push(code === 1005 ? 'close' : `close ${code}`);
    if (code === 1005) to.close();
    else if (code === 1006) to.terminate();
    else to.close(code);
  });
}
