import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LogLine, ResourceSnapshot } from '@heliograph/app-model-core';
import { consolePaths } from '../api/console-api.ts';
import { createConsoleClient, redeemLoginCode } from '../client/console-client.ts';
import { createMemorySource, type MemorySource } from '../testing/memory-source.ts';
import { startConsole, type RunningConsole } from './start-console.ts';

const token = 'token-of-this-start';
let source: MemorySource;
let running: RunningConsole;
let leave: AbortController;

beforeEach(async () => {
  source = createMemorySource();
  running = await startConsole({ source, host: '127.0.0.1', port: 0, token, title: 'A <b> &' });
  leave = new AbortController();
});
afterEach(async () => {
  leave.abort();
  await running.close();
});

const clientWith = (credential: string) => createConsoleClient({ url: running.url, credential });
const failure = (code: string, ...words: string[]) =>
  expect.objectContaining({ code, message: expect.stringMatching(new RegExp(words.join('.*'))) });

/** A request with headers that `fetch` would not let anybody choose. */
async function ask(path: string, headers: Record<string, string>, method = 'GET') {
  const asked = request(running.url + path, { method, headers }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  let body = '';
  for await (const chunk of answer) body += String(chunk);
  return { status: answer.statusCode, headers: answer.headers, body };
}

describe('the console lets in', () => {
  const bearer = { authorization: `Bearer ${token}` };

  it('whoever holds the token of this start', async () => {
    expect(await clientWith(token).resources()).toEqual(source.resources());
  });

  it.for([
    ['nobody without a credential', {}],
    ['nobody with another token', { authorization: 'Bearer other' }],
    ['nobody with another scheme', { authorization: `Basic ${token}` }],
    ['nobody with a cookie', { cookie: `token=${token}` }],
  ] satisfies [string, Record<string, string>][])('%s', async ([, headers]) => {
    const paths = [
      ['GET', consolePaths.resources],
      ['GET', `${consolePaths.resources}/api`],
      ['POST', `${consolePaths.resources}/api/stop`],
      ['GET', consolePaths.events],
      ['GET', consolePaths.logs],
      ['GET', consolePaths.logStream],
      ['POST', consolePaths.loginCodes],
    ] as const;
    for (const [method, path] of paths) {
      expect((await ask(path, headers, method)).status, path).toBe(401);
    }
    expect(source.resources()[0]?.state).toBe('running');
    expect(source.listeners).toBe(0);
  });

  it('a browser with a code, once', async () => {
    const { code, expiresIn } = await clientWith(token).loginCode();
    expect(code).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/);
    expect(expiresIn).toBe(120);

    const session = await redeemLoginCode(running.url, code.toLowerCase().replace('-', ' '));

    expect(await clientWith(session).resources()).toHaveLength(2);
    await expect(redeemLoginCode(running.url, code)).rejects.toThrow(failure('unauthorized'));
    await expect(clientWith(session).loginCode()).rejects.toThrow(failure('unauthorized'));
  });

  it.for(['evil.example', '127.0.0.1:1', 'localhost', '[::1]:80'])(
    'no request that was meant for %s',
    async (host) => {
      for (const path of ['/', consolePaths.health, consolePaths.resources]) {
        expect((await ask(path, { ...bearer, host })).status).toBe(421);
      }
    },
  );

  it('no request of another origin, but both names of its own', async () => {
    const { port } = new URL(running.url);
    const from = async (origin: string, host = `127.0.0.1:${port}`) =>
      (await ask(consolePaths.resources, { ...bearer, origin, host })).status;

    expect(await from('http://evil.example')).toBe(421);
    expect(await from('http://127.0.0.1:4200')).toBe(421);
    expect(await from('null')).toBe(421);
    expect(await from(`http://127.0.0.1:${port}`)).toBe(200);
    expect(await from(`http://localhost:${port}`, `localhost:${port}`)).toBe(200);
  });
});

