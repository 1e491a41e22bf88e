import { describe, expect, it } from 'vitest';
import { eventually, startRuntime } from './testing/runtime-fixture.ts';

const call = (target: string) => `{"type":1,"target":"${target}","arguments":[]}`;

describe('what a client sends', () => {
  it('reaches the host one at a time and in order, after connected and before disconnected', async () => {
    const events: string[] = [];
    const work = async (name: string) => {
      events.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      events.push(`${name} ends`);
      return undefined;
    };
    const { open } = await startRuntime({
      hooks: {
        connected: () => work('connected'),
        invoked: (_connection, message) => work(message.target),
        disconnected: () => work('disconnected'),
      },
    });
    const client = await open();
    client.send(call('a'), call('b'));
    client.webSocket.close();
    await eventually(() => events.length === 8);
    expect(events).toEqual(
      ['connected', 'a', 'b', 'disconnected'].flatMap((name) => [`${name} begins`, `${name} ends`]),
    );
  });

  it('is answered with the bytes that the host returns, as they are', async () => {
    const answer = '{"type":3,"invocationId":"1","result": 1 }\u001e';
    const { open } = await startRuntime({
      hooks: { invoked: async () => new TextEncoder().encode(answer) },
    });
    const client = await open();
    client.send(call('a'));
    await eventually(() => client.messages.length === 2);
    expect(client.messages[1]).toBe(answer);
  });

  it('does not hold up an answer to the host that comes behind it', async () => {
    let answered = (): void => undefined;
    const { open, host } = await startRuntime({
      hooks: {
        invoked: () => new Promise((resolve) => (answered = () => resolve(undefined))),
        answered(_connection, message) {
          host.answered.push(message);
          answered();
        },
      },
    });
    const client = await open();
    client.send(call('a'), '{"type":3,"invocationId":"s1"}');
    await eventually(() => host.answered.length === 1);
  });

  it('waits on the client’s side while too much of it waits here, and loses nothing', async () => {
    const { open, host } = await startRuntime({
      limits: { maxWaitingInvocations: 2 },
      hooks: {
        async invoked(_connection, message) {
          await new Promise((resolve) => setImmediate(resolve));
          host.invoked.push(message.target);
          return undefined;
        },
      },
    });
    const client = await open();
    const targets = Array.from({ length: 100 }, (_, at) => `t${at}`);
    for (const target of targets) client.send(call(target));
    await eventually(() => host.invoked.length === targets.length);
    expect(host.invoked).toEqual(targets);
  });

  it('goes on after a hook has failed', async () => {
    const failures: (string | undefined)[] = [];
    const { open } = await startRuntime({
      hooks: {
        connected: () => Promise.reject(new Error('first')),
        invoked: () => Promise.reject(new Error('second')),
        log: ({ event, detail }) => event === 'hook-failed' && failures.push(detail),
      },
    });
    const client = await open();
    client.send(call('a'));
    await eventually(() => failures.length === 2);
    expect(failures).toEqual(['first', 'second']);
  });

  it('of an unknown type is ignored', async () => {
    const { open, host } = await startRuntime();
    const client = await open();
    client.send('{"type":99}', call('after'));
    await eventually(() => host.invoked.length === 1);
  });

  it.for([
    ['{"type":1,"target":"t"}', "Missing required property 'arguments'."],
    ['nonsense', 'Error reading JSON.'],
    [`{"type":6,"x":"${'x'.repeat(300)}"}`, 'A frame is longer than 200 bytes'],
  ])('as %s ends the connection; the host learns the detail', async ([text, detail]) => {
    const { open, host } = await startRuntime({ limits: { maxMessageBytes: 200 } });
    const client = await open();
    client.send(text ?? '');
    expect(await client.closed).toBe(1000);
    expect(JSON.parse(client.records().at(-1) ?? '')).toMatchObject({
      type: 7,
      allowReconnect: true,
    });
    await eventually(() => host.disconnected.length === 1);
    expect(host.disconnected[0]?.why).toEqual({ category: 'BadRequest', error: detail });
  });

  it('as a message of many times the limit ends with a Close that names the limit', async () => {
    const { open, host } = await startRuntime();
    const client = await open();
    client.send(`{"type":1,"target":"t","arguments":["${'x'.repeat(5 * 1024 * 1024)}"]}`);
    expect(await client.closed).toBe(1000);
    expect(JSON.parse(client.records().at(-1) ?? '')).toEqual({
      type: 7,
      error: 'The maximum message size of 1048576B was exceeded.',
      allowReconnect: true,
    });
    expect(host.invoked).toEqual([]);
  });

  it('as many messages in one WebSocket message that is longer than any may be is fine', async () => {
    const { open, host } = await startRuntime({ limits: { maxMessageBytes: 200 } });
    const client = await open();
    client.send(
      Array.from(
        { length: 10 },
        () => `{"type":1,"target":"t","arguments":["${'x'.repeat(100)}"]}`,
      ).join('\u001e'),
    );
    await eventually(() => host.invoked.length === 10);
  });

  it('as a Close message ends the connection without an error', async () => {
    const { open, host } = await startRuntime();
    const client = await open();
    client.send('{"type":7}');
    expect(await client.closed).toBe(1000);
    await eventually(() => host.disconnected.length === 1);
    expect(host.disconnected[0]?.why).toEqual({ category: 'Normal', error: undefined });
  });

  it('as bytes that are no WebSocket frames harms nobody else', async () => {
    const { open, host } = await startRuntime();
    const good = await open();
    for (const bytes of [
      [0x81, 0x01, 0x41], // not masked
      [0x8f, 0x80, 0, 0, 0, 0], // unknown opcode
      [0x82, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0], // endless
      [0xc1, 0x80, 0, 0, 0, 0], // reserved bit
    ]) {
      const bad = await open();
      // The public API sends valid frames only.
      (bad.webSocket as unknown as { _socket: { write(bytes: Buffer): void } })._socket.write(
        Buffer.from(bytes),
      );
      await bad.closed;
    }
    await eventually(() => host.disconnected.length === 4);
    good.send(call('still here'));
    await eventually(() => host.invoked.length === 1);
  });
});

describe('stopping', () => {
  it('sends every client away with leave to come back, and tells the host of each', async () => {
    const { open, runtime, host, socketUrl } = await startRuntime();
    const clients = [await open(), await open()];
    await runtime.stop(2_000);
    expect(host.disconnected.map(({ why }) => why.category)).toEqual([
      'ServiceReload',
      'ServiceReload',
    ]);
    for (const client of clients) {
      expect(await client.closed).toBe(1000);
      expect(client.records().at(-1)).toBe('{"type":7,"allowReconnect":true}');
    }
    const late = await fetch(socketUrl.replace('ws', 'http'), { method: 'POST' });
    expect(late.status).toBe(503);
  });

  it('cuts off who does not hang up, and a host that never finishes', async () => {
    const { open, runtime } = await startRuntime({
      limits: { closeGraceMs: 60_000 },
      hooks: { disconnected: () => new Promise(() => undefined) },
    });
    const client = await open();
    client.webSocket.pause();
    await runtime.stop(20);
    client.webSocket.resume();
    await client.closed;
  });
});
