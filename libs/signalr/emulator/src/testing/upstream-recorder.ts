import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface UpstreamRequest {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface UpstreamRecorder {
  /** Without a trailing slash. */
  readonly url: string;
  readonly requests: UpstreamRequest[];
  /** Requests for messages, not for connections. */
  messages(): UpstreamRequest[];
}

/** A backend that remembers what it was told; `answer` may answer for it. */
export async function startUpstream(
  answer: (request: UpstreamRequest, response: ServerResponse) => void | Promise<void> = (
    _request,
    response,
  ) => void response.writeHead(204).end(),
): Promise<UpstreamRecorder> {
  const requests: UpstreamRequest[] = [];
  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
    const { url = '', headers } = incoming;
    const request = { url, headers, body: Buffer.concat(chunks) };
    requests.push(request);
    await answer(request, response);
  };
  const server = createServer((incoming, response) => void serve(incoming, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    messages: () => requests.filter(({ headers }) => headers['x-asrs-category'] === 'messages'),
  };
}
