import { ReadableStream } from 'node:stream/web';
import { encode } from '@msgpack/msgpack';
import { expect, it } from 'vitest';
import { createDataPlaneToken } from '@heliograph/signalr-access';
import { call } from './target/data-plane.ts';
import { eventually } from './target/eventually.ts';
import { jsonFrames, packFrames } from './target/hub-frames.ts';
import { connectRaw } from './target/raw-socket.ts';
import { itLocally, startService } from './target/service.ts';

const megabyte = 1024 * 1024;

it.for([
  ['a JSON text with a comment', '{"target":"m"/**/}'],
  ['single quotes', "{'target':'m'}"],
  ['trailing garbage', '{"target":"m"} x'],
  ['a trailing comma', '{"target":"m","arguments":[1,]}'],
  ['NaN', '{"target":"m","arguments":[NaN]}'],
  ['no body', ''],
  ['null', 'null'],
  ['an array', '[]'],
  ['no target', '{"arguments":[]}'],
  ['an empty target', '{"target":""}'],
  ['a target that is no string', '{"target":1}'],
  ['arguments that are no array', '{"target":"m","arguments":{}}'],
])('golden 16, service 3: %s is refused with 400', async ([, body]) => {
  const service = await startService();
  expect((await call(service, 'POST', ':send', { body })).status).toBe(400);
});

it.for([
  '9007199254740993',
  '123456789012345678901234567890',
  '1e400',
  '-0.0',
  '1.50',
  '"2020-01-02T03:04:05.1000Z"',
  '"2020-01-02T03:04:05+01:00"',
  '"\\/Date(0)\\/"',
  '{"b":1,"a":2,"":3,"__proto__":4,"B.c":5}',
  '{"$ref":"1","$id":"2"}',
  '"\\ud800"',
  '[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[0]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]',
])('golden 16: the argument %s reaches JSON clients byte for byte', async (argument) => {
  const service = await startService();
  const client = await connectRaw(service);
  const body = `{"target":"m","arguments":[${argument}]}`;
  expect((await call(service, 'POST', ':send', { body })).status).toBe(202);
  await eventually(() => client.arrived.length > 1);
  expect(client.arrived[1]).toBe(`{"type":1,"target":"m","arguments":[${argument}]}\u001e`);
});

it('golden 15: more than ten arguments arrive', async () => {
  const service = await startService();
  const client = await connectRaw(service);
  const values = Array.from({ length: 25 }, (_, index) => index);
  await call(service, 'POST', ':send', { body: { target: 'm', arguments: values } });
  await eventually(() => client.messages().length > 0);
  expect(client.messages()).toEqual([{ type: 1, target: 'm', arguments: values }]);
});

it.for(['text/plain', 'text/json', 'application/x-www-form-urlencoded'])(
  'golden 17: a body of type %s is refused with 415',
  async (type) => {
    const service = await startService();
    const headers = { 'Content-Type': type };
    const { status } = await call(service, 'POST', ':send', { body: '{"target":"m"}', headers });
    expect(status).toBe(415);
  },
);

it('sdk 3, service 3: members are read in PascalCase, with a charset, and others are ignored', async () => {
  const service = await startService();
  const client = await connectRaw(service);
  const headers = { 'Content-Type': 'application/json; charset=utf-8' };
  const body = '{"Extra":1,"Target":"m","Arguments":["é"]}';
  expect((await call(service, 'POST', ':send', { body, headers })).status).toBe(202);
  expect((await call(service, 'POST', ':send', { body: '{"TARGET":"n"}' })).status).toBe(202);
  await eventually(() => client.messages().length === 2);
  expect(client.messages()).toEqual([
    { type: 1, target: 'm', arguments: ['é'] },
    { type: 1, target: 'n', arguments: [] },
  ]);
});

it('sdk 2: a chunked body is read', async () => {
  const service = await startService();
  const client = await connectRaw(service);
  const target = `/api/hubs/${service.hub}/:send?api-version=2022-06-01`;
  const audience = service.url + target;
  const token = await createDataPlaneToken({ connection: service.connection, audience });
  const parts = ['{"Target":"m",', '"Arguments":[1]}'];
  const response = await fetch(audience, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: ReadableStream.from(parts.map((part) => new TextEncoder().encode(part))),
    duplex: 'half',
  } as RequestInit);
  expect(response.status).toBe(202);
  await eventually(() => client.messages().length > 0);
  expect(client.messages()).toEqual([{ type: 1, target: 'm', arguments: [1] }]);
});

it('sdk 4: a MessagePack map from protocols to framed messages gives each client the bytes of its protocol', async () => {
  const service = await startService();
  const json = await connectRaw(service);
  const pack = await connectRaw(service, { protocol: 'messagepack' });
  const body = encode({
    json: new TextEncoder().encode(jsonFrames({ type: 1, target: 'm', arguments: ['json'] })),
    messagepack: packFrames([1, {}, null, 'm', ['messagepack'], []]),
  });
  const headers = { 'Content-Type': 'application/octet-stream' };
  expect((await call(service, 'POST', ':send', { body, headers })).status).toBe(202);
  await eventually(() => json.messages().length > 0 && pack.messages().length > 0);
  expect(json.messages()).toEqual([{ type: 1, target: 'm', arguments: ['json'] }]);
  expect(pack.messages()).toEqual([[1, {}, null, 'm', ['messagepack'], []]]);
});

it('sdk 4: a client whose protocol such a body does not hold gets nothing', async () => {
  const service = await startService();
  const json = await connectRaw(service);
  const headers = { 'Content-Type': 'application/octet-stream' };
  const body = encode({ messagepack: packFrames([1, {}, null, 'm', [], []]) });
  expect((await call(service, 'POST', ':send', { body, headers })).status).toBe(202);
  await call(service, 'POST', ':send', { body: { target: 'next' } });
  await eventually(() => json.messages().length > 0);
  expect(json.messages()).toEqual([{ type: 1, target: 'next', arguments: [] }]);
});

it('service 3: a body in MessagePack is read like one in JSON', async () => {
  const service = await startService();
  const client = await connectRaw(service);
  const headers = { 'Content-Type': 'application/x-msgpack' };
  const body = encode({ target: 'm', arguments: [1, 'x'] });
  expect((await call(service, 'POST', ':send', { body, headers })).status).toBe(202);
  await eventually(() => client.messages().length > 0);
  expect(client.messages()).toEqual([{ type: 1, target: 'm', arguments: [1, 'x'] }]);
});

itLocally(
  'golden 3, service 3: a body of 1 MB is accepted, a larger one is refused with 413',
  async () => {
    const service = await startService();
    const bodyOf = (length: number): string => {
      const frame = '{"target":"m","arguments":[""]}';
      return frame.replace('""', `"${'x'.repeat(length - frame.length)}"`);
    };
    const send = (length: number) => call(service, 'POST', ':send', { body: bodyOf(length) });
    expect((await send(megabyte)).status).toBe(202);
    expect((await send(megabyte + 1)).status).toBe(413);
  },
);
