import { createHmac } from 'node:crypto';
import { createClientAccess, parseConnectionString } from '@heliograph/signalr-access';
import { HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { ServiceLogEntry } from './service-log.ts';
import { eventually } from './testing/eventually.ts';
import { startService } from './testing/service-fixture.ts';
import { startUpstream } from './testing/upstream-recorder.ts';

describe('the stock JavaScript client', () => {
  it('invokes the backend and gets its completion', async () => {
    const upstream = await startUpstream(({ body }, response) => {
      const message = JSON.parse(String(body)) as { type: number; invocationId?: string };
      const completion = { type: 3, invocationId: message.invocationId, result: message };
      response.end(message.type === 1 ? `${JSON.stringify(completion)}\u001e` : '');
    });
    const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
    const client = await service.connect({ userId: 'una' });
    await expect(client.invoke('echo', 1, { a: 'ü' })).resolves.toMatchObject({
      target: 'echo',
      arguments: [1, { a: 'ü' }],
    });
  });

  it('receives what the data plane sends, byte for byte where numbers matter', async () => {
    const service = await startService();
    const received: unknown[][] = [];
    await service.connect({
      prepare: (client) => client.on('frame', (...args: unknown[]) => received.push(args)),
    });
    const response = await service.call('POST', '/api/hubs/live/:send?api-version=2024-12-01', {
      target: 'Frame', // targets are compared ignoring case
      arguments: ['2020-01-02T03:04:05.1000Z', [null, false]],
    });
    expect([response.status, await response.text()]).toEqual([202, '']);
    await eventually(() => received.length === 1);
    expect(received).toEqual([['2020-01-02T03:04:05.1000Z', [null, false]]]);
  });

  it('comes back by itself after the service has sent it away', async () => {
    const service = await startService();
    const { url, accessToken } = await service.access({ userId: 'una' });
    const events: string[] = [];
    const client = new HubConnectionBuilder()
      .withUrl(url, { accessTokenFactory: () => accessToken })
      .withAutomaticReconnect([0])
      .configureLogging(LogLevel.None)
      .build();
    client.onreconnecting((error) => events.push(`reconnecting: ${error?.message}`));
    client.onreconnected((id) => events.push(id === undefined ? 'no id' : 'reconnected'));
    await client.start();
    const path = `/api/hubs/live/connections/${client.connectionId}?api-version=2024-12-01&reason=moved`;
    expect((await service.call('DELETE', path)).status).toBe(200);
    await eventually(() => events.length === 2);
    expect(events).toEqual([
      'reconnecting: Server returned an error on close: moved',
      'reconnected',
    ]);
    await client.stop();
  });

  it('gets a stream that the data plane feeds; nothing of it is sent upstream', async () => {
    const upstream = await startUpstream();
    const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
    const client = await service.connect();
    const items: unknown[] = [];
    const completed = new Promise<void>((resolve, reject) => {
      client
        .stream('numbers')
        .subscribe({ next: (item) => items.push(item), complete: resolve, error: reject });
    });
    const failed = new Promise<Error>((resolve) => {
      const subscriber = { next: () => undefined, complete: () => undefined, error: resolve };
      client.stream('others').subscribe(subscriber);
    });
    const streams = `/api/hubs/live/connections/${client.connectionId}/streams`;
    const post = async (path: string, body?: string) =>
      (await service.call('POST', `${streams}/${path}`, body)).status;
    expect(await post('0/:send', '1e2')).toBe(202);
    expect(await post('0/:send?completed=true', '{"n":2}')).toBe(202);
    expect(await post('1/:complete?reason=enough')).toBe(202);
    expect(await post('0/:send?completed=x', '1')).toBe(400);
    expect(await post('0/:send', '{')).toBe(400);
    await completed;
    expect(items).toEqual([100, { n: 2 }]);
    expect((await failed).message).toBe('enough');
    expect(upstream.messages()).toEqual([]);
  });
});

describe('admission of clients', () => {
  const negotiate = (url: string, query: string, headers: Record<string, string> = {}) =>
    fetch(`${url}/client/negotiate?${query}`, { method: 'POST', headers });

  it.for([
    ['no token', {}, 'Bearer'],
    ['garbage', { Authorization: 'Bearer garbage' }, 'Bearer error="invalid_token"'],
    ['another scheme', { Authorization: 'Basic abc' }, 'Bearer'],
  ] as const)('refuses %s with 401 and the challenge', async ([, headers, challenge]) => {
    const service = await startService();
    const response = await negotiate(service.url, 'hub=live', headers);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe(challenge);
  });

  it('refuses a token for another hub, and one that has expired; --relaxed accepts both', async () => {
    for (const relaxed of [false, true]) {
      const service = await startService({ relaxed });
      const connection = parseConnectionString(service.connectionString);
      const foreign = await createClientAccess({ connection, hub: 'other' });
      const now = () => Date.now() - 7_200_000;
      const expired = await createClientAccess({ connection, hub: 'live', now });
      for (const { accessToken } of [foreign, expired]) {
        const headers = { Authorization: `Bearer ${accessToken}` };
        const { status } = await negotiate(service.url, 'hub=live', headers);
        expect(status).toBe(relaxed ? 200 : 401);
      }
    }
  });

  it('refuses a token of more than 4096 characters with 413; --relaxed accepts it', async () => {
    for (const relaxed of [false, true]) {
      const service = await startService({ relaxed });
      const { endpoint, accessKey = '' } = parseConnectionString(service.connectionString);
      const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const claims = { aud: `${endpoint}/client/?hub=live`, exp: 4e9, padding: 'x'.repeat(4_096) };
      const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
      const signature = createHmac('sha256', accessKey).update(signed).digest('base64url');
      const headers = { Authorization: `Bearer ${signed}.${signature}` };
      const { status } = await negotiate(service.url, 'hub=live', headers);
      expect(status).toBe(relaxed ? 200 : 413);
    }
  });

  it('tells the log which audience a token should have had', async () => {
    const log: ServiceLogEntry[] = [];
    const service = await startService({ log: (entry) => void log.push(entry) });
    const connection = parseConnectionString(service.connectionString);
    const { accessToken } = await createClientAccess({ connection, hub: 'other' });
    await negotiate(service.url, 'hub=live', { Authorization: `Bearer ${accessToken}` });
    expect(log).toEqual([
      {
        level: 'warn',
        event: 'client-refused',
        hub: 'live',
        message: `A client was refused: The token is meant for another audience than ${service.url}/client/?hub=live`,
      },
    ]);
  });

  it.for(['', 'hub=a&hub=a', 'hub=1live', 'hub=my%20hub'])(
    'refuses the query %j with 400',
    async (query) => {
      const service = await startService();
      const { accessToken } = await service.access({ hub: 'a' });
      const headers = { Authorization: `Bearer ${accessToken}` };
      expect((await negotiate(service.url, query, headers)).status).toBe(400);
    },
  );

  it('takes a token from the query for WebSockets alone, and never over the header', async () => {
    const service = await startService();
    const { url, accessToken } = await service.access();
    const status = (target: string, headers: Record<string, string> = {}) =>
      new Promise<number>((resolve) => {
        const webSocket = new WebSocket(target.replace('http', 'ws'), { headers });
        webSocket.on('error', () => undefined);
        webSocket.once('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
        webSocket.once('open', () => {
          webSocket.terminate();
          resolve(101);
        });
      });
    expect(await status(`${url}&access_token=${accessToken}`)).toBe(101);
    expect(await status(`${url}&access_token=no&access_token=${accessToken}`)).toBe(101);
    expect(await status(url)).toBe(401);
    expect(await status(`${url}&access_token=${accessToken}`, { Authorization: 'Bearer x' })).toBe(
      401,
    );
    expect((await negotiate(service.url, `hub=live&access_token=${accessToken}`)).status).toBe(401);
  });

  it('opens under localhost what was signed for 127.0.0.1', async () => {
    const service = await startService();
    const { accessToken } = await service.access();
    const headers = { Authorization: `Bearer ${accessToken}` };
    const url = `http://localhost:${service.port}`;
    expect((await negotiate(url, 'hub=LIVE', headers)).status).toBe(200);
  });

  it('answers browsers of any origin with credentials, or only those of the list', async () => {
    const open = await startService();
    const strict = await startService({ allowedOrigins: ['http://127.0.0.1:4200'] });
    const origin = async (url: string, Origin: string) => {
      const response = await negotiate(url, 'hub=live', { Origin });
      return response.headers.get('access-control-allow-origin');
    };
    expect(await origin(open.url, 'https://anybody.example')).toBe('https://anybody.example');
    expect(await origin(strict.url, 'http://127.0.0.1:4200')).toBe('http://127.0.0.1:4200');
    expect(await origin(strict.url, 'https://anybody.example')).toBeNull();

    const preflight = await fetch(`${open.url}/client/negotiate?hub=live`, {
      method: 'OPTIONS',
      headers: {
        Origin: 'https://anybody.example',
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'authorization,x-signalr-user-agent',
      },
    });
    expect(preflight.status).toBe(204);
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      'access-control-allow-credentials': 'true',
      'access-control-allow-headers': 'authorization,x-signalr-user-agent',
      'access-control-allow-methods': 'POST',
    });
  });
});
