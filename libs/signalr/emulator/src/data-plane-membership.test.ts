import { describe, expect, it } from 'vitest';
import { answer, at, payload, startWithClients, v } from './testing/data-plane-fixture.ts';
import { eventually } from './testing/eventually.ts';
import { startService } from './testing/service-fixture.ts';

describe('existence', () => {
  it.for(['HEAD', 'GET'])(
    '%s answers 200, or 404 with the code that SDKs look for',
    async (method) => {
      const { service, ids } = await startWithClients();
      const call = at(service);
      await call('PUT', `/api/hubs/live/groups/g/connections/${ids.bob}?${v}`);
      for (const base of ['/api/v1/hubs/live', '/api/hubs/live']) {
        const check = (path: string) => answer(service, method, `${base}/${path}`);
        expect(await check(`connections/${ids.bob}`)).toEqual([200, null]);
        expect(await check('connections/nope')).toEqual([404, 'Warning.Connection.NotExisted']);
        expect(await check('users/una')).toEqual([200, null]);
        expect(await check('users/nobody')).toEqual([404, 'Warning.User.NotExisted']);
        expect(await check('groups/g')).toEqual([200, null]);
        expect(await check('groups/G')).toEqual([404, 'Warning.Group.NotExisted']);
      }
      expect(await answer(service, method, '/api/hubs/none/groups/g')).toEqual([
        404,
        'Warning.Group.NotExisted',
      ]);
    },
  );
});

describe('groups', () => {
  it('takes connections in and lets them out; removing what is not there succeeds', async () => {
    const { service, ids } = await startWithClients();
    for (const base of ['/api/v1/hubs/live', '/api/hubs/live']) {
      const call = (method: string, path: string) => answer(service, method, `${base}/${path}`);
      expect(await call('PUT', 'groups/g/connections/nope')).toEqual([
        404,
        'Error.Connection.NotExisted',
      ]);
      expect(await call('PUT', `groups/g/connections/${ids.bob}`)).toEqual([200, null]);
      expect(await call('PUT', `connections/${ids.bob}/groups/h`)).toEqual([200, null]);
      expect(await call('HEAD', 'groups/h')).toEqual([200, null]);
      expect(await call('DELETE', `groups/g/connections/${ids.bob}`)).toEqual([200, null]);
      expect(await call('DELETE', `groups/g/connections/${ids.bob}`)).toEqual([200, null]);
      expect((await call('HEAD', 'groups/g'))[0]).toBe(404);
      expect(await call('DELETE', `connections/${ids.bob}/groups`)).toEqual([200, null]);
      expect(await call('DELETE', `connections/${ids.bob}/groups`)).toEqual([200, null]);
      expect((await call('HEAD', 'groups/h'))[0]).toBe(404);
    }
  });

  it.for([
    ['/api/v1/hubs/live', 'groups/vip/users/una', 202, 202, 200],
    ['/api/hubs/live', 'users/una/groups/vip', 200, 204, 204],
    ['/api/hubs/live', 'groups/vip/users/una', 200, 204, 204],
  ] as const)(
    '%s/%s adds and removes users with %i, %i, %i',
    async ([base, path, add, remove, all]) => {
      const { service } = await startWithClients();
      const call = (method: string, rest: string) => answer(service, method, `${base}/${rest}`);
      expect(await call('PUT', path)).toEqual([add, null]);
      expect(await call('GET', path)).toEqual([200, null]);
      expect(await call('HEAD', 'groups/vip')).toEqual([200, null]);
      expect(await call('DELETE', path)).toEqual([remove, null]);
      expect(await call('HEAD', path)).toEqual([404, 'Info.User.NotInGroup']);
      expect((await call('HEAD', 'groups/vip'))[0]).toBe(404);
      await call('PUT', path);
      expect(await call('DELETE', 'users/una/groups')).toEqual([all, null]);
      expect(await call('DELETE', 'users/una/groups')).toEqual([all, null]);
      expect((await call('GET', path))[0]).toBe(404);
    },
  );

  it('keeps a user whom no client has met, for the connections to come', async () => {
    const service = await startService();
    const call = at(service);
    expect(await call('PUT', '/api/hubs/live/users/una/groups/vip')).toBe(200);
    expect(await call('HEAD', '/api/hubs/live/users/una/groups/vip')).toBe(200);
    expect(await call('HEAD', '/api/hubs/live/groups/vip')).toBe(404);
    const received: unknown[] = [];
    await service.connect({
      userId: 'una',
      prepare: (client) => client.on('m', (value: unknown) => received.push(value)),
    });
    expect(await call('HEAD', '/api/hubs/live/groups/vip')).toBe(200);
    await call('POST', '/api/hubs/live/groups/vip/:send', payload);
    await eventually(() => received.length === 1);
  });

  it('refuses a ttl that is no number of seconds', async () => {
    const call = at(await startService());
    for (const ttl of ['-1', '1.5', 'x', '99999999999']) {
      expect(await call('PUT', `/api/hubs/live/users/una/groups/vip?ttl=${ttl}`)).toBe(400);
    }
  });
});

describe('closing', () => {
  it.for([
    ['DELETE', '/api/v1/hubs/live/connections/{bob}', 202, ['bob']],
    ['DELETE', '/api/hubs/live/connections/{bob}', 200, ['bob']],
    ['DELETE', '/api/hubs/live/connections/nope', 200, []],
    ['POST', '/api/hubs/live/:closeConnections?excluded={una1}', 204, ['una2', 'bob']],
    ['POST', '/api/hubs/live/users/una/:closeConnections?excluded={una1}', 204, ['una2']],
    ['POST', '/api/hubs/live/groups/g/:closeConnections', 204, ['una1', 'bob']],
    ['POST', '/api/hubs/none/:closeConnections', 204, []],
  ] as const)('%s %s answers %i and ends %j', async ([method, path, status, closed]) => {
    const { service, ids } = await startWithClients();
    const call = at(service);
    for (const id of [ids.una1, ids.bob]) {
      await call('PUT', `/api/hubs/live/groups/g/connections/${id}`);
    }
    const named = path.replaceAll(/\{(\w+)\}/g, (_, name: keyof typeof ids) => ids[name] ?? '');
    expect(await call(method, named)).toBe(status);
    const remaining: string[] = [];
    for (const [name, id] of Object.entries(ids)) {
      if ((await call('HEAD', `/api/hubs/live/connections/${id}`)) === 404) remaining.push(name);
    }
    expect(remaining.toSorted()).toEqual([...closed].toSorted());
  });
});
