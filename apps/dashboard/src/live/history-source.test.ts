import type { Frame } from '@heliograph/contracts';
import { describe, expect, it } from 'vitest';
import { createHistorySource } from './history-source.ts';

const frame = (sequence: number, at: number): Frame => ({
  source: 'host',
  epoch: 'epoch-0001',
  sequence,
  at,
  interval: 1000,
  ticks: 1,
  values: '',
});

interface Asked {
  readonly url: URL;
  readonly authorization: string | null;
}

/** Answers request after request; the last answer stays. */
function createBench(...answers: (() => Response | Promise<Response>)[]) {
  const asked: Asked[] = [];
  const source = createHistorySource({
    backendUrl: 'http://backend',
    accessToken: async () => 'secret-token',
    fetch: async (input, init) => {
      const request = new Request(input, init);
      asked.push({
        url: new URL(request.url),
        authorization: request.headers.get('authorization'),
      });
      const answer = answers[Math.min(asked.length, answers.length) - 1];
      if (!answer) throw new Error('nothing to answer');
      return answer();
    },
  });
  const pages: (readonly Frame[])[] = [];
  const read = () =>
    source.read(
      'machine',
      { from: 5_000, to: 9_000 },
      (frames) => pages.push(frames),
      new AbortController().signal,
    );
  return { asked, pages, read };
}

const page = (frames: readonly Frame[], more: boolean) => () =>
  Response.json({ board: 'machine', frames, more });
const problem = (status: number) => () =>
  Response.json({ error: { code: 'x', message: 'because' } }, { status });

describe(createHistorySource, () => {
  it('asks for the range with the access token', async () => {
    const { asked, pages, read } = createBench(page([frame(0, 5_000)], false));

    await read();

    expect(asked[0]?.url.href).toBe('http://backend/api/boards/machine/history?from=5000&to=9000');
    expect(asked[0]?.authorization).toBe('Bearer secret-token');
    expect(pages).toEqual([[frame(0, 5_000)]]);
  });

  it('asks again from the last frame on while there is more', async () => {
    const { asked, pages, read } = createBench(
      page([frame(0, 5_000), frame(1, 6_000)], true),
      page([frame(1, 6_000), frame(2, 7_000)], false),
    );

    await read();

    expect(asked.map(({ url }) => url.searchParams.get('from'))).toEqual(['5000', '6000']);
    expect(pages).toHaveLength(2);
  });

  it('ends with an answer that does not get further', async () => {
    const { asked, read } = createBench(page([frame(0, 5_000)], true));

    await read();

    expect(asked).toHaveLength(1);
  });

  it.for([
    [401, 'token-refused'],
    [403, 'backend-refused'],
    [503, 'backend-unreachable'],
  ] as const)('reads status %d as %s and repeats what the backend says', async ([status, code]) => {
    const { read } = createBench(problem(status));

    await expect(read()).rejects.toMatchObject({
      code,
      message: expect.stringContaining('because'),
    });
  });

  it('knows when the backend ended the session', async () => {
    const error = { code: 'session-ended', message: 'Sign in again' };
    const { read } = createBench(() => Response.json({ error }, { status: 401 }));

    await expect(read()).rejects.toMatchObject({
      code: 'session-ended',
      message: 'Sign in again',
    });
  });

  it('refuses an answer that is not the contract, without repeating the token', async () => {
    const { read } = createBench(() => new Response('<html>'));

    await expect(read()).rejects.toMatchObject({
      code: 'answer-invalid',
      message: expect.not.stringContaining('secret-token'),
    });
  });

  it('says that the backend does not answer', async () => {
    const { read } = createBench(() => Promise.reject(new TypeError('Failed to fetch')));

    await expect(read()).rejects.toMatchObject({ code: 'backend-unreachable' });
  });
});
