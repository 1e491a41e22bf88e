import { connect } from 'node:net';
import { collectorPaths, problemSchema } from '@heliograph/contracts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { audience, startTokenIssuer } from './fixtures/token-issuer.ts';
import type { Gate } from './gate.ts';
import type { Health } from './health.ts';
import { createHttpServer } from './http-server.ts';
import { createLocalGate } from './local-gate.ts';
import { createPushedMetrics } from './pushed-metrics.ts';
import { createTokenGate } from './token-gate.ts';

const healthy: Health = {
  status: 'ok',
  source: 'web-1',
  epoch: 'epoch-01',
  lastTick: { at: 0, sequence: 0 },
  publishing: { state: 'unwatched', since: 0 },
  counters: {
    ticks: 1,
    missedTicks: 0,
    outOfRange: 0,
    historyWaiting: 0,
    historyDropped: 0,
    pushedSeries: 0,
    published: 0,
    failed: 0,
    superseded: 0,
    oversized: 0,
    refused: 0,
  },
};

interface ListeningOptions {
  readonly status?: Health['status'];
  readonly now?: () => number;
  readonly gate?: Gate;
}

const log = { warn: () => {} };

async function listening({
  status = 'ok',
  now = () => 0,
  gate = createLocalGate({ log }),
}: ListeningOptions = {}) {
  const pushed = createPushedMetrics();
  const app = createHttpServer({ gate, pushed, now, health: () => ({ ...healthy, status }) });
  onTestFinished(() => app.close());
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const post = (body: string, headers: Record<string, string> = {}) =>
    fetch(url + collectorPaths.metrics, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });
  return { pushed, url, post };
}

async function problemOf(answer: Response) {
  return { status: answer.status, ...problemSchema.parse(await answer.json()).error };
}

/** Sends exactly these bytes and gives back the status line. `fetch` would set Host itself. */
async function raw(url: string, text: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1').setEncoding('utf8');
  socket.end(text);
  let answer = '';
  socket.on('data', (chunk: string) => (answer += chunk));
  // A server may hang up on what it does not want to read to its end.
  socket.on('error', () => {});
  await new Promise((resolve) => socket.once('close', resolve));
  return answer.split('\r\n')[0] ?? '';
}

