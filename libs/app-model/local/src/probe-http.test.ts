import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { probeHttp } from './probe-http.ts';

const servers: Server[] = [];

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/health`;
}

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

const never = new AbortController().signal;

describe(probeHttp, () => {
  it.for([200, 204, 299])('takes %i for healthy', async (status) => {
    const url = await serve((_, response) => void response.writeHead(status).end());

    expect(await probeHttp(url, 1_000, never)).toEqual({ healthy: true });
  });

  it.for([302, 404, 503])('says that it answers %i', async (status) => {
    const url = await serve((_, response) => void response.writeHead(status).end());

    expect(await probeHttp(url, 1_000, never)).toEqual({
      healthy: false,
      reason: `answers ${status}`,
    });
  });

  it('says that nobody listens', async () => {
    const url = await serve(() => undefined);
    const [server] = servers.splice(0);
    await once(server?.close() ?? createServer(), 'close');

    expect(await probeHttp(url, 1_000, never)).toEqual({
      healthy: false,
      reason: 'refuses connections',
    });
  });

  it('does not wait for an answer for ever', async () => {
    const url = await serve(() => undefined);

    expect(await probeHttp(url, 50, never)).toEqual({
      healthy: false,
      reason: 'does not answer within 0.05 s',
    });
  });

  it('does not wait for the end of an answer either', async () => {
    const url = await serve((_, response) => void response.write('for ever'));

    expect(await probeHttp(url, 1_000, never)).toEqual({ healthy: true });
  });
});
