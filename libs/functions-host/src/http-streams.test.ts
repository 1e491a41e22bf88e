import { createHash, randomBytes } from 'node:crypto';
import { request as openRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createAppFolder } from './testing/app-folder.ts';
import { startTestHost, type TestHost } from './testing/test-host.ts';

const within = { timeout: 10_000, interval: 20 };
const start = (env: NodeJS.ProcessEnv = {}) => startTestHost({ fixture: 'streams' }, { env });

/** A request whose body the test writes piece by piece. */
function open(
  { url }: TestHost,
  path: string,
): { request: ClientRequest; answer: Promise<IncomingMessage> } {
  const request = openRequest(`${url}/api/${path}`, { method: 'POST', agent: false });
  request.on('error', () => undefined);
  onTestFinished(() => void request.destroy());
  const answer = new Promise<IncomingMessage>((resolve) => request.once('response', resolve));
  return { request, answer };
}

const nextChunk = (message: IncomingMessage): Promise<string> =>
  new Promise((resolve) => message.once('data', (chunk: Buffer) => resolve(chunk.toString())));

/** Reads the events of a stream one by one. */
async function openEvents({ url }: TestHost, signal?: AbortSignal) {
  const response = await fetch(`${url}/api/events`, signal ? { signal } : {});
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  return { response, next: async () => (await reader?.read())?.value };
}

describe('an app with HTTP streams', () => {
  it('sees a request and answers it as any other app does', async () => {
    const { url } = await start();

    const response = await fetch(`${url}/API/about/12/a%2Fb/c?x=1&y=%C3%A4`, {
      headers: { 'X-Test': 'yes' },
    });

    expect(response.status).toBe(203);
    expect(await response.json()).toEqual({
      url: `${url}/API/about/12/a%2Fb/c?x=1&y=%C3%A4`,
      params: { id: '12', rest: 'a/b/c' },
      query: { x: '1', y: 'ä' },
      header: 'yes',
    });
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('set-cookie')).toBe('seen=a%20b');
    expect(response.headers.get('x-ms-invocation-id')).toBe(response.headers.get('x-invocation'));
  });

  it('answers the beginning of a body before the client has sent the rest', async () => {
    const host = await start();
    const { request, answer } = open(host, 'mirror');

    request.write('one');
    const message = await answer;
    expect(await nextChunk(message)).toBe('one');
    request.write('two');
    expect(await nextChunk(message)).toBe('two');
    request.end();

    await vi.waitFor(() => expect(message.complete).toBe(true), within);
  });

  it('takes an upload larger than what either process would want to hold', async () => {
    const { url } = await start({ FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: String(2 ** 30) });
    const part = randomBytes(1024 * 1024);
    const hash = createHash('sha256');
    const parts = Array.from({ length: 150 }, () => part);
    for (const bytes of parts) hash.update(bytes);

    const response = await fetch(`${url}/api/digest`, {
      method: 'PUT',
      body: ReadableStream.from(parts),
      duplex: 'half',
    });

    expect(await response.json()).toEqual({
      sha256: hash.digest('hex'),
      chunks: expect.toSatisfy((chunks: number) => chunks > 150),
    });
  });

  it('sends every event when it happens', async () => {
    const host = await start();
    const { response, next } = await openEvents(host);

    expect(response.headers.get('content-type')).toBe('text/event-stream');
    for (const step of ['1', '2', '3']) {
      expect(await next()).toBe(`data: ${step}\n\n`);
      await fetch(`${host.url}/api/step`, { method: 'POST' });
    }
  });

  it.for(['web', 'generator'])(
    'is read no faster than its client reads, whatever it answers with: %s',
    async (form) => {
      const host = await start();
      const leaving = new AbortController();
      const { signal } = leaving;
      // 256 MB are on offer. What fits into the sockets on the way is a few MB, that is 64 KB each.
      const response = await fetch(`${host.url}/api/flood/${form}`, { signal });
      await response.body?.getReader().read();

      let parts = 0;
      const standsStill = async () => {
        const before = parts;
        parts = Number(await (await fetch(`${host.url}/api/flooded`)).text());
        return parts > 0 && parts === before;
      };
      await vi.waitUntil(standsStill, { ...within, interval: 100 });

      leaving.abort();
      expect(parts).toBeLessThan(400);
    },
  );

  it('is told by the end of its stream that the client has left', async () => {
    const host = await start();
    const leaving = new AbortController();
    const { next } = await openEvents(host, leaving.signal);
    await next();

    leaving.abort();

    await vi.waitFor(async () => {
      await fetch(`${host.url}/api/step`, { method: 'POST' });
      expect(host.messages()).toEqual(
        expect.arrayContaining(['the steps have ended', 'events ended early: the client left']),
      );
    }, within);
    expect(host.entries).toContainEqual(
      expect.objectContaining({ functionName: 'events', outcome: 'aborted' }),
    );
    expect((await fetch(`${host.url}/api/about/1`)).status).toBe(203);
  });

  it('is told by its request that the upload has ended early', async () => {
    const host = await start();
    const { request } = open(host, 'patient');
    request.write('one');
    await vi.waitFor(() => expect(host.messages()).toContain('got 3'), within);

    request.destroy();

    await vi.waitFor(() => expect(host.messages()).toContain('the upload broke off'), within);
  });

  it('answers 500 for a function that throws, without its message', async () => {
    const { url, messages } = await start();

    const response = await fetch(`${url}/api/broken`);

    expect([response.status, await response.text()]).toEqual([500, '']);
    expect(messages()).toContainEqual(expect.stringContaining('a secret of the app'));
  });

  it('cuts the connection where a stream fails midway, so that nobody takes it for whole', async () => {
    const { url } = await start();

    const response = await fetch(`${url}/api/midway`);
    await fetch(`${url}/api/step`, { method: 'POST' });

    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  });

  it('answers 204 for a function that returns nothing', async () => {
    const { url } = await start();

    expect((await fetch(`${url}/api/silent`)).status).toBe(204);
  });

  it('cuts a stream that outlives functionTimeout and replaces the worker', async () => {
    const folder = await createAppFolder({ fixture: 'streams' });
    await folder.write('host.json', '{ "version": "2.0", "functionTimeout": "00:00:01" }');
    const { url, messages } = await startTestHost(folder);

    const response = await fetch(`${url}/api/hanging`);

    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
    await vi.waitFor(() => {
      expect(messages()).toContainEqual(expect.stringContaining('outlived its time'));
    }, within);
  });

  it('refuses a body over the limit, whether its length is known before or not', async () => {
    const host = await start({ FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '1000' });
    const known = await fetch(`${host.url}/api/mirror`, { method: 'POST', body: 'x'.repeat(1001) });
    const { request, answer } = open(host, 'patient');

    request.write('x'.repeat(600));
    request.write('x'.repeat(600));

    expect(known.status).toBe(413);
    expect((await answer).statusCode).toBe(413);
  });

  it('runs functions of other kinds as before', async () => {
    const { url, messages } = await start();

    await fetch(`${url}/admin/functions/ticker`, { method: 'POST' });

    await vi.waitFor(() => expect(messages()).toContain('tick'), within);
  });
});