describe('over HTTP the console', () => {
  it('tells everybody whether all is well, and nothing else', async () => {
    const health = () => ask(consolePaths.health, {});
    expect(await health()).toMatchObject({ status: 200, body: '{"status":"healthy"}' });

    source.change('api', { health: 'unhealthy', state: 'unhealthy' });
    expect(await health()).toMatchObject({ status: 503, body: '{"status":"unhealthy"}' });
    source.change('api', { health: 'unknown', state: 'external' });
    expect(await health()).toMatchObject({ status: 200 });
  });

  it('stops a part, and answers how it is then', async () => {
    expect(await clientWith(token).act('api', 'stop')).toMatchObject({
      name: 'api',
      state: 'stopped',
      actions: ['start'],
    });
  });

  it('refuses what does not fit, names that do not exist, and what it cannot read', async () => {
    const client = clientWith(token);
    await expect(client.act('api', 'start')).rejects.toThrow(failure('action-unfit', 'api'));
    await expect(client.act('x/../api', 'stop')).rejects.toThrow(
      failure('resource-unknown', 'api, web'),
    );
    await expect(client.lines({ resource: 'nobody' })).rejects.toThrow(failure('resource-unknown'));
    const bearer = { authorization: `Bearer ${token}` };
    for (const query of ['tail=-1', 'tail=x', 'after=1.5', 'tail=9999999999']) {
      expect((await ask(`${consolePaths.logs}?${query}`, bearer)).status, query).toBe(400);
    }
    expect((await ask(`${consolePaths.resources}/api/explode`, bearer, 'POST')).status).toBe(400);
    expect((await ask('/api/nothing', bearer)).status).toBe(404);
    expect((await ask(consolePaths.sessions, {}, 'POST')).status).toBe(400);
  });

  it('merges the lines of all parts, and hands out the newest', async () => {
    source.print('api', 'one');
    source.print('web', 'two');
    source.print('api', 'three');
    const texts = async (wanted: Parameters<ReturnType<typeof clientWith>['lines']>[0]) =>
      (await clientWith(token).lines(wanted)).map(({ text }) => text);

    expect(await texts({})).toEqual(['one', 'two', 'three']);
    expect(await texts({ resource: 'api' })).toEqual(['one', 'three']);
    expect(await texts({ tail: 1 })).toEqual(['three']);
    expect(await texts({ tail: 0 })).toEqual([]);
    expect(await texts({ after: 1 })).toEqual(['two', 'three']);
  });

  it('leaves the oldest lines away when all would be too much at once', async () => {
    const long = 'x'.repeat(16 * 1024);
    for (let count = 0; count < 40; count += 1) source.print('api', long);

    const lines = await clientWith(token).lines({});

    expect(lines.map(({ number }) => number)).toEqual(
      Array.from({ length: 32 }, (_, at) => at + 9),
    );
  });

  it('streams every change of a resource once, beginning with how all are', async () => {
    const seen: ResourceSnapshot[] = [];
    const followed = clientWith(token).followResources((now) => seen.push(now), leave.signal);
    await vi.waitFor(() => expect(seen.map(({ name }) => name)).toEqual(['api', 'web']));

    source.change('web', {});
    source.change('web', { state: 'unhealthy', detail: 'it answers 503' });

    await vi.waitFor(() => expect(seen).toHaveLength(3));
    expect(seen.at(-1)).toMatchObject({ name: 'web', detail: 'it answers 503' });
    leave.abort();
    await followed;
    await vi.waitFor(() => expect(source.listeners).toBe(0));
  });

  it('streams lines without a gap from those there are to those to come', async () => {
    source.print('api', 'before');
    source.print('web', 'of another part');
    const seen: LogLine[] = [];
    const take = (lines: readonly LogLine[]): void => void seen.push(...lines);
    void clientWith(token).followLines({ resource: 'api' }, take, leave.signal);
    await vi.waitFor(() => expect(seen).toHaveLength(1));

    source.print('api', 'after', 'and more');

    await vi.waitFor(() =>
      expect(seen.map(({ text }) => text)).toEqual(['before', 'after', 'and more']),
    );
  });

  it('lets go of a client that does not read, and of nobody else', async () => {
    const stalled = request(running.url + consolePaths.logStream, {
      headers: { authorization: `Bearer ${token}` },
    }).end();
    const [answer] = (await once(stalled, 'response')) as [IncomingMessage];
    answer.pause();
    stalled.on('error', () => undefined);
    answer.on('error', () => undefined);
    let read = 0;
    void clientWith(token).followLines({}, (lines) => (read += lines.length), leave.signal);
    await vi.waitFor(() => expect(source.listeners).toBe(2));

    const lines = Array.from({ length: 16 }, () => 'x'.repeat(16 * 1024));
    let printed = 0;
    while (source.listeners > 1 && printed < 2_000) {
      source.print('api', ...lines);
      printed += lines.length;
      await vi.waitFor(() => expect(read).toBe(printed), { interval: 2 });
    }

    expect(source.listeners).toBe(1);
    stalled.destroy();
  });

  it('refuses more streams than it has room for', { timeout: 30_000 }, async () => {
    const client = clientWith(token);
    for (let count = 0; count < 64; count += 1) {
      void client.followResources(() => undefined, leave.signal).catch(() => undefined);
    }
    await vi.waitFor(() => expect(source.listeners).toBe(64), { timeout: 15_000 });

    await expect(client.followResources(() => undefined, leave.signal)).rejects.toThrow(
      failure('busy'),
    );
  });

  it('closes at once although clients follow', async () => {
    const followed = clientWith(token).followResources(() => undefined, leave.signal);
    await vi.waitFor(() => expect(source.listeners).toBe(1));

    await running.close();
    await followed;

    expect(source.listeners).toBe(0);
    await expect(clientWith(token).resources()).rejects.toThrow(failure('unreachable'));
  });

  it('tells no secret in what it refuses', async () => {
    const { body } = await ask(consolePaths.resources, { authorization: 'Bearer open-sesame' });

    expect(body).toBe('{"code":"unauthorized","message":"A valid bearer token is needed"}');
  });
});

describe('the page', () => {
  it('comes whole from the console, under a policy that allows nothing else', async () => {
    const page = await ask('/', {});
    expect(page.body).toContain('A &lt;b&gt; &amp;');
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*|http/);

    const own = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path);
    expect(own.sort()).toEqual(['/console.css', '/console.js', '/icon.svg']);
    for (const path of own) {
      const { status, headers, body } = await ask(path, {});
      expect({ path, status, type: headers['content-type'] }).toEqual({
        path,
        status: 200,
        type: expect.stringMatching(/^(text\/(css|javascript); charset=utf-8|image\/svg\+xml)$/),
      });
      expect(body.length).toBeGreaterThan(100);
      // Names of namespaces and of standards are addresses that nobody asks.
      expect(body.replaceAll(/https?:\/\/(www\.w3\.org|json-schema\.org)[^"'`]*/g, '')).not.toMatch(
        /(?:url\(|import\(|fetch\()\s*["'`]?https?:/,
      );
    }
  });

  it('is small', async () => {
    const { gzipSync } = await import('node:zlib');
    const { body } = await ask('/console.js', {});

    expect(gzipSync(body).length).toBeLessThan(40 * 1024);
  });
});

describe('the README', () => {
  it('lists every path of the API with its method', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const documented = [...readme.matchAll(/^\| `(GET|POST) (\/[^`?]*)[^`]*`/gm)].map(
      ([, method, path]) => `${method} ${path}`,
    );

    expect(documented.sort()).toEqual(running.routes.toSorted());
  });
});
