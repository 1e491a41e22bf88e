import { describe, expect, it } from 'vitest';
import { eventually } from './testing/eventually.ts';
import { startService } from './testing/service-fixture.ts';

const v = 'api-version=2024-12-01';

describe('the list of a group', () => {
  it('comes in pages whose links lead to the rest, each connection once', async () => {
    const service = await startService();
    const ids: (string | null)[] = [];
    for (const userId of ['una', 'una', 'bob']) {
      const { connectionId } = await service.connect({ userId });
      ids.push(connectionId);
      await service.call('PUT', `/api/hubs/live/groups/g/connections/${connectionId}?${v}`);
    }
    const anonymous = await service.connect();
    await service.call('PUT', `/api/hubs/live/groups/g/connections/${anonymous.connectionId}?${v}`);

    const pages = async (query: string) => {
      const seen: { connectionId: string; userId?: string }[][] = [];
      let path: string | undefined = `/api/hubs/live/groups/g/connections?${v}${query}`;
      while (path !== undefined) {
        const response = await service.call('GET', path);
        const page = (await response.json()) as { value: (typeof seen)[0]; nextLink?: string };
        seen.push(page.value);
        path = page.nextLink?.slice(service.url.length);
      }
      return seen;
    };
    const [all = [], ...rest] = await pages('');
    expect(rest).toEqual([]);
    expect(all).toHaveLength(4);
    expect(new Set(all.map(({ connectionId }) => connectionId))).toEqual(
      new Set([...ids, anonymous.connectionId]),
    );
    expect(all.filter(({ userId }) => userId === 'una')).toHaveLength(2);
    expect(all.find(({ connectionId }) => connectionId === anonymous.connectionId)).toEqual({
      connectionId: anonymous.connectionId,
    });
    expect(await pages('&maxpagesize=3')).toEqual([all.slice(0, 3), all.slice(3)]);
    expect(await pages('&maxpagesize=2&top=3')).toEqual([all.slice(0, 2), all.slice(2, 3)]);
    expect(await pages('&maxpagesize=4')).toEqual([all]);
  });

  it('is empty for a group that nobody is in, and refuses what makes no page', async () => {
    const service = await startService();
    const get = (query: string) =>
      service.call('GET', `/api/hubs/live/groups/g/connections?${v}${query}`);
    expect(await (await get('')).json()).toEqual({ value: [] });
    for (const query of [
      '&maxpagesize=0',
      '&maxpagesize=201',
      '&top=x',
      '&continuationToken=%21',
    ]) {
      expect((await get(query)).status).toBe(400);
    }
  });
});

describe('a generated token', () => {
  it('lets its user into that hub', async () => {
    const service = await startService();
    const path = `/api/hubs/live/:generateToken?${v}&userId=una&minutesToExpire=5`;
    const response = await service.call('POST', path);
    expect(response.status).toBe(200);
    const { token } = (await response.json()) as { token: string };
    const negotiate = (hub: string) =>
      fetch(`${service.url}/client/negotiate?hub=${hub}&negotiateVersion=1`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}` },
      });
    expect((await negotiate('live')).status).toBe(200);
    expect((await negotiate('other')).status).toBe(401);
    const claims = JSON.parse(
      Buffer.from(token.split('.')[1] ?? '', 'base64url').toString(),
    ) as Record<string, number>;
    expect(claims).toMatchObject({ 'asrs.s.uid': 'una' });
    expect((claims['exp'] ?? 0) - (claims['iat'] ?? 0)).toBe(300);
  });

  it('is refused for a lifetime that is none', async () => {
    const service = await startService();
    for (const minutes of ['0', '-1', 'x']) {
      const path = `/api/hubs/live/:generateToken?${v}&minutesToExpire=${minutes}`;
      expect((await service.call('POST', path)).status).toBe(400);
    }
  });
});

describe('a membership with a ttl', () => {
  it('ends, and the members leave with it', async () => {
    const service = await startService();
    await service.connect({ userId: 'una' });
    const status = async (method: string, path: string) =>
      (await service.call(method, `/api/hubs/live/${path}`)).status;
    expect(await status('PUT', `users/una/groups/short?${v}&ttl=1`)).toBe(200);
    expect(await status('HEAD', 'groups/short')).toBe(200);
    let left = false;
    const watch = (async () => {
      while (!left) left = (await status('HEAD', 'groups/short')) === 404;
    })();
    await eventually(() => left);
    await watch;
    expect(await status('HEAD', 'users/una/groups/short')).toBe(404);
  });
});

describe('what this service does not offer', () => {
  it.for([
    ['POST', '/api/hubs/live/:execute'],
    ['POST', '/api/hubs/live/connections/c/:refresh'],
    ['GET', '/api/auth/accessKey'],
    ['GET', '/api/v1/auth/accessKey'],
  ])('%s %s answers 501 and says why', async ([method = '', path = '']) => {
    const service = await startService();
    const response = await service.call(method, `${path}?${v}`);
    expect(response.status).toBe(501);
    expect(await response.json()).toEqual({ code: 'not-offered', message: expect.any(String) });
  });
});
