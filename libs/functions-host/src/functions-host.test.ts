import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startFunctionsHost } from './functions-host.ts';
import { createAppFolder } from './testing/app-folder.ts';
import { startTestHost } from './testing/test-host.ts';

describe(startFunctionsHost, () => {
  it('gives a function its request and the client its answer', async () => {
    const { url } = await startTestHost({ fixture: 'plain-js' });

    const response = await fetch(`${url}/API/echo/12/a%2Fb/c?x=1&x=2`, {
      method: 'POST',
      headers: { 'X-Test': 'yes' },
      body: 'täxt',
    });

    expect(await response.json()).toEqual({
      method: 'POST',
      url: `${url}/API/echo/12/a%2Fb/c?x=1&x=2`,
      params: { id: '12', rest: 'a/b/c' },
      query: { x: '1,2' },
      header: 'yes',
      body: 'täxt',
    });
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('x-invocation')).toMatch(/^[0-9a-f-]{36}$/);
    expect(response.headers.get('set-cookie')).toBe('seen=a%20b; HttpOnly; SameSite=Lax');
  });

  it('passes bytes and status on', async () => {
    const { url } = await startTestHost({ fixture: 'plain-js' });

    const response = await fetch(`${url}/api/bytes`);

    expect(response.status).toBe(201);
    expect([...(await response.bytes())]).toEqual([0, 255, 1]);
  });

  it('answers 204 for a function that returns nothing', async () => {
    const { url } = await startTestHost({ fixture: 'plain-js' });

    expect((await fetch(`${url}/api/silent`)).status).toBe(204);
  });

  it('tells the log why a function failed, and the client nothing', async () => {
    const { url, entries } = await startTestHost({ fixture: 'plain-js' });

    const response = await fetch(`${url}/api/broken`);

    expect(response.status).toBe(500);
    expect(await response.text()).toBe('');
    expect(entries).toContainEqual(
      expect.objectContaining({
        functionName: 'broken',
        outcome: 'failed',
        durationMs: expect.any(Number),
        message: expect.stringContaining('Error: a secret of the app\n    at '),
      }),
    );
  });

  it.for([
    ['GET', '/api/nowhere'],
    ['GET', '/api/echo/not-a-number/x'],
    ['DELETE', '/api/silent'],
    ['GET', '/elsewhere'],
    ['GET', '/api/%E0%A4%A'],
  ] as const)('answers 404 to %s %s', async ([method, path]) => {
    const { url } = await startTestHost({ fixture: 'plain-js' });

    expect((await fetch(url + path, { method })).status).toBe(404);
  });

  it('logs one line for each invocation, and what the app logs with the id of the invocation', async () => {
    const { url, entries } = await startTestHost({ fixture: 'plain-js' });

    const response = await fetch(`${url}/api/echo/1`);
    const invocationId = response.headers.get('x-invocation');

    expect(entries.filter(({ source }) => source === 'function')).toEqual([
      expect.objectContaining({ functionName: 'echo', invocationId, outcome: 'succeeded' }),
    ]);
    expect(entries).toContainEqual(
      expect.objectContaining({ source: 'app', message: 'echo was called', invocationId }),
    );
  });

  it('lets the environment win over local.settings.json', async () => {
    const folder = await createAppFolder({ fixture: 'plain-js' });
    await folder.write(
      'local.settings.json',
      JSON.stringify({ Values: { FROM_OUTSIDE: 'file', FROM_FILE: 'file' } }),
    );
    const { url } = await startTestHost(folder, { env: { FROM_OUTSIDE: 'environment' } });

    const response = await fetch(`${url}/api/environment`);

    expect(await response.json()).toMatchObject({ setting: 'environment', local: 'file' });
  });

  it('leaves out a function that a setting disables', async () => {
    const { url, functions } = await startTestHost(
      { fixture: 'plain-js' },
      { env: { 'AzureWebJobs.silent.Disabled': 'true' } },
    );

    expect((await fetch(`${url}/api/silent`)).status).toBe(404);
    expect(functions.map(({ name }) => name)).not.toContain('silent');
  });

  it('gives every method to a function that names none', async () => {
    const folder = await createAppFolder();
    await folder.write(
      'app.js',
      `import { app, output, trigger } from '@azure/functions';
      app.generic('any', { trigger: trigger.generic({ type: 'http', name: 'request' }),
        return: output.http({}), handler: ({ method }) => ({ body: method }) });`,
    );
    const { url, functions } = await startTestHost(folder);

    const response = await fetch(`${url}/api/any`, { method: 'PROPFIND' });

    expect(await response.text()).toBe('PROPFIND');
    expect(functions).toContainEqual(expect.objectContaining({ name: 'any', on: 'ANY' }));
  });

  it('gives the worker the options of Node that a setting asks for', async () => {
    const { url } = await startTestHost(
      { fixture: 'plain-js' },
      { env: { languageWorkers__node__arguments: '--title=a-worker --stack-trace-limit=7' } },
    );

    expect(await (await fetch(`${url}/api/environment`)).json()).toMatchObject({
      title: 'a-worker',
    });
  });

  it('runs only the functions that host.json lists, if it does', async () => {
    const folder = await createAppFolder({ fixture: 'plain-js' });
    await folder.write('host.json', '{ "version": "2.0", "functions": ["Silent", "bytes"] }');
    const { functions } = await startTestHost(folder);

    expect(functions.map(({ name }) => name)).toEqual(['silent', 'bytes']);
  });

  it('restarts an app whose process ended, and says so meanwhile', async () => {
    const { url } = await startTestHost({ fixture: 'plain-js' });

    const crash = await fetch(`${url}/api/crash`);
    const meanwhile = await fetch(`${url}/admin/host/status`);

    expect(crash.status).toBe(503);
    expect(await crash.text()).toContain('being restarted');
    expect(meanwhile.status).toBe(503);
    await vi.waitFor(
      async () => expect((await fetch(`${url}/api/silent`)).status).toBe(204),
      10_000,
    );
    expect((await fetch(`${url}/admin/host/status`)).status).toBe(200);
  });

  it('ends the worker with the host', async () => {
    const host = await startTestHost({ fixture: 'plain-js' });
    const { pid } = (await (await fetch(`${host.url}/api/environment`)).json()) as { pid: number };

    await host.stop();

    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    await expect(fetch(host.url)).rejects.toThrow();
  });

  it('lets a page of an allowed origin call with credentials, and asks no function for it', async () => {
    const { url, entries } = await startTestHost(
      { fixture: 'plain-js' },
      { cors: { origins: ['http://page.example'], credentials: true } },
    );
    const preflight = (origin: string): Promise<Response> =>
      fetch(`${url}/api/negotiate`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST' },
      });

    const allowed = await preflight('http://page.example');
    const other = await preflight('http://other.example');
    const actual = await fetch(`${url}/api/silent`, { headers: { origin: 'http://page.example' } });

    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-origin')).toBe('http://page.example');
    expect(allowed.headers.get('access-control-allow-credentials')).toBe('true');
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
    expect(actual.headers.get('access-control-allow-origin')).toBe('http://page.example');
    expect(entries.filter(({ source }) => source === 'function')).toHaveLength(1);
  });

  it('refuses a body over the limit without reading it', async () => {
    const { port } = await startTestHost({ fixture: 'plain-js' });
    const { connect } = await import('node:net');
    const socket = connect(port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());

    socket.write('POST /api/echo/1 HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999\r\n\r\n');
    const [answer] = (await new Promise<Buffer[]>((resolve) =>
      socket.once('data', (chunk: Buffer) => resolve([chunk])),
    )) as [Buffer];

    expect(answer.toString()).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('refuses with 429 more requests at once than host.json allows', async () => {
    const folder = await createAppFolder({ fixture: 'typescript' });
    await folder.write(
      'host.json',
      JSON.stringify({ version: '2.0', extensions: { http: { maxOutstandingRequests: 2 } } }),
    );
    const { url } = await startTestHost(folder);
    const slow = async () => (await fetch(`${url}/api/slow`)).status;

    const statuses = await Promise.all([slow(), slow(), slow(), slow()]);

    expect(statuses.sort()).toEqual([200, 200, 429, 429]);
    expect(await slow()).toBe(200);
  });

  describe('running a TypeScript app of ES modules', () => {
    it('strips types and uses the route prefix of host.json', async () => {
      const { url, functions } = await startTestHost({ fixture: 'typescript' });

      expect(await (await fetch(`${url}/greet/Ada`)).text()).toBe('Hello, Ada');
      expect(await (await fetch(`${url}/greet`)).text()).toBe('Hello, world');
      expect(functions).toContainEqual({
        name: 'greet',
        trigger: 'http',
        on: 'GET',
        url: `${url}/greet/{name?}`,
      });
    });

    it('runs hooks around the function and over the log', async () => {
      const { url, messages } = await startTestHost({ fixture: 'typescript' });

      await fetch(`${url}/greet/Ada`);
      const hooked = await fetch(`${url}/hooked`);

      expect(await hooked.json()).toEqual({
        result: { input: 'replaced' },
        began: true,
        seen: ['appStart'],
      });
      expect(messages()).toContain('the ******** is typed here');
    });

    it('ends the wait for a function after functionTimeout and replaces its worker', async () => {
      const { url, entries, messages } = await startTestHost({ fixture: 'typescript' });

      const response = await fetch(`${url}/endless`);

      expect(response.status).toBe(504);
      expect(entries).toContainEqual(
        expect.objectContaining({ functionName: 'endless', outcome: 'timed-out' }),
      );
      expect((await fetch(`${url}/greet`)).status).toBe(200);
      await vi.waitFor(() => {
        expect(messages()).toContainEqual(expect.stringContaining('outlived its time'));
      }, 10_000);
    });
  });
});
