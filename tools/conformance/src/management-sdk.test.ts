import { expect } from 'vitest';
import recorded from './fixtures/management-requests.json' with { type: 'json' };
import { forgeToken, secondsFromNow } from './target/access.ts';
import { call, request } from './target/data-plane.ts';
import { eventually } from './target/eventually.ts';
import { connectRaw } from './target/raw-socket.ts';
import { itLocally, startService } from './target/service.ts';
import { connectStockClient } from './target/stock-client.ts';

/** How Microsoft's Management SDK tells that something is not there, for each path it asks for. */
const absent: Record<string, [number, string | null]> = {
  'PUT connections': [404, 'Error.Connection.NotExisted'],
  'HEAD connections': [404, 'Warning.Connection.NotExisted'],
  'HEAD users': [404, 'Warning.User.NotExisted'],
  'HEAD groups': [404, 'Warning.Group.NotExisted'],
  'GET users': [404, 'Info.User.NotInGroup'],
};

/** The status with which the SDK is content, by method and path. */
function expectedAnswer(method: string, target: string): [number, string | null] {
  const parts = target.replace(/\?.*/, '').split('/').slice(4);
  const asked = method === 'PUT' ? parts[2] : parts[0];
  const missing = absent[`${method} ${asked ?? ''}`];
  if (missing !== undefined) return missing;
  if (method === 'POST') return [202, null];
  const isUserGroup = method === 'DELETE' && parts[0] === 'users';
  return [isUserGroup ? 204 : 200, null];
}

itLocally.for(recorded)(
  'sdk 1, sdk 5, sdk 6, sdk 8: as recorded from the Management SDK: $method $target',
  async ({ method, target, audience, contentType, body }) => {
    const service = await startService();
    const inHub = (text: string): string => text.replace('{hub}', service.hub);
    const claims = { nameid: 'sdk', aud: inHub(audience), exp: secondsFromNow(3600) };
    const bytes = typeof body === 'object' ? Buffer.from(body.hex, 'hex') : body;
    const answer = await request(service, method, inHub(target), {
      token: forgeToken(service, { claims, header: { kid: '1' } }),
      ...(bytes !== undefined && { body: bytes, headers: { 'Content-Type': contentType ?? '' } }),
    });
    expect([answer.status, answer.errorCode]).toEqual(expectedAnswer(method, target));
  },
);

itLocally('sdk 4: the recorded body for both protocols reaches clients of both', async () => {
  const service = await startService();
  const json = await connectRaw(service);
  const pack = await connectRaw(service, { protocol: 'messagepack' });
  const both = recorded.find(({ body }) => typeof body === 'object' && body.hex.startsWith('82'));
  if (typeof both?.body !== 'object') throw new Error('The recording has no such request');
  await call(service, 'POST', ':send', {
    version: '2022-06-01',
    body: Buffer.from(both.body.hex, 'hex'),
    headers: { 'Content-Type': 'application/octet-stream' },
  });
  await eventually(() => json.messages().length > 0 && pack.messages().length > 0);
  const values = ['hi', 42, { Name: 'é' }];
  expect(json.messages()).toEqual([{ type: 1, target: 'news', arguments: values }]);
  expect(pack.messages()).toEqual([[1, {}, null, 'news', values, []]]);
});

itLocally('sdk 5: what exists is 200 and nothing else', async () => {
  const service = await startService();
  const client = await connectStockClient(service, { userId: 'una' });
  const path = `groups/g/connections/${client.connectionId}`;
  const version = '2022-06-01';
  expect((await call(service, 'PUT', path, { version })).status).toBe(200);
  for (const existing of [`connections/${client.connectionId}`, 'users/una', 'groups/g']) {
    expect((await call(service, 'HEAD', existing, { version })).status).toBe(200);
  }
  expect((await call(service, 'GET', 'users/una/groups/g', { version })).status).toBe(200);
});
