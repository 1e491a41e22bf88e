import { describe, expect, it } from 'vitest';
import { connectRaw, jsonHandshake } from './testing/raw-client.ts';
import { eventually, startRuntime } from './testing/runtime-fixture.ts';

describe('the handshake', () => {
  it('is accepted with an empty object, and the host learns of the connection', async () => {
    const { open, host } = await startRuntime();
    const client = await open();
    expect(client.records()).toEqual(['{}']);
    await eventually(() => host.connected.length === 1);
  });

  it('may arrive in pieces and be followed by messages in the same frame', async () => {
    const { socketUrl, host } = await startRuntime();
    const client = await connectRaw(socketUrl);
    client.webSocket.send(jsonHandshake.slice(0, 9));
    client.webSocket.send(`${jsonHandshake.slice(9)}\u001e{"type":6}\u001e`);
    client.send('{"type":1,"target":"t","arguments":[1]}');
    await eventually(() => host.invoked.length === 1 && client.records().length > 0);
    expect(client.records()).toEqual(['{}']);
  });

  it.for([
    ['{"protocol":"xml","version":1}', "The protocol 'xml' is not supported."],
    [
      '{"protocol":"json","version":3}',
      "The server does not support version 3 of the 'json' protocol.",
    ],
    [
      '{"protocol":"json"}',
      "An unexpected error occurred during connection handshake. Missing required property 'version'.",
    ],
    [
      'hello',
      'An unexpected error occurred during connection handshake. The handshake is not JSON.',
    ],
    [`{"protocol":"json","pad":"${'x'.repeat(500)}"}`, 'Handshake was canceled.'],
  ])('%.40s is refused with a reason, and the socket closed normally', async ([request, error]) => {
    const { socketUrl, host } = await startRuntime({ limits: { maxHandshakeBytes: 400 } });
    const client = await connectRaw(socketUrl);
    client.send(request ?? '');
    expect(await client.closed).toBe(1000);
    expect(client.records()).toEqual([JSON.stringify({ error })]);
    expect(host.connected).toEqual([]);
    expect(host.disconnected).toEqual([]);
  });

  it('is given up on when it does not come', async () => {
    const { socketUrl } = await startRuntime({ limits: { handshakeTimeoutMs: 20 } });
    const client = await connectRaw(socketUrl);
    expect(await client.closed).toBe(1000);
    expect(client.records()).toEqual(['{"error":"Handshake was canceled."}']);
  });
});
