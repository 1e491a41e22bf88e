import { once } from 'node:events';
import { createServer as createPlainServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';
import type { Certificate } from './loopback-certificate.ts';

export interface Received {
  readonly path: string;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

export interface RecordingServer {
  readonly url: string;
  readonly received: readonly Received[];
}

export interface RecordingServerOptions {
  /** With TLS when given. */
  readonly certificate?: Certificate;
  /** What it answers, as JSON; an empty object by default. */
  readonly answer?: (request: Received) => unknown;
}

/** Keeps what it is sent. */
export async function startRecordingServer(
  options: RecordingServerOptions = {},
): Promise<RecordingServer> {
  const { certificate, answer = () => ({}) } = options;
  const received: Received[] = [];
  const record: RequestListener = (request, response) => {
    void buffer(request).then((bytes) => {
      const { url = '', headers } = request;
      const plain = headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
      const one = { path: url, headers, body: plain.toString() };
      received.push(one);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answer(one)));
    });
  };
  const server = certificate ? createTlsServer(certificate, record) : createPlainServer(record);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { url: `http${certificate ? 's' : ''}://127.0.0.1:${port}`, received };
}
