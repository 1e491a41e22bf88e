import { createHmac } from 'node:crypto';
import { encode } from '@msgpack/msgpack';
import { expect } from 'vitest';
import { clientAccess, forgeToken, secondsFromNow } from './target/access.ts';
import { eventually } from './target/eventually.ts';
import { jsonFrames } from './target/hub-frames.ts';
import { connectRaw, openSocket } from './target/raw-socket.ts';
import { itLocally, startService } from './target/service.ts';
import { connectStockClient } from './target/stock-client.ts';
import { startUpstream } from './target/test-upstream.ts';

const keys = ['first-key-first-key-first-key-first-key', 'second-key-second-key-second-key-2'];

itLocally(
  'service 5: every event is a POST with the headers that name connection, hub, category, event and user',
  async () => {
    const upstream = await startUpstream();
    const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
    const client = await connectStockClient(service, { userId: 'una' });
    const id = client.connectionId;
    await client.send('watch', 1);
    await client.stop();
    await eventually(() => upstream.requests.length === 3);
    expect(
      upstream.requests.map(({ method, headers }) => [
        method,
        headers['x-asrs-connection-id'],
        headers['x-asrs-hub'],
        headers['x-asrs-user-id'],
        headers['x-asrs-category'],
        headers['x-asrs-event'],
      ]),
    ).toEqual([
      ['POST', id, service.hub, 'una', 'connections', 'connected'],
      ['POST', id, service.hub, 'una', 'messages', 'watch'],
      ['POST', id, service.hub, 'una', 'connections', 'disconnected'],
    ]);
  },
);

itLocally('service 5: an anonymous client has no user id header', async () => {
  const upstream = await startUpstream();
  const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
  await connectRaw(service);
  await eventually(() => upstream.requests.length === 1);
  expect(upstream.requests[0]?.headers).not.toHaveProperty('x-asrs-user-id');
});

itLocally(
  'service 11.8, service 11.2b: the signature holds a digest of the connection id for each key, with a comma and no space',
  async () => {
    const upstream = await startUpstream();
    const service = await startService({
      accessKeys: keys,
      upstream: [{ urlTemplate: upstream.url }],
    });
    await connectRaw(service);
    await eventually(() => upstream.requests.length === 1);
    const headers = upstream.requests[0]?.headers;
    const id = String(headers?.['x-asrs-connection-id']);
    const digests = keys.map(
      (key) => `sha256=${createHmac('sha256', key).update(id).digest('hex')}`,
    );
    expect(headers?.['x-asrs-signature']).toBe(digests.join(','));
  },
);

itLocally.for(['json', 'messagepack'] as const)(
  'service 11.10, service 5: connection events are JSON, messages are in the protocol of the client, without framing (%s)',
  async (protocol) => {
    const upstream = await startUpstream();
    const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
    const client = await connectStockClient(service, { protocol });
    await client.invoke('ask', 'ü', 1);
    await client.stop();
    await eventually(() => upstream.requests.length === 3);
    const [connected, message, disconnected] = upstream.requests;
    const connectionType = 'application/json';
    expect(connected?.headers['content-type']).toBe(connectionType);
    expect(JSON.parse(String(connected?.body))).toEqual({ type: 10 });
    expect(disconnected?.headers['content-type']).toBe(connectionType);
    expect(JSON.parse(String(disconnected?.body))).toEqual({ type: 11 });
    if (protocol === 'json') {
      expect(message?.headers['content-type']).toBe('application/json');
      expect(JSON.parse(String(message?.body))).toEqual({
        type: 1,
        invocationId: '0',
        target: 'ask',
        arguments: ['ü', 1],
      });
      expect(String(message?.body)).not.toContain('\u001e');
    } else {
      expect(message?.headers['content-type']).toBe('application/x-msgpack');
      expect(message?.body).toEqual(Buffer.from(encode([1, {}, '0', 'ask', ['ü', 1]])));
    }
  },
);

