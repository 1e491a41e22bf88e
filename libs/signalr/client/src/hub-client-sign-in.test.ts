import { startSignalR } from '@heliograph/signalr-emulator';
import { describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { createHubClient } from './hub-client.ts';
import { createClient, testPlatforms, until, untilLive } from './test-platform.ts';

const { startPlatform, startLive } = testPlatforms(startSignalR);

const refusalSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) });
const readRefusal = (body: unknown) => refusalSchema.safeParse(body).data?.error;

describe(createHubClient, { timeout: 20_000 }, () => {
  describe('signing in', () => {
    it('asks for a token for each attempt and says when it is refused', async () => {
      const platform = await startPlatform();
      const getAccessToken = vi.fn(() => 'stale');
      const client = createClient(platform, { getAccessToken });
      client.start();
      await until(() => expect(client.state().status).toBe('signed-out'));
      expect(client.state().reason.code).toBe('token-refused');
      expect(platform.negotiate.tokens).toEqual(['Bearer stale']);

      getAccessToken.mockReturnValue('good');
      client.retryNow();
      await untilLive(client);
    });

    it('asks nobody anything while nobody is signed in', async () => {
      const platform = await startPlatform();
      const client = createClient(platform, { getAccessToken: () => undefined });
      client.start();
      await until(() => expect(client.state().status).toBe('signed-out'));

      expect(client.state().reason.code).toBe('sign-in-needed');
      expect(platform.negotiate.tokens).toEqual([]);
    });

    it('signs out when a reconnect is refused', async () => {
      const getAccessToken = vi.fn(() => 'good');
      const { platform, client } = await startLive({ getAccessToken });
      getAccessToken.mockReturnValue('expired');

      platform.proxy.cut();

      await until(() => expect(client.state().status).toBe('signed-out'));
    });

    it('says that an account may not connect', async () => {
      const platform = await startPlatform();
      platform.negotiate.status = 403;
      const client = createClient(platform);
      client.start();

      await until(() => expect(client.state().status).toBe('signed-out'));
      expect(client.state().reason.code).toBe('forbidden');
    });

    it("repeats the backend's own words, until it lets the client in", async () => {
      const platform = await startPlatform();
      platform.negotiate.status = 403;
      platform.negotiate.refusal = { error: { code: 'role-missing', message: 'You have no role' } };
      const client = createClient(platform, { readRefusal });
      client.start();
      await until(() => expect(client.state().status).toBe('signed-out'));
      expect(client.state().reason).toMatchObject({
        code: 'forbidden',
        refusal: { code: 'role-missing', message: 'You have no role' },
      });

      platform.negotiate.status = 200;
      client.retryNow();
      await untilLive(client);
      expect(client.state().reason).not.toHaveProperty('refusal');
    });

    it('makes do without words where the refusal has none', async () => {
      const platform = await startPlatform();
      platform.negotiate.status = 403;
      platform.negotiate.refusal = 'Forbidden';
      const client = createClient(platform, { readRefusal });
      client.start();

      await until(() => expect(client.state().status).toBe('signed-out'));
      expect(client.state().reason).not.toHaveProperty('refusal');
    });

    it('tries again when the token could not be found out', async () => {
      const platform = await startPlatform();
      const getAccessToken = vi.fn<() => Promise<string>>().mockRejectedValue(new Error('offline'));
      const client = createClient(platform, { getAccessToken });
      client.start();
      await until(() => expect(client.seen).toContain('connecting: token-unavailable'));

      getAccessToken.mockResolvedValue('good');
      await untilLive(client);
    });

    it.for([{ url: 'http://127.0.0.1:9/client/?hub=live' }, 'text', null])(
      'does not follow the negotiate answer %j, nor does it give up',
      async (body) => {
        const platform = await startPlatform();
        platform.negotiate.body = body === null ? 0 : body;
        const client = createClient(platform);
        client.start();
        await until(() => expect(client.seen).toContain('connecting: backend-failed'));

        platform.negotiate.body = undefined;
        await untilLive(client);
      },
    );
  });
});
