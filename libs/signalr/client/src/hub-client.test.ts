import { startSignalR } from '@heliograph/signalr-emulator';
import { describe, expect, it, vi } from 'vitest';
import { createHubClient } from './hub-client.ts';
import type { HubClientOptions } from './hub-client-options.ts';
import {
  createClient,
  testPlatforms,
  until,
  untilJoined,
  untilLive,
  type TestHub,
} from './test-platform.ts';

const { startPlatform, startLive } = testPlatforms(startSignalR);

describe(createHubClient, { timeout: 20_000 }, () => {
  it('goes live, joins what is wanted and hands over what the service sends', async () => {
    const platform = await startPlatform();
    const client = createClient(platform);
    const onFrame = vi.fn();
    const onJoined = vi.fn();
    client.on('frame', onFrame);
    client.want({ join: ['joinBoard', 'machine'], onJoined });
    expect(client.state().status).toBe('idle');

    client.start();
    client.start();
    await untilJoined(client);
    await platform.broadcast({ target: 'frame', arguments: ['machine', 1.5] });
    await until(() => expect(onFrame).toHaveBeenCalledExactlyOnceWith('machine', 1.5));

    expect(onJoined).toHaveBeenCalledExactlyOnceWith({ board: 'machine' });
    expect(client.seen).toEqual(['connecting: starting', 'live: connected']);
    expect(client.state()).toMatchObject({
      reason: { sentence: 'Connected.' },
      connectionId: expect.any(String),
      joins: [{ target: 'joinBoard', arguments: ['machine'], status: 'joined' }],
    });
  });

  it('shows the backend only its own token and the service only the service’s', async () => {
    const { platform, client } = await startLive();

    expect(platform.negotiate.tokens).toEqual(['Bearer good']);
    expect(platform.proxy.state.seen).toMatch(/Bearer eyJ/);
    expect(platform.proxy.state.seen).not.toContain('Bearer good');
    await client.stop();
  });

  it('resolves an invocation with its result, read by the contract', async () => {
    const { platform, client } = await startLive();
    const { upstream } = platform;

    await expect(client.invoke('leaveBoard', 'machine')).resolves.toEqual({ board: 'machine' });

    upstream.answer = ({ invocationId }) => ({ type: 3, invocationId, result: { board: 5 } });
    await expect(client.invoke('leaveBoard', 'a')).rejects.toMatchObject({
      code: 'result-invalid',
    });
    upstream.answer = ({ invocationId }) => ({ type: 3, invocationId, error: 'not yours' });
    await expect(client.invoke('leaveBoard', 'b')).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('not yours'),
    });
    upstream.answer = () => undefined;
    await expect(client.invoke('leaveBoard', 'c')).rejects.toMatchObject({ code: 'refused' });
    await client.stop();
    await expect(client.invoke('leaveBoard', 'd')).rejects.toMatchObject({ code: 'not-live' });
  });

  it('gives an invocation up that is never answered', async () => {
    const { platform, client } = await startLive({ invokeTimeout: 20 });
    platform.upstream.answer = () => new Promise(() => {});

    await expect(client.invoke('leaveBoard', 'a')).rejects.toMatchObject({ code: 'timed-out' });
  });

  it('leaves what nobody wants any more', async () => {
    const { platform, client } = await startLive();
    const release = client.want({
      join: ['joinBoard', 'machine'],
      leave: ['leaveBoard', 'machine'],
    });
    await untilJoined(client);

    release();

    await until(() =>
      expect(platform.upstream.calls).toEqual(['joinBoard(machine)', 'leaveBoard(machine)']),
    );
    expect(client.state()).toMatchObject({ joins: [] });
  });

  it('drops what does not match the contract, counts it, and stays connected', async () => {
    const log = vi.fn();
    const { platform, client } = await startLive({ log });
    const before = client.state();
    const onFrame = vi.fn();
    client.on('frame', onFrame);

    await platform.broadcast({ target: 'frame', arguments: ['machine', 'fast'] });
    await platform.broadcast({ target: 'frame', arguments: [] });
    await platform.broadcast({ target: 'fromTheFuture', arguments: [1] });
    await platform.broadcast({ target: 'FRAME', arguments: ['machine', 2] });
    await until(() => expect(onFrame).toHaveBeenCalledExactlyOnceWith('machine', 2));

    expect(client.dropped()).toEqual({
      'arguments-invalid': 2,
      'target-unknown': 1,
      'handler-failed': 0,
    });
    expect(log).toHaveBeenCalledWith(
      expect.objectContaining({
        event: 'dropped',
        reason: 'target-unknown',
        target: 'fromTheFuture',
      }),
    );
    expect(client.state()).toBe(before);
  });

  describe('stop', () => {
    it('ends an attempt at whatever point it is', async () => {
      const platform = await startPlatform();
      const getAccessToken = vi.fn<() => Promise<string>>().mockResolvedValue('good');
      const { negotiate, proxy } = platform;
      const points: [hang: () => unknown, reached: () => number][] = [
        [() => (proxy.state.fault = 'hang-sockets'), () => proxy.state.hanging],
        [() => (negotiate.hang = true), () => negotiate.tokens.length],
        [
          () => getAccessToken.mockReturnValue(new Promise(() => {})),
          () => getAccessToken.mock.calls.length,
        ],
      ];
      for (const [hang, reached] of points) {
        hang();
        const before = reached();
        const client = createClient(platform, { getAccessToken });
        client.start();
        await until(() => expect(reached()).toBe(before + 1));
        await client.stop();

        expect(client.seen).toEqual(['connecting: starting', 'stopped: stopped']);
      }
      await until(() => expect(proxy.state.closed).toBe(proxy.state.hanging));
    });

    it('ends a wait, and a connection, for good', async () => {
      const { platform, client } = await startLive();
      await client.stop();
      client.retryNow();
      platform.proxy.cut();

      expect(client.state()).toMatchObject({ status: 'stopped', reason: { code: 'stopped' } });
      expect(platform.negotiate.tokens).toHaveLength(1);
    });

    it('can be followed by a start, with the same wishes and handlers', async () => {
      const { client } = await startLive();
      client.want({ join: ['joinBoard', 'machine'] });
      await untilJoined(client);
      const stopping = client.stop();
      client.start();
      await stopping;

      await untilJoined(client);
    });
  });

  it('ends a wait at once when it is told to', async () => {
    const platform = await startPlatform();
    platform.negotiate.status = 500;
    const client = createClient(platform, { retryDelays: { first: 1e9, longest: 1e9 } });
    client.start();
    await until(() => expect(client.state()).toHaveProperty('nextAttemptAt'));

    platform.negotiate.status = 200;
    client.retryNow();

    await untilLive(client);
  });

  it('goes on when a listener throws', async () => {
    const platform = await startPlatform();
    const client = createClient(platform);
    client.subscribe(() => {
      throw new Error('broken');
    });
    client.start();

    await untilLive(client);
    expect(client.dropped()['handler-failed']).toBeGreaterThan(0);
  });

  it.for<[string, Partial<HubClientOptions<TestHub>>]>([
    ['a relative URL outside a page', { negotiateUrl: '/api/negotiate' }],
    ['another path', { negotiateUrl: 'http://localhost/api' }],
    ['a query', { negotiateUrl: 'http://localhost/negotiate?x=1' }],
    ['another scheme', { negotiateUrl: 'ftp://localhost/negotiate' }],
    ['no time to answer', { invokeTimeout: 0 }],
    ['a wait that no timer holds', { retryDelays: { first: 1, longest: 2 ** 31 } }],
  ])('refuses %s', ([, options]) => {
    expect(() => createClient({ negotiateUrl: 'http://localhost/negotiate' }, options)).toThrow(
      expect.objectContaining({ code: 'options-invalid' }),
    );
  });
});
