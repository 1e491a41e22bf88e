import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { BackendError } from './backend-error.ts';
import { asksForToken, createCollector } from './collector.ts';

const metric = { name: 'coffee.cups', value: 3, unit: 'count', decimals: 2 } as const;

async function startReceiver(status: number, body: unknown) {
  const received: unknown[] = [];
  const tokens: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    void text(request).then((json) => {
      received.push([request.method, request.url, JSON.parse(json)]);
      tokens.push(request.headers.authorization);
      response.writeHead(status, { 'content-type': 'application/json', location: '/' });
      response.end(JSON.stringify(body));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  onTestFinished(stop);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    tokens,
    stop,
  };
}

describe(createCollector, () => {
  it('hands a metric on', async () => {
    const { url, received, tokens } = await startReceiver(202, { accepted: 1 });

    await createCollector({ url }).push(metric);
    await createCollector({ url }).push([metric, metric]);

    expect(received).toEqual([
      ['POST', '/api/metrics', metric],
      ['POST', '/api/metrics', [metric, metric]],
    ]);
    expect(tokens).toEqual([undefined, undefined]);
  });

  it('shows a token of its own where the collector asks for one, and pushes nothing without', async () => {
    const { url, received, tokens } = await startReceiver(202, { accepted: 1 });
    const tokenless = new BackendError('collector-unavailable', 'There is no token');

    await createCollector({ url, getToken: async () => 'own-token' }).push(metric);
    const inVain = createCollector({ url, getToken: () => Promise.reject(tokenless) }).push(metric);

    await expect(inVain).rejects.toBe(tokenless);
    expect(tokens).toEqual(['Bearer own-token']);
    expect(received).toHaveLength(1);
  });

  it.for([400, 409])('passes on why the collector does not want it: %i', async (status) => {
    const problem = {
      error: { code: 'metric-invalid', message: 'Names of the machine are taken' },
    };
    const { url } = await startReceiver(status, problem);

    await expect(createCollector({ url }).push(metric)).rejects.toMatchObject({
      code: 'metric-refused',
      message: 'Names of the machine are taken',
    });
  });

  it.for([
    [500, { error: { code: 'unexpected', message: 'secret' } }],
    [403, { error: { code: 'caller-refused', message: 'secret' } }],
    [400, 'secret'],
    [302, {}],
  ] as const)('says that it cannot be had when it answers %i %j', async ([status, body]) => {
    const { url } = await startReceiver(status, body);

    const failure: unknown = await createCollector({ url })
      .push(metric)
      .catch((reason: unknown) => reason);

    expect(failure).toMatchObject({ code: 'collector-unavailable' });
    expect(String(failure)).not.toContain('secret');
  });

  it('says so when there is none, and when it is silent', async () => {
    const { url, stop } = await startReceiver(202, {});
    stop();

    for (const each of [url, undefined]) {
      await expect(createCollector({ url: each }).push(metric)).rejects.toMatchObject({
        code: 'collector-unavailable',
      });
    }
  });
});

describe(asksForToken, () => {
  it.for([
    ['http://127.0.0.1:4318', false],
    ['http://localhost:4318', false],
    ['http://[::1]:4318', false],
    ['https://collector.example', true],
    ['https://127.0.0.1.evil.example', true],
    [undefined, false],
  ] as const)('%s: %s', ([url, expected]) => {
    expect(asksForToken(url)).toBe(expected);
  });
});