itLocally(
  'golden 12: claims are listed under the names of the token, without those that every token has',
  async () => {
    const upstream = await startUpstream();
    const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
    const claims = { role: ['ops', 'dev'], empty: '', email: 'u@x.y', sub: 'other', aud: 'mine' };
    await connectRaw(service, { userId: 'una', claims });
    await eventually(() => upstream.requests.length === 1);
    const header = upstream.requests[0]?.headers['x-asrs-user-claims'];
    expect(String(header).split(', ').toSorted()).toEqual(
      ['role: ops', 'role: dev', 'email: u@x.y', 'sub: other', 'aud: mine', 'empty: '].toSorted(),
    );
    expect(upstream.requests[0]?.headers['x-asrs-user-id']).toBe('una');
  },
);

itLocally.for([
  [{ nameid: 'a', sub: 'b' }, 'a'],
  [{ sub: 'b' }, 'b'],
  [{ 'asrs.s.uid': 's', nameid: 'a', sub: 'b' }, 's'],
  [{ nameid: '' }, undefined],
] as const)(
  'service 11.3, service 2: of the claims %j the user id is %j',
  async ([claims, userId]) => {
    const upstream = await startUpstream();
    const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
    const url = `${service.url}/client/?hub=${service.hub}`;
    const token = forgeToken(service, { claims: { ...claims, aud: url, exp: secondsFromNow(60) } });
    const socket = await openSocket(url, { headers: { Authorization: `Bearer ${token}` } });
    socket.send(jsonFrames({ protocol: 'json', version: 1 }));
    await eventually(() => upstream.requests.length === 1);
    expect(upstream.requests[0]?.headers['x-asrs-user-id']).toBe(userId);
  },
);

itLocally(
  'golden 13: the query of the connect request is passed on without connection token and access token',
  async () => {
    const upstream = await startUpstream();
    const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
    const { url, accessToken } = await clientAccess(service);
    const query = `&room=a&x=1&x=2&access_token=${accessToken}`;
    const socket = await openSocket(url + query);
    socket.send(jsonFrames({ protocol: 'json', version: 1 }));
    const client = await connectStockClient(service);
    await eventually(() => upstream.requests.length === 2);
    const [raw, stock] = upstream.requests.map(({ headers }) => headers['x-asrs-client-query']);
    expect(raw).toBe(`?hub=${service.hub}&room=a&x=1&x=2`);
    expect(stock).toBe(`?hub=${service.hub}`);
    expect(client.state).toBe('Connected');
  },
);

itLocally(
  'golden 14: what is outside ASCII in user id, claims and target is delivered, percent-encoded',
  async () => {
    const upstream = await startUpstream();
    const service = await startService({ upstream: [{ urlTemplate: `${upstream.url}/{event}` }] });
    const client = await connectStockClient(service, { userId: 'Zoë', claims: { city: 'Zürich' } });
    await client.invoke('Привет');
    await client.invoke('a\nb');
    await eventually(() => upstream.requests.length === 3);
    const [connected, message, broken] = upstream.requests;
    expect(connected?.headers['x-asrs-user-id']).toBe('Zo%C3%AB');
    expect(connected?.headers['x-asrs-user-claims']).toBe('city: Z%C3%BCrich');
    expect(decodeURIComponent(String(message?.headers['x-asrs-event']))).toBe('Привет');
    expect(message?.url).toBe(`/${encodeURIComponent('Привет')}`);
    expect(broken?.headers['x-asrs-event']).toBe('a%0Ab');
  },
);

itLocally(
  'golden 23, service 11.3: the first spelling of a hub is the one the upstream hears',
  async () => {
    const upstream = await startUpstream();
    const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
    const { url, accessToken } = await clientAccess(service, { hub: 'chat' });
    const headers = { Authorization: `Bearer ${accessToken}` };
    for (const hub of ['Chat', 'chat', 'CHAT']) {
      const socket = await openSocket(url.replace('hub=chat', `hub=${hub}`), { headers });
      socket.send(jsonFrames({ protocol: 'json', version: 1 }));
      await eventually(() => socket.arrived.length > 0);
    }
    await eventually(() => upstream.requests.length === 3);
    expect(upstream.requests.map((request) => request.headers['x-asrs-hub'])).toEqual([
      'Chat',
      'Chat',
      'Chat',
    ]);
  },
);
