import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { jsonFrames } from './hub-frames.ts';

export interface UpstreamRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export type UpstreamBehaviour = (
  request: UpstreamRequest,
  response: ServerResponse,
) => void | Promise<void>;

export interface TestUpstream {
  /** Without a trailing slash. */
  readonly url: string;
  readonly requests: UpstreamRequest[];
  /** The events of a category, in the order of their arrival. */
  of(category: 'connections' | 'messages'): UpstreamRequest[];
  /** `category/event` of every request. */
  events(): string[];
}

/** A backend that remembers what it was told. It answers 204 unless told otherwise. */
export async function startUpstream(
  behave: UpstreamBehaviour = (_request, response) => void response.writeHead(204).end(),
): Promise<TestUpstream> {
  const requests: UpstreamRequest[] = [];
  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
    const { method = '', url = '', headers } = incoming;
    const request = { method, url, headers, body: Buffer.concat(chunks) };
    requests.push(request);
    await behave(request, response);
  };
  const server = createServer((incoming, response) => {
    serve(incoming, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo; // a server that listens on a port has one
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    of: (category) => requests.filter(({ headers }) => headers['x-asrs-category'] === category),
    events: () =>
      requests.map(({ headers }) => `${headers['x-asrs-category']}/${headers['x-asrs-event']}`),
  };
}

/** Answers messages as `answer` says and everything else with 204. */
export function onMessage(behave: UpstreamBehaviour): UpstreamBehaviour {
  return (request, response) => {
    if (request.headers['x-asrs-category'] === 'messages') return behave(request, response);
    response.writeHead(204).end();
  };
}

/** A backend's answer to an invocation in JSON: a completion with this result. */
export function complete(
  request: UpstreamRequest,
  response: ServerResponse,
  result: unknown,
): void {
  const { invocationId } = JSON.parse(request.body.toString()) as { invocationId?: string };
  response.end(jsonFrames({ type: 3, invocationId, result }));
}
