import { verifyConnectionSignature } from '@heliograph/signalr-access';
import { describe, expect, it } from 'vitest';
import type { ServiceLogEntry } from './service-log.ts';
import { eventually } from './testing/eventually.ts';
import { startService } from './testing/service-fixture.ts';
import { startUpstream } from './testing/upstream-recorder.ts';

const accessKeys = [
  'first-key-first-key-first-key-first-key',
  'second-key-second-key-second-key-second',
];

describe('the upstream', () => {
  it('learns of connect, message and disconnect in order, each with all headers and no secret', async () => {
    const upstream = await startUpstream();
    const urlTemplate = `${upstream.url}/{hub}/{category}/{event}?code=k`;
    const service = await startService({ accessKeys, upstream: [{ urlTemplate }] });
    const client = await service.connect({
      userId: 'una',
      claims: { role: ['viewer', 'operator'], email: 'una@example.com' },
    });
    const id = client.connectionId;
    await client.send('watch', 1);
    await client.stop();
    await eventually(() => upstream.requests.length === 3);

    expect(upstream.requests.map(({ url }) => url)).toEqual([
      '/live/connections/connected?code=k',
      '/live/messages/watch?code=k',
      '/live/connections/disconnected?code=k',
    ]);
    expect(upstream.requests.map(({ body }) => JSON.parse(String(body)) as unknown)).toEqual([
      { type: 10 },
      { type: 1, target: 'watch', arguments: [1] },
      { type: 11 },
    ]);
    for (const { headers } of upstream.requests) {
      expect(headers).toMatchObject({
        'content-type': 'application/json',
        'x-asrs-connection-id': id,
        'x-asrs-hub': 'live',
        'x-asrs-user-id': 'una',
        'x-asrs-user-claims': 'role: viewer, role: operator, email: una@example.com',
        'x-asrs-client-query': '?hub=live',
      });
      const signature = String(headers['x-asrs-signature']);
      expect(signature).toMatch(/^sha256=[0-9a-f]{64},sha256=[0-9a-f]{64}$/);
      for (const key of accessKeys) {
        expect(verifyConnectionSignature([key], id ?? '', signature)).toBe(true);
      }
    }
  });

  it('gets what is outside ASCII percent-encoded, instead of not at all', async () => {
    const upstream = await startUpstream();
    const urlTemplate = `${upstream.url}/{event}`;
    const service = await startService({ upstream: [{ urlTemplate }] });
    const client = await service.connect({ userId: 'Ünä', claims: { city: 'Zürich, CH' } });
    await client.invoke('Привет');
    const [message] = upstream.messages();
    expect(message?.url).toBe(`/${encodeURIComponent('Привет')}`);
    expect(message?.headers).toMatchObject({
      'x-asrs-event': encodeURIComponent('Привет'),
      'x-asrs-user-id': encodeURIComponent('Ünä'),
      'x-asrs-user-claims': 'city: Z%C3%BCrich, CH',
    });
  });

  it('gets what looks encoded already encoded once more, so that decoding returns it', async () => {
    const upstream = await startUpstream();
    const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
    await service.connect({ userId: 'a%C3%BC', claims: { name: '100% Ü%20' } });
    await eventually(() => upstream.requests.length === 1);
    const headers = upstream.requests[0]?.headers ?? {};
    expect(decodeURIComponent(String(headers['x-asrs-user-id']))).toBe('a%C3%BC');
    expect(decodeURIComponent(String(headers['x-asrs-user-claims']))).toBe('name: 100% Ü%20');
    expect(headers['x-asrs-client-query']).toBe('?hub=live');
  });

  it.for([
    ['204', 204, '', undefined],
    ['200 without a body', 200, '', undefined],
    ['500', 500, 'secret detail', 'Invocation failed, status code 500'],
    ['a redirect', 301, '', 'Invocation failed, status code 301'],
    ['201', 201, '', 'Invocation failed, status code 201'],
  ] as const)('answers an invoke with %s', async ([, status, body, error]) => {
    const upstream = await startUpstream((_request, response) => {
      response.writeHead(status, { Location: '/elsewhere', 'Transfer-Encoding': 'chunked' });
      response.end(body);
    });
    const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
    const client = await service.connect();
    const outcome = client.invoke('t').then(
      (value: unknown) => ({ value }),
      (reason: Error) => ({ error: reason.message }),
    );
    expect(await outcome).toEqual(error === undefined ? { value: undefined } : { error });
    expect(upstream.messages()).toHaveLength(1);
  });

  it('fails an invoke when it does not answer in time, cannot be reached, or says too much', async () => {
    const silent = await startUpstream(() => undefined);
    const endless = await startUpstream((_request, response) => {
      response.writeHead(200);
      response.end(Buffer.alloc(16 * 1024 * 1024 + 1, 0x20));
    });
    const impatient = await startService({
      upstreamTimeoutMs: 50,
      upstream: [{ urlTemplate: silent.url }],
    });
    const caller = await impatient.connect();
    await expect(caller.invoke('silent')).rejects.toThrow('Invocation failed, status code 500');
    const service = await startService({
      upstream: [
        { urlTemplate: endless.url, eventPattern: 'endless' },
        { urlTemplate: 'http://127.0.0.1:1/', eventPattern: 'nobody' },
      ],
    });
    const client = await service.connect();
    await expect(client.invoke('endless')).rejects.toThrow('response too large');
    await expect(client.invoke('nobody')).rejects.toThrow('Invocation failed, status code 500');
  });

  it('that no template names fails an invoke at once, and the log says so', async () => {
    const entries: ServiceLogEntry[] = [];
    const upstream = await startUpstream();
    const service = await startService({
      upstream: [{ urlTemplate: upstream.url, categoryPattern: 'messages', eventPattern: 'a, b' }],
      log: (entry) => entries.push(entry),
    });
    const client = await service.connect();
    await client.invoke('b');
    await expect(client.invoke('B')).rejects.toThrow('no upstream is configured');
    expect(upstream.requests).toHaveLength(1);
    expect(entries.map(({ event }) => event)).toContain('upstream-unmatched');
  });

  it('keeps a client whose connect it refused, and logs without token or key', async () => {
    const entries: ServiceLogEntry[] = [];
    const upstream = await startUpstream(
      (_request, response) => void response.writeHead(500).end(),
    );
    const service = await startService({
      accessKeys,
      upstream: [{ urlTemplate: `${upstream.url}/?code=very-secret` }],
      log: (entry) => entries.push(entry),
    });
    const client = await service.connect({ userId: 'una' });
    await eventually(() => entries.some(({ event }) => event === 'upstream-failed'));
    expect(client.state).toBe('Connected');
    const log = JSON.stringify(entries);
    expect(log).toContain(client.connectionId);
    const { accessToken } = await service.access();
    for (const secret of [...accessKeys, 'very-secret', accessToken.split('.')[0]]) {
      expect(log).not.toContain(secret);
    }
  });

  it('gets the messages of one client one after the other, of several at the same time', async () => {
    const waiting: (() => void)[] = [];
    const upstream = await startUpstream(
      ({ headers }, response) =>
        new Promise((resolve) => {
          const answer = (): void => void resolve(void response.writeHead(204).end());
          if (headers['x-asrs-category'] === 'messages') waiting.push(answer);
          else answer();
        }),
    );
    const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
    const [one, other] = [await service.connect(), await service.connect()];
    const calls = [one.invoke('a'), one.invoke('b'), other.invoke('c')];
    await eventually(() => waiting.length === 2);
    const seen = () => upstream.messages().map(({ headers }) => headers['x-asrs-event']);
    expect(seen().toSorted()).toEqual(['a', 'c']);
    waiting.shift()?.();
    waiting.shift()?.();
    await eventually(() => waiting.length === 1);
    waiting.shift()?.();
    await Promise.all(calls);
    expect(seen().at(-1)).toBe('b');
  });
});

describe('stopping the service', () => {
  it('sends clients away with leave to come back and tells the upstream', async () => {
    const upstream = await startUpstream();
    const service = await startService({ upstream: [{ urlTemplate: `${upstream.url}/{event}` }] });
    const client = await service.connect();
    const closed = new Promise<Error | undefined>((resolve) => client.onclose(resolve));
    await service.stop();
    expect(await closed).toBeUndefined();
    expect(upstream.requests.map(({ url }) => url)).toEqual(['/connected', '/disconnected']);
    await expect(fetch(`${service.url}/api/health`)).rejects.toThrow();
  });

  it('does not wait for an upstream that never answers', async () => {
    const upstream = await startUpstream(() => undefined);
    const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
    await service.connect();
    await eventually(() => upstream.requests.length === 1);
    await service.stop();
  });
});
