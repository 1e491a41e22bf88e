/**
 * The server that `@azure/functions` opens for HTTP streams, with some habits of its own changed: it
 * listens for this machine only, and it stops reading an answer that nobody receives any more. Left
 * alone, an endless stream would be read for ever after its client has left.
 *
 * Reference: https://github.com/Azure/azure-functions-nodejs-library/issues/294
 */
import { Server as HttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Server } from 'node:net';

const loopback = '127.0.0.1';

/** Told of each request before anybody answers it. */
export type OnStreamRequest = (request: IncomingMessage, response: ServerResponse) => void;

/** Runs `open`. Servers that it starts without an address of their own get the changed habits. */
export async function openStreamServer<Result>(
  open: () => Promise<Result>,
  onRequest: OnStreamRequest,
): Promise<Result> {
  const listen: unknown = Reflect.get(Server.prototype, 'listen');
  if (typeof listen !== 'function') return open();
  Reflect.set(Server.prototype, 'listen', function (this: Server, ...args: unknown[]): unknown {
    const [first] = args;
    if (first !== undefined && typeof first !== 'function')
      return Reflect.apply(listen, this, args);
    if (this instanceof HttpServer) {
      this.prependListener('request', failWithoutClient);
      this.prependListener('request', onRequest);
    }
    Reflect.apply(listen, this, [0, loopback, ...args]);
    // The app's process ends with its host, whatever is still open.
    return this.unref();
  });
  try {
    return await open();
  } finally {
    Reflect.set(Server.prototype, 'listen', listen);
  }
}

/** Whoever feeds the answer learns from the failed write that there is nobody to feed. */
function failWithoutClient(_request: IncomingMessage, response: ServerResponse): void {
  const write: unknown = Reflect.get(response, 'write');
  if (typeof write !== 'function') return;
  Reflect.set(response, 'write', (...args: unknown[]): unknown => {
    if (response.destroyed) throw new Error('The client has left');
    return Reflect.apply(write, response, args);
  });
}