describe(createHttpServer, () => {
  it('takes a metric, and an array of them', async () => {
    const { pushed, post } = await listening();

    const one = await post('{"name":"orders","value":3}');
    const two = await post('[{"name":"orders","value":4},{"name":"queue","value":5}]');

    expect([one.status, await one.json()]).toEqual([202, { accepted: 1 }]);
    expect([two.status, await two.json()]).toEqual([202, { accepted: 2 }]);
    expect(pushed.samples(0).map(({ series, value }) => [series.name, value])).toEqual([
      ['orders', 4],
      ['queue', 5],
    ]);
  });

  it.for([
    ['no JSON', '{"name":', {}, 400, 'body-malformed'],
    ['nothing', '', {}, 400, 'body-malformed'],
    ['a prototype', '{"__proto__":{"name":"x"},"name":"x","value":1}', {}, 400, 'body-malformed'],
    ['a metric without a value', '{"name":"orders"}', {}, 400, 'metric-invalid'],
    ['a name of the machine', '{"name":"cpu.busy","value":1}', {}, 400, 'metric-invalid'],
    [
      'a form',
      'name=orders',
      { 'content-type': 'application/x-www-form-urlencoded' },
      415,
      'media-type-unsupported',
    ],
    [
      'plain text, as a foreign page could',
      '{"name":"orders","value":1}',
      { 'content-type': 'text/plain' },
      415,
      'media-type-unsupported',
    ],
    ['a megabyte', `"${'x'.repeat(1024 * 1024)}"`, {}, 413, 'body-too-large'],
  ] as const)('refuses %s and says why', async ([, body, headers, status, code]) => {
    const { pushed, post } = await listening();

    expect(await problemOf(await post(body, headers))).toMatchObject({ status, code });
    expect(pushed.size).toBe(0);
  });

  it('names the place of a mistake', async () => {
    const { post } = await listening();
    const answer = await post('[{"name":"orders","value":3},{"name":"orders","value":"3"}]');

    expect((await problemOf(answer)).message).toMatch(/^Metric 2, 'value'/);
  });

  it('says when there are too many series', async () => {
    const { post } = await listening();
    const many = (prefix: string) =>
      JSON.stringify(Array.from({ length: 300 }, (_, at) => ({ name: prefix + at, value: at })));
    await post(many('a'));

    expect(await problemOf(await post(many('b')))).toMatchObject({
      status: 409,
      code: 'series-limit',
      message: expect.stringContaining('At most 500'),
    });
  });

  it('limits how often is pushed, and says when to come again', async () => {
    let time = 0;
    const { post } = await listening({ now: () => time });
    const statuses = [];
    for (let round = 0; round < 101; round += 1) {
      statuses.push((await post('{"name":"orders","value":3}')).status);
    }
    const refused = await post('{"name":"orders","value":3}');

    expect(statuses.filter((status) => status === 202).length).toBe(100);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await problemOf(refused)).toMatchObject({ status: 429, code: 'too-many-requests' });
    time = 1000;
    expect((await post('{"name":"orders","value":3}')).status).toBe(202);
  });

  it('refuses a caller that takes it for somebody else, as after DNS rebinding', async () => {
    const { pushed, url } = await listening();
    const body = '{"name":"orders","value":3}';
    const request = (host: string) =>
      `POST ${collectorPaths.metrics} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`;

    expect(await raw(url, request('evil.example'))).toBe('HTTP/1.1 403 Forbidden');
    expect(pushed.size).toBe(0);
    expect(await raw(url, request('localhost:4318'))).toBe('HTTP/1.1 202 Accepted');
  });

  it('beyond loopback takes metrics from those with a token that may push', async () => {
    const { authority, issue } = await startTokenIssuer();
    const signIn = { authority, audience, userIdClaim: 'sub', rolesClaim: 'roles' };
    const state = { get: async () => undefined };
    const gate = createTokenGate({ signIn, state, log, now: Date.now });
    const { pushed, post } = await listening({ gate });
    const bearer = async (...roles: string[]) => `Bearer ${await issue({ roles })}`;
    const push = async (headers: Record<string, string>) => {
      const answer = await post('{"name":"orders","value":3}', headers);
      const challenge = answer.headers.get('www-authenticate');
      return { status: answer.status, challenge, body: await answer.json() };
    };

    expect(await push({})).toMatchObject({
      status: 401,
      challenge: 'Bearer',
      body: { error: { code: 'token-missing' } },
    });
    expect(await push({ authorization: 'Bearer a.b.c' })).toMatchObject({
      status: 401,
      challenge: 'Bearer error="invalid_token"',
    });
    expect(await push({ authorization: await bearer('viewer') })).toMatchObject({
      status: 403,
      challenge: null,
      body: { error: { code: 'permission-denied' } },
    });
    expect(pushed.size).toBe(0);
    expect(await push({ authorization: await bearer('metrics.publish') })).toMatchObject({
      status: 202,
    });
    expect(pushed.size).toBe(1);
  });

  it('beyond loopback tells a probe only whether it is well, and more to those with a token', async () => {
    const { authority, issue } = await startTokenIssuer();
    const signIn = { authority, audience, userIdClaim: 'sub', rolesClaim: 'roles' };
    const state = { get: async () => undefined };
    const gate = createTokenGate({ signIn, state, log, now: Date.now });
    const { url } = await listening({ gate });
    const health = async (authorization?: string) => {
      const answer = await fetch(url + collectorPaths.health, {
        headers: authorization === undefined ? {} : { authorization },
      });
      return { status: answer.status, body: (await answer.json()) as unknown };
    };

    expect(await health()).toEqual({ status: 200, body: { status: 'ok' } });
    expect(await health(`Bearer ${await issue({ roles: ['admin'] })}`)).toEqual({
      status: 200,
      body: healthy,
    });
    expect(await health(`Bearer ${await issue({ roles: ['viewer'] })}`)).toMatchObject({
      status: 403,
    });
    expect(await health('Bearer a.b.c')).toMatchObject({ status: 401 });
  });

  it('tells browsers that no other origin may call', async () => {
    const { url } = await listening();
    const answer = await fetch(url + collectorPaths.metrics, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://evil.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    });

    expect(answer.status).toBe(404);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('says what there is to whoever asks for something else', async () => {
    const { url } = await listening();

    expect(await problemOf(await fetch(`${url}/metrics?token=secret`))).toEqual({
      status: 404,
      code: 'path-unknown',
      message: 'There is no GET /metrics here; there are POST /api/metrics and GET /health',
    });
  });

  it.for([
    ['ok', 200],
    ['starting', 503],
    ['failing', 503],
  ] as const)('answers for its health: %s is %i', async ([status, code]) => {
    const { url } = await listening({ status });
    const answer = await fetch(url + collectorPaths.health);

    expect(answer.status).toBe(code);
    expect(await answer.json()).toEqual({ ...healthy, status });
  });

  it.for([
    ['half a request line', 'GET\r\n\r\n'],
    ['bytes of something else', '\0\x16\x03\x01'],
    ['a push without a body', 'POST /api/metrics HTTP/1.1\r\n\r\n'],
    ['a path without end', `GET /${'x'.repeat(99_999)} HTTP/1.1\r\n\r\n`],
  ] as const)('survives %s', async ([, text]) => {
    const { url } = await listening();
    await raw(url, text);

    expect((await fetch(url + collectorPaths.health)).status).toBe(200);
  });
});
