import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createOutboundMessage } from './outbound-message.ts';
import { jsonHandshake } from './testing/raw-client.ts';
import { eventually, startRuntime } from './testing/runtime-fixture.ts';

const full = { status: 429, reason: 'Full', headers: { 'Retry-After': '1' } };

describe('what the host decides on and learns of all connections together', () => {
  it('turns a client away, at its negotiation and at its connect, when the host has no room', async () => {
    const asked: [string, number][] = [];
    const { url, socketUrl, open } = await startRuntime({
      hooks: {
        makeRoom(step, connections) {
          asked.push([step, connections]);
          return connections < 1 ? undefined : full;
        },
      },
    });
    expect((await fetch(`${url}/negotiate`, { method: 'POST' })).status).toBe(200);
    await open();
    const negotiation = await fetch(`${url}/negotiate`, { method: 'POST' });
    expect([negotiation.status, negotiation.headers.get('retry-after')]).toEqual([429, '1']);
    const refused = new WebSocket(socketUrl);
    const [error] = (await once(refused, 'error')) as [Error];
    expect(error.message).toContain('429');
    expect(asked).toEqual([
      ['negotiate', 0],
      ['connect', 0],
      ['negotiate', 1],
      ['connect', 1],
    ]);
  });

  it('counts transports from opening to end, whether they shake hands or not', async () => {
    const ended: string[] = [];
    let began = 0;
    const { runtime, open, socketUrl } = await startRuntime({
      hooks: {
        began: () => void (began += 1),
        ended: (category) => void ended.push(category),
      },
    });
    const polite = await open();
    const rude = new WebSocket(socketUrl);
    await once(rude, 'open');
    expect([began, runtime.connections]).toEqual([2, 2]);
    rude.send('no handshake\u001e');
    polite.send('{"type":7}');
    await eventually(() => runtime.connections === 0);
    expect(ended.toSorted()).toEqual(['HandshakeError', 'Normal']);
  });

  it('tells once for each hub protocol how many bytes went to how many clients', async () => {
    const sent: unknown[] = [];
    const { runtime, open, socketUrl } = await startRuntime({
      hooks: {
        sent: (hub, { target }, bytes, receivers) =>
          void sent.push({ hub, target, bytes, receivers }),
      },
    });
    await open();
    await open();
    const packed = new WebSocket(socketUrl);
    await once(packed, 'open');
    packed.send(jsonHandshake.replace('json', 'messagepack').concat('\u001e'));
    await once(packed, 'message');
    const hub = runtime.hubs.obtain('live');
    const message = createOutboundMessage({ type: 1, target: 'm', arguments: [] });
    hub.sendToAll(message);
    hub.sendToUser('nobody', message);
    const json = '{"type":1,"target":"m","arguments":[]}\u001e'.length;
    // A length and [1, {}, nil, "m", [], []].
    expect(sent).toEqual([
      { hub: 'live', target: 'm', bytes: json, receivers: 2 },
      { hub: 'live', target: 'm', bytes: 9, receivers: 1 },
    ]);
  });
});
