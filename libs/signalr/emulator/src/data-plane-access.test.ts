import { createDataPlaneToken, parseConnectionString } from '@heliograph/signalr-access';
import { describe, expect, it } from 'vitest';
import { at, payload, v } from './testing/data-plane-fixture.ts';
import { startService } from './testing/service-fixture.ts';

describe('names', () => {
  it('of hubs, applications and groups are checked', async () => {
    const call = at(await startService());
    const expectations: [string, number][] = [
      ['/api/hubs/9bad/:send', 400],
      ['/api/hubs/bad-hub/:send', 400],
      ['/api/hubs/a%2Fb/:send', 400],
      [`/api/hubs/${'a'.repeat(129)}/:send`, 400],
      [`/api/hubs/${'a'.repeat(128)}/:send`, 202],
      ['/api/hubs/a.b,c%60d%5B%5D/:send', 202],
      ['/api/hubs/live/:send?application=9x', 400],
      ['/api/hubs/live/groups/%20%20/:send', 400],
      [`/api/hubs/live/groups/${'g'.repeat(1025)}/:send`, 400],
      [`/api/hubs/live/groups/${'g'.repeat(1024)}/:send`, 202],
      ['/api/hubs/live/groups/a%0Ab/:send', 400],
      ['/api/hubs/live/groups/%zz/:send', 404],
    ];
    for (const [path, status] of expectations) {
      expect([path, await call('POST', path, payload)]).toEqual([path, status]);
    }
  });

  it('are unescaped exactly once', async () => {
    const service = await startService();
    const call = at(service);
    await service.connect({ userId: 'a/b' });
    await service.connect({ userId: 'a b+c' });
    expect(await call('HEAD', '/api/hubs/live/users/a%2Fb')).toBe(200);
    expect(await call('HEAD', '/api/hubs/live/users/a%252Fb')).toBe(404);
    expect(await call('HEAD', '/api/hubs/live/users/a%20b%2Bc')).toBe(200);
    expect(await call('HEAD', '/api/hubs/live/users/a%20b+c')).toBe(200);
  });
});

describe('access', () => {
  const send = '/api/hubs/live/:send';

  it('is refused without a token that opens exactly this URL, and the refusal says why', async () => {
    const service = await startService();
    const connection = parseConnectionString(service.connectionString);
    const token = (path: string, key = connection.accessKey ?? '') =>
      createDataPlaneToken({ connection: { ...connection, accessKey: key }, audience: path });
    const post = async (authorization: string, query = '') => {
      const headers = { Authorization: authorization, 'Content-Type': 'application/json' };
      const body = JSON.stringify(payload);
      const response = await fetch(`${service.url}${send}${query}`, {
        method: 'POST',
        headers,
        body,
      });
      await response.arrayBuffer();
      return response.status;
    };
    const good = service.url + send;
    expect(await post(`Bearer ${await token(good)}`)).toBe(202);
    expect(await post(`bearer ${await token(`http://localhost${send}`)}`, `?${v}`)).toBe(202);
    expect(await post(`Bearer ${await token(`${good}?${v}`)}`, `?${v}`)).toBe(202);
    expect(await post(`Bearer ${await token(`${good}?${v}`)}`, `?${v}&excluded=x`)).toBe(202);
    expect(await post(`Bearer ${await token(`${service.url}/api/hubs/other/:send`)}`)).toBe(401);
    expect(await post(`Bearer ${await token(good, 'x'.repeat(44))}`)).toBe(401);
    expect(await post(`Bearer ${(await service.access()).accessToken}`)).toBe(401);
    expect(await post('Bearer garbage')).toBe(401);
    expect(await post('Basic abc')).toBe(401);
    const anonymous = await fetch(`${service.url}${send}?access_token=${await token(good)}`, {
      method: 'POST',
    });
    expect(anonymous.status).toBe(401);
    expect(await anonymous.json()).toMatchObject({ code: 'token-rejected' });
  });

  it('to the health check needs no token', async () => {
    const { url } = await startService();
    for (const path of ['/api/health', '/api/v1/health', '/api/health?api-version=2024-12-01']) {
      expect((await fetch(url + path, { method: 'HEAD' })).status).toBe(200);
      expect((await fetch(url + path)).status).toBe(200);
    }
  });

  it('to unknown paths is 404, with a wrong method 405', async () => {
    const service = await startService();
    const call = at(service);
    for (const path of [
      '/',
      '/nothing',
      '/api',
      '/api/hubs',
      '/api/hubs//:send',
      '//api/hubs/live/:send',
      '/api/v2/hubs/live/:send',
      '/api/hubs/live/:nothing',
      '/server/?hub=live',
    ]) {
      expect([path, await call('POST', path, payload)]).toEqual([path, 404]);
    }
    expect(await call('GET', send)).toBe(405);
    expect(await call('PATCH', send)).toBe(405);
  });
});
