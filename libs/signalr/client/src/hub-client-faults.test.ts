import { createServer } from 'node:net';
import { startSignalR } from '@heliograph/signalr-emulator';
import { describe, expect, it, vi } from 'vitest';
import { createHubClient } from './hub-client.ts';
import { createClient, testPlatforms, until, untilJoined, untilLive } from './test-platform.ts';
import { listen } from './test-proxy.ts';

const { startPlatform, startLive } = testPlatforms(startSignalR);

describe(createHubClient, { timeout: 20_000 }, () => {
  describe('when something is killed', () => {
    it('before negotiate: waits for the backend', async () => {
      const platform = await startPlatform();
      platform.negotiate.status = 503;
      const client = createClient(platform);
      client.start();
      await until(() => expect(client.state()).toMatchObject({ status: 'connecting', attempt: 4 }));
      expect(client.state().reason.code).toBe('backend-failed');

      platform.negotiate.status = 200;
      await untilLive(client);
    });

    it('before negotiate, with nobody listening: waits as well', async () => {
      const unused = createServer();
      const port = await listen(unused);
      unused.close();
      const client = createClient({ negotiateUrl: `http://127.0.0.1:${port}/api/negotiate` });
      client.start();

      await until(() => expect(client.state()).toMatchObject({ attempt: 3 }));
      expect(client.state().reason.code).toBe('backend-unreachable');
    });

    it('after the backend’s negotiate: waits for the service', async () => {
      const platform = await startPlatform();
      platform.proxy.state.fault = 'refuse';
      const client = createClient(platform);
      client.start();
      await until(() => expect(client.seen).toContain('connecting: service-unreachable'));

      platform.proxy.state.fault = 'none';
      await untilLive(client);
    });

    it('while the backend stands still: says that it does not answer', async () => {
      const platform = await startPlatform();
      platform.negotiate.hang = true;
      const client = createClient(platform, { attemptTimeout: 400 });
      client.start();
      await until(() => expect(client.seen).toContain('connecting: backend-silent'));

      platform.negotiate.hang = false;
      await untilLive(client);
    });

    it('after the service’s negotiate: tries again until a socket opens', async () => {
      const platform = await startPlatform();
      platform.proxy.state.fault = 'refuse-sockets';
      const client = createClient(platform);
      client.start();
      await until(() => expect(client.state()).toMatchObject({ attempt: 3 }));
      expect(client.state().reason.code).toBe('service-unreachable');

      platform.proxy.state.fault = 'none';
      await untilLive(client);
    });

    it('while a socket never opens: gives it up, closes it and tries again', async () => {
      const platform = await startPlatform();
      platform.proxy.state.fault = 'hang-sockets';
      const client = createClient(platform, { attemptTimeout: 400 });
      client.start();
      await until(() => expect(platform.proxy.state.closed).toBeGreaterThan(1));
      expect(client.seen).toContain('connecting: attempt-timed-out');

      platform.proxy.state.fault = 'none';
      await untilLive(client);
      await until(() => expect(platform.proxy.state.closed).toBe(platform.proxy.state.hanging));
    });

    it('while connected: says that it reconnects, and joins again', async () => {
      const { platform, client } = await startLive();
      const onJoined = vi.fn();
      client.want({ join: ['joinBoard', 'machine'], onJoined });
      await untilJoined(client);
      const before = client.state();

      platform.proxy.cut();
      await until(() => expect(client.seen).toContain('reconnecting: connection-lost'));
      await untilJoined(client);

      expect(onJoined).toHaveBeenCalledTimes(2);
      expect(client.state()).not.toEqual(before);
      expect(platform.negotiate.tokens).toEqual(['Bearer good', 'Bearer good']);
    });

    it('in the middle of a join and an invocation: fails the one and repeats the other', async () => {
      const { platform, client } = await startLive();
      const { upstream } = platform;
      const answer = upstream.answer;
      upstream.answer = () => new Promise(() => {});
      client.want({ join: ['joinBoard', 'machine'] });
      await until(() => expect(upstream.calls).toEqual(['joinBoard(machine)']));
      const invoked = client.invoke('leaveBoard', 'other');

      upstream.answer = answer;
      platform.proxy.cut();

      await expect(invoked).rejects.toMatchObject({ code: 'connection-lost' });
      await untilJoined(client);
    });

    it('by a restart of the service: comes back by itself', async () => {
      const { platform, client } = await startLive();
      client.want({ join: ['joinBoard', 'machine'] });
      await untilJoined(client);

      await platform.stopService();
      await until(() => expect(client.state().status).toBe('reconnecting'));
      await until(() => expect(client.state()).toMatchObject({ attempt: 3 }));
      await platform.restartService();

      await untilJoined(client);
      expect(client.seen).toContain('reconnecting: closed-by-service');
    });

    it('by silence: notices, although the socket stays open', async () => {
      const { client } = await startLive({ serverTimeout: 200, keepAliveInterval: 60_000 });

      await until(() => expect(client.seen).toContain('reconnecting: service-silent'));
      await untilLive(client);
    });
  });
});
