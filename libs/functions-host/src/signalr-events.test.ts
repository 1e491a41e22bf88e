import { MessageType } from '@microsoft/signalr';
import { MessagePackHubProtocol } from '@microsoft/signalr-protocol-msgpack';
import { describe, expect, it } from 'vitest';
import { signConnectionId } from '@heliograph/signalr-access';
import { accessKey, startTestHost, type TestHost } from './testing/test-host.ts';

const connectionId = 'connection-1';

interface EventOptions {
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Record<string, string | undefined>;
}

/** Sends an event as the service would. */
async function send(
  { url }: TestHost,
  category: string,
  event: string,
  { body = '{"type":10}', headers = {} }: EventOptions = {},
): Promise<Response> {
  const all = {
    'content-type': 'application/json',
    'x-asrs-connection-id': connectionId,
    'x-asrs-hub': 'chat',
    'x-asrs-category': category,
    'x-asrs-event': event,
    'x-asrs-signature': signConnectionId(['other-key', accessKey], connectionId),
    ...headers,
  };
  const present = Object.entries(all).filter((entry): entry is [string, string] => !!entry[1]);
  return fetch(`${url}/runtime/webhooks/signalr`, { method: 'POST', headers: present, body });
}

const invocation = (target: string, args: unknown[], invocationId?: string): EventOptions => ({
  body: JSON.stringify({ type: 1, invocationId, target, arguments: args }),
});

