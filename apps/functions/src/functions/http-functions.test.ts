import { historyAnswerSchema, negotiateAnswerSchema, type Frame } from '@heliograph/contracts';
import { createTokenVerifier } from '@heliograph/signalr-access';
import { describe, expect, it } from 'vitest';
import { readCaller } from '../caller.ts';
import { request } from '../fixtures/invoke.ts';
import { accessKey, openTestBackend } from '../fixtures/open-test-backend.ts';
import { createHealth } from './health.ts';
import { createHistory } from './history.ts';
import { createNegotiate } from './negotiate.ts';

async function setUp() {
  const { backend, issuer } = await openTestBackend();
  const token = await issuer.issue({ sub: 'ada', name: 'Ada', roles: ['viewer', 'admin'] });
  return { backend, issuer, token };
}

/** A key frame on its own: its values are never looked at here. */
const frame = (sequence: number): Frame => ({
  source: 'web-1',
  epoch: 'epoch-0001',
  sequence,
  at: sequence * 1000,
  interval: 1000,
  ticks: 1,
  series: [{ name: 'cpu.busy', chart: 'CPU', label: 'busy', unit: 'percent', decimals: 1 }],
  values: 'Ag==',
});

describe(createNegotiate, () => {
  it('sends the person on to the service with a token that says who they are', async () => {
    const { backend, token } = await setUp();

    const { response } = await request(createNegotiate(backend), { token });

    const { url, accessToken } = negotiateAnswerSchema.parse(response.jsonBody);
    expect(url).toBe('http://127.0.0.1:1/client/?hub=live');
    const claims = createTokenVerifier({ keys: [accessKey] }).verify(accessToken, [url]);
    expect(claims).toMatchObject({ 'asrs.s.uid': 'ada' });
    const texts = Object.fromEntries(
      Object.entries(claims).map(([type, value]) => [type, String(value)]),
    );
    expect(readCaller('ada', texts)).toEqual({
      userId: 'ada',
      name: 'Ada',
      roles: ['viewer', 'admin'],
      knownSince: expect.any(Number) as number,
    });
  });

  it('lets nobody in without a token', async () => {
    const { backend } = await setUp();

    const { response } = await request(createNegotiate(backend));

    expect(response).toMatchObject({ status: 401 });
    expect(JSON.stringify(response)).not.toContain('accessToken');
  });
});

describe(createHistory, () => {
  const board = { board: 'machine' };

  it('returns the stored frames of the time asked for', async () => {
    const { backend, token } = await setUp();
    await backend.history.append([1, 2, 3, 4].map(frame));

    const { response } = await request(createHistory(backend), {
      token,
      params: board,
      query: { from: '2000', to: '3000' },
    });

    const answer = historyAnswerSchema.parse(response.jsonBody);
    expect(answer.frames.map(({ sequence }) => sequence)).toEqual([2, 3]);
    expect(answer).toMatchObject({ board: 'machine', more: false });
    expect(response.headers).toEqual({ 'cache-control': 'no-store' });
  });

  it('cuts a long answer, and the parts together are whole', async () => {
    const { backend, token } = await setUp();
    await backend.history.append(Array.from({ length: 2000 }, (_, at) => frame(at)));
    const sequences = new Set<number>();
    let from = 0;

    for (let more = true, parts = 0; more && parts < 5; parts += 1) {
      const { response } = await request(createHistory(backend), {
        token,
        params: board,
        query: { from: String(from), to: '3000000' },
      });
      const answer = historyAnswerSchema.parse(response.jsonBody);
      answer.frames.forEach(({ sequence }) => sequences.add(sequence));
      from = answer.frames.at(-1)?.at ?? 0;
      more = answer.more;
    }

    expect(sequences.size).toBe(2000);
  });

  it.for([
    [404, 'board-unknown', { board: 'engine-room' }, {}],
    [404, 'board-unknown', {}, {}],
    [400, 'range-invalid', board, { from: 'yesterday' }],
  ] as const)('answers %i %s for %j %j', async ([status, code, params, query]) => {
    const { backend, token } = await setUp();

    const { response } = await request(createHistory(backend), { token, params, query });

    expect(response).toMatchObject({ status, jsonBody: { error: { code } } });
  });

  it('shows nothing to somebody without a role', async () => {
    const { backend, issuer } = await setUp();
    const token = await issuer.issue({ sub: 'mallory', roles: [] });

    const { response } = await request(createHistory(backend), { token, params: board });

    expect(response).toMatchObject({ status: 403 });
  });
});

describe(createHealth, () => {
  it('is well, and counts what was refused', async () => {
    const { backend } = await setUp();
    await request(createNegotiate(backend));

    const { response } = await request(createHealth(backend));

    expect(response).toMatchObject({
      status: 200,
      jsonBody: {
        status: 'ok',
        refusals: [{ where: 'negotiate', code: 'token-missing', count: 1 }],
      },
    });
  });

  it('says so when the history cannot be read', async () => {
    const { backend } = await setUp();
    await backend.history.close();

    const { response } = await request(createHealth(backend));

    expect(response).toMatchObject({ status: 503, jsonBody: { checks: { history: 'failing' } } });
  });
});
