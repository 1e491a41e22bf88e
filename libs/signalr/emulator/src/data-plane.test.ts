import { createDataPlaneToken, parseConnectionString } from '@heliograph/signalr-access';
import type { HubConnection } from '@microsoft/signalr';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { eventually } from './testing/eventually.ts';
import { startService, type ServiceFixture } from './testing/service-fixture.ts';

const payload = { target: 'm', arguments: [1] };
const v = 'api-version=2024-12-01';

/** `una` twice and `bob` once, and what each of them received. */
async function startWithClients() {
  const service = await startService();
  const received: string[] = [];
  const join = (name: string, userId: string): Promise<HubConnection> =>
    service.connect({
      userId,
      prepare: (client) =>
        client.on('m', (value: unknown) => received.push(`${name} ${String(value)}`)),
    });
  const [una1, una2, bob] = [
    await join('una1', 'una'),
    await join('una2', 'una'),
    await join('bob', 'bob'),
  ];
  const ids = { una1: una1.connectionId, una2: una2.connectionId, bob: bob.connectionId };
  return { service, received, ids };
}

const at = (service: ServiceFixture) => async (method: string, path: string, body?: unknown) => {
  const response = await service.call(method, path, body);
  await response.arrayBuffer();
  return response.status;
};

const answer = async (service: ServiceFixture, method: string, path: string) => {
  const response = await service.call(method, path);
  return [response.status, response.headers.get('x-ms-error-code')];
};

describe('sending', () => {
  it.for([
    ['/api/v1/hubs/live', ['una1', 'una2', 'bob']],
    [`/api/hubs/live/:send?${v}`, ['una1', 'una2', 'bob']],
    [`/API/Hubs/LIVE/:SEND/?api-version=2022-06-01`, ['una1', 'una2', 'bob']],
    [`/api/hubs/live/:send?${v}&excluded={una1}&excluded={bob}`, ['una2']],
    [`/api/hubs/live/:send?${v}&excluded={una1},{bob}`, ['una1', 'una2', 'bob']],
    ['/api/v1/hubs/live/users/una', ['una1', 'una2']],
    [`/api/hubs/live/users/una/:send?${v}`, ['una1', 'una2']],
    [`/api/hubs/live/users/UNA/:send?${v}`, []],
    ['/api/v1/hubs/live/connections/{bob}', ['bob']],
    [`/api/hubs/live/connections/{bob}/:send?${v}`, ['bob']],
    [`/api/hubs/live/connections/nobody/:send?${v}`, []],
    ['/api/v1/hubs/live/groups/g', ['una2', 'bob']],
    [`/api/hubs/live/groups/g/:send?${v}&excluded={bob}`, ['una2']],
    [`/api/hubs/live/groups/G/:send?${v}`, []],
    [`/api/hubs/other/:send?${v}`, []],
    [`/api/hubs/live/:send?${v}&application=app`, []],
  ] as const)('to %s answers 202 and reaches %j', async ([path, receivers]) => {
    const { service, received, ids } = await startWithClients();
    const call = at(service);
    for (const id of [ids.una2, ids.bob]) {
      expect(await call('PUT', `/api/hubs/live/groups/g/connections/${id}?${v}`)).toBe(200);
    }
    const named = path.replaceAll(/\{(\w+)\}/g, (_, name: keyof typeof ids) => ids[name] ?? '');
    expect(await call('POST', named, payload)).toBe(202);
    // Messages of one sender arrive in order, so everything before this one has arrived with it.
    expect(await call('POST', '/api/v1/hubs/live', { target: 'm', arguments: ['end'] })).toBe(202);
    await eventually(() => received.filter((entry) => entry.endsWith('end')).length === 3);
    expect(received.filter((entry) => entry.endsWith('1')).toSorted()).toEqual(
      receivers.map((name) => `${name} 1`).toSorted(),
    );
  });

  it('needs application/json with a target, in strict JSON', async () => {
    const call = at(await startService());
    const path = `/api/hubs/live/:send?${v}`;
    const bodies: [unknown, number][] = [
      ['{"Target":"m","Arguments":[2]}', 202],
      ['{"target":"m"}', 202],
      ['{"target":"m","arguments":null,"x":1}', 202],
      [`{"target":"m","arguments":${'['.repeat(70)}${']'.repeat(70)}}`, 202],
      ['', 400],
      ['null', 400],
      ['[]', 400],
      ['{"target":', 400],
      ['{"target":"m","arguments":[1]} x', 400],
      ["{'target':'m'}", 400],
      ['{"target":"m","arguments":[1,]}', 400],
      ['{"target":"m","arguments":[NaN]}', 400],
      ['{"arguments":[]}', 400],
      ['{"target":" "}', 400],
      ['{"target":5}', 400],
      ['{"target":"m","arguments":"x"}', 400],
      ['{"target":"m","arguments":{"a":1}}', 400],
    ];
    for (const [body, status] of bodies)
      expect([body, await call('POST', path, body)]).toEqual([body, status]);
    expect(await call('POST', path)).toBe(415);
  });

  it('refuses a body over 1 MB with 413, announced or not', async () => {
    const service = await startService();
    const path = `/api/hubs/live/:send?${v}`;
    const large = JSON.stringify({ target: 'm', arguments: ['x'.repeat(1024 * 1024)] });
    const chunked = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(large));
        controller.close();
      },
    });
    const connection = parseConnectionString(service.connectionString);
    const token = await createDataPlaneToken({ connection, audience: service.url + path });
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    for (const body of [large, chunked]) {
      const response = await fetch(service.url + path, {
        method: 'POST',
        headers,
        body,
        duplex: 'half',
      } as RequestInit);
      expect(response.status).toBe(413);
      expect(await response.json()).toMatchObject({ code: 'payload-too-large' });
    }
  });

  it('carries arguments to clients byte for byte', async () => {
    const service = await startService();
    const { url, accessToken } = await service.access();
    const socket = new WebSocket(`${url.replace('http', 'ws')}&access_token=${accessToken}`);
    const records: string[] = [];
    socket.on('message', (data: Buffer) =>
      records.push(...String(data).split('\u001e').slice(0, -1)),
    );
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send('{"protocol":"json","version":1}\u001e');
    await eventually(() => records.length === 1);
    const args = '[ 1e400, 12345678901234567890 ,-0.0,"\\ud800",{"a":1,"a":2,"__proto__":3}]';
    await service.call('POST', '/api/v1/hubs/live', `{"arguments": ${args} ,"target":"m"}`);
    await eventually(() => records.length === 2);
    expect(records[1]).toBe(`{"type":1,"target":"m","arguments":${args}}`);
    socket.terminate();
  });
});

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