describe('an event of a client', () => {
  it('reaches the function of its hub, category and event, whatever their case', async () => {
    const host = await startTestHost({ fixture: 'plain-js' });

    const response = await send(host, 'Messages', 'WHOAMI', {
      ...invocation('whoAmI', ['a', { Text: 'b' }], '7'),
      headers: {
        'x-asrs-hub': 'CHAT',
        'x-asrs-user-id': 'ann',
        'x-asrs-user-claims': 'role: admin, role: viewer, name: Zo%C3%AB',
        'x-asrs-client-query': '?hub=chat&x=1&x=2',
      },
    });

    expect(response.status).toBe(200);
    const [text, rest] = (await response.text()).split('\u001e');
    expect(rest).toBe('');
    expect(JSON.parse(text ?? '')).toEqual({
      type: 3,
      invocationId: '7',
      result: {
        Arguments: ['a', { Text: 'b' }],
        Error: null,
        Category: 'Messages',
        Event: 'WHOAMI',
        Hub: 'CHAT',
        ConnectionId: connectionId,
        UserId: 'ann',
        Headers: expect.objectContaining({ 'x-asrs-hub': 'CHAT' }),
        Query: { hub: 'chat', x: '1,2' },
        Claims: { role: 'admin', name: 'Zoë' },
      },
    });
  });

  it('gives arguments their names', async () => {
    const host = await startTestHost({ fixture: 'plain-js' });

    const response = await send(host, 'messages', 'add', invocation('add', [1, { Big: 2 }], '1'));

    // The library writes the first letter of every key in lower case.
    expect(await response.text()).toBe(
      '{"type":3,"invocationId":"1","result":{"left":1,"right":{"big":2}}}\u001e',
    );
  });

  it('with other than the named arguments fails without running the function', async () => {
    const host = await startTestHost({ fixture: 'plain-js' });

    const response = await send(host, 'messages', 'add', invocation('add', [1], '1'));

    expect(await response.text()).toBe(
      '{"type":3,"invocationId":"1","error":"Method execution failed."}\u001e',
    );
    expect(host.messages()).toContainEqual(expect.stringContaining('takes 2 arguments'));
  });

  it('gets the message of what the function threw, for one who waits', async () => {
    const host = await startTestHost({ fixture: 'plain-js' });

    const waiting = await send(host, 'messages', 'fails', invocation('fails', [], '1'));
    const sending = await send(host, 'messages', 'fails', invocation('fails', []));

    expect(await waiting.text()).toBe(
      '{"type":3,"invocationId":"1","error":"You may not do that"}\u001e',
    );
    expect([sending.status, await sending.text()]).toEqual([200, '']);
  });

  it('in MessagePack is answered in MessagePack', async () => {
    const host = await startTestHost({ fixture: 'plain-js' });
    const protocol = new MessagePackHubProtocol();
    const framed = new Uint8Array(
      protocol.writeMessage({
        type: MessageType.Invocation,
        invocationId: '1',
        target: 'whoAmI',
        arguments: [{ Text: 'ä' }, new Uint8Array([1, 2]), new Date(0), 'x'.repeat(200)],
      }),
    );
    const [first = 0] = framed;
    const body = framed.slice(first < 128 ? 1 : 2);

    const response = await send(host, 'messages', 'whoAmI', {
      body,
      headers: { 'content-type': 'application/x-msgpack' },
    });

    expect(response.headers.get('content-type')).toBe('application/x-msgpack');
    expect(protocol.parseMessages(await response.arrayBuffer(), { log: () => undefined })).toEqual([
      expect.objectContaining({
        type: MessageType.Completion,
        invocationId: '1',
        result: expect.objectContaining({
          Arguments: [{ Text: 'ä' }, 'AQI=', '1970-01-01T00:00:00.000Z', 'x'.repeat(200)],
        }),
      }),
    ]);
  });

  it.for([[], [0xc1], [0x96, 1], [0x91, 6], [0xff, 0xff]])(
    'in MessagePack is refused with 500 for the bytes %j',
    async (bytes) => {
      const host = await startTestHost({ fixture: 'plain-js' });

      const response = await send(host, 'messages', 'whoAmI', {
        body: Uint8Array.from(bytes),
        headers: { 'content-type': 'application/x-msgpack' },
      });

      expect(response.status).toBe(500);
    },
  );

  it('gets numbers of any size back unharmed', async () => {
    const host = await startTestHost({ fixture: 'plain-js' });

    const response = await send(host, 'messages', 'raw', invocation('raw', [], '1'));

    expect(await response.text()).toContain('"result":{"big":12345678901234567890}');
  });

  it('is refused a connection by a connected function that throws', async () => {
    const host = await startTestHost({ fixture: 'plain-js' });
    const connect = async (userId: string) =>
      (await send(host, 'connections', 'connected', { headers: { 'x-asrs-user-id': userId } }))
        .status;

    expect(await connect('ann')).toBe(200);
    expect(await connect('mallory')).toBe(403);
  });

  it.for(['{"type":11,"error":"left"}', '{"Type":11,"Error":"left"}'])(
    'says why it is gone in %s',
    async (body) => {
      const host = await startTestHost({ fixture: 'plain-js' });

      const response = await send(host, 'connections', 'disconnected', { body });

      expect(response.status).toBe(200);
      expect(host.messages()).toContain('gone: left');
    },
  );

  it.for<[number, string, string, EventOptions]>([
    [415, 'text', 'connected', { headers: { 'content-type': 'text/plain' } }],
    [400, 'no connection id', 'connected', { headers: { 'x-asrs-connection-id': undefined } }],
    [400, 'no hub', 'connected', { headers: { 'x-asrs-hub': undefined } }],
    [404, 'another hub', 'connected', { headers: { 'x-asrs-hub': 'other' } }],
    [401, 'no signature', 'connected', { headers: { 'x-asrs-signature': undefined } }],
    [401, "another connection's", 'connected', { headers: { 'x-asrs-connection-id': 'other' } }],
  ])('is refused with %i for %s', async ([status, , event, options]) => {
    const host = await startTestHost({ fixture: 'plain-js' });

    const response = await send(host, 'connections', event, options);

    expect(response.status).toBe(status);
    expect(host.entries.filter(({ source }) => source === 'function')).toEqual([]);
    expect(host.messages().at(-1)).toMatch(new RegExp(`refused with ${status}: `));
  });

  it('needs no signature where the service has no key to sign with', async () => {
    const host = await startTestHost(
      { fixture: 'plain-js' },
      {
        env: {
          AzureSignalRConnectionString: '',
          AzureSignalRConnectionString__serviceUri: 'https://a.example',
        },
      },
    );

    const response = await send(host, 'connections', 'connected', {
      headers: { 'x-asrs-signature': undefined },
    });

    expect(response.status).toBe(200);
  });

  it.for(['', 'nonsense', '[]', '{"type":1}', '{"type":1,"target":"other","arguments":[]}'])(
    'is refused with 500 for the body "%s"',
    async (body) => {
      const host = await startTestHost({ fixture: 'plain-js' });

      expect((await send(host, 'messages', 'whoAmI', { body })).status).toBe(500);
    },
  );
});
