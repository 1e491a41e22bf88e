import { describe, expect, it, onTestFinished } from 'vitest';
import { createOutboundMessage } from './outbound-message.ts';
import { eventually, startRuntime } from './testing/runtime-fixture.ts';

const ping = '{"type":6}';

describe('keep-alive', () => {
  it('pings by the clock, whatever else is sent', async () => {
    const { open, runtime } = await startRuntime({ limits: { keepAliveMs: 20 } });
    const client = await open();
    const chatter = setInterval(
      () =>
        runtime.hubs
          .find('live')
          ?.sendToAll(createOutboundMessage({ type: 1, target: 't', arguments: [] })),
      3,
    );
    await eventually(() => client.records().filter((record) => record === ping).length >= 2);
    clearInterval(chatter);
  });

  it('closes a client that pinged once and then fell silent, with leave to reconnect', async () => {
    const { open, host } = await startRuntime({ limits: { clientTimeoutMs: 30 } });
    const client = await open();
    client.send(ping);
    expect(await client.closed).toBe(1000);
    expect(client.records().at(-1)).toBe(
      '{"type":7,"error":"Connection closed with an error.","allowReconnect":true}',
    );
    await eventually(() => host.disconnected.length === 1);
    expect(host.disconnected[0]?.why.category).toBe('PingTimeout');
  });

  it('does not take for silence that the process itself stood still', async () => {
    const { open, host } = await startRuntime({
      limits: { clientTimeoutMs: 200, keepAliveMs: 10 },
    });
    const client = await open();
    client.send(ping);
    await eventually(() => client.records().filter((record) => record === ping).length >= 2);
    const pinging = setInterval(() => client.send(ping), 5);
    onTestFinished(() => clearInterval(pinging));
    await new Promise(setImmediate); // after it timers come first, and sockets later
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
    const pinged = client.records().length;
    await eventually(() => client.records().length >= pinged + 3);
    expect(host.disconnected).toEqual([]);
  });

  it('never times out a client that has not pinged', async () => {
    const { open, host } = await startRuntime({ limits: { clientTimeoutMs: 1, keepAliveMs: 10 } });
    const client = await open();
    await eventually(() => client.records().filter((record) => record === ping).length >= 5);
    expect(host.disconnected).toEqual([]);
  });

  it('does not count the time in which the host works on a message', async () => {
    let release = (): void => undefined;
    const { open, host } = await startRuntime({
      limits: { clientTimeoutMs: 20, keepAliveMs: 10 },
      hooks: {
        invoked: () => new Promise((resolve) => (release = () => resolve(undefined))),
      },
    });
    const client = await open();
    client.send(ping, '{"type":1,"target":"t","arguments":[]}');
    await eventually(() => client.records().filter((record) => record === ping).length >= 8);
    expect(host.disconnected).toEqual([]);
    release();
    expect(await client.closed).toBe(1000);
  });
});

describe('a client that never reads', () => {
  it('is cut off once its queue is full, while others get everything', async () => {
    const { open, runtime, host } = await startRuntime({ limits: { maxQueuedBytes: 100_000 } });
    const slow = await open('&user=slow');
    const quick = await open('&user=quick');
    slow.webSocket.pause();
    const text = 'x'.repeat(50_000);
    let sent = 0;
    while (host.disconnected.length === 0 && sent < 2_000) {
      const message = createOutboundMessage({ type: 1, target: 't', arguments: [sent, text] });
      runtime.hubs.find('live')?.sendToAll(message);
      sent += 1;
      await eventually(() => quick.records().length > sent);
      quick.messages.splice(0, quick.messages.length, '{}\u001e'.repeat(sent + 1));
    }
    expect(host.disconnected[0]?.why.category).toBe('SlowClient');
    expect(runtime.hubs.find('live')?.connections.size).toBe(1);
  });
});
