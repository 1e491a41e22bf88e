import { describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { createOutboundMessage } from './outbound-message.ts';
import { connectRaw, type RawClient } from './testing/raw-client.ts';
import { eventually, startRuntime, type RuntimeFixture } from './testing/runtime-fixture.ts';

const handshake = '{"protocol":"json","version":2}';
const invocation = (n: number): string => `{"type":1,"target":"t","arguments":[${n}]}`;
const sequence = (sequenceId: number): string => `{"type":9,"sequenceId":${sequenceId}}`;
const ack = (sequenceId: number): string => `{"type":8,"sequenceId":${sequenceId}}`;

interface Session extends RuntimeFixture {
  readonly first: RawClient;
  readonly connectUrl: string;
  /** Sends to every client; waits until the host has connected. */
  send(n: number, text?: string): void;
  /** Cuts the first transport without a close frame and waits until the service has noticed. */
  cut(client?: RawClient): Promise<void>;
}

async function negotiate(url: string, query: string): Promise<Record<string, unknown>> {
  const response = await fetch(`${url}/negotiate?hub=live&${query}`, { method: 'POST' });
  return (await response.json()) as Record<string, unknown>;
}

async function startSession(
  limits: NonNullable<Parameters<typeof startRuntime>[0]>['limits'] = {},
  now: () => number = () => performance.now(),
): Promise<Session> {
  const events: string[] = [];
  const hooks = { log: ({ event }: { event: string }) => void events.push(event) };
  const fixture = await startRuntime({ limits, now, hooks });
  const answer = await negotiate(fixture.url, 'negotiateVersion=1&useStatefulReconnect=true');
  const connectUrl = `${fixture.socketUrl}&id=${String(answer['connectionToken'])}`;
  const first = await connectRaw(connectUrl);
  first.send(handshake);
  await eventually(() => fixture.host.connected.length === 1);
  await eventually(() => first.records().length === 1);
  return {
    ...fixture,
    first,
    connectUrl,
    send(n, text) {
      const message = { type: 1, target: 't', arguments: text === undefined ? [n] : [n, text] };
      fixture.runtime.hubs.find('live')?.sendToAll(createOutboundMessage({ ...message, type: 1 }));
    },
    async cut(client = first) {
      const before = events.filter((event) => event === 'detached').length;
      client.webSocket.terminate();
      await eventually(() => events.filter((event) => event === 'detached').length > before);
    },
  };
}

/** The HTTP status with which an upgrade is refused. */
function refusedUpgrade(url: string): Promise<number | undefined> {
  const webSocket = new WebSocket(url);
  webSocket.on('error', () => undefined);
  return new Promise((resolve) => {
    webSocket.once('unexpected-response', (_request, response) => resolve(response.statusCode));
  });
}

describe('stateful reconnect is announced', () => {
  it.for(['useStatefulReconnect=true', 'UseStatefulReconnect=True'])('on %s', async (query) => {
    const { url } = await startRuntime();
    expect(await negotiate(url, `negotiateVersion=1&${query}`)).toMatchObject({
      useStatefulReconnect: true,
    });
  });

  it.for(['negotiateVersion=1', 'useStatefulReconnect=false'])('not on %s', async (query) => {
    const { url } = await startRuntime();
    expect(await negotiate(url, query)).not.toHaveProperty('useStatefulReconnect');
  });

  it('not when it is switched off', async () => {
    const { url } = await startRuntime({ limits: { resumeWindowMs: 0 } });
    const answer = await negotiate(url, 'useStatefulReconnect=true');
    expect(answer).not.toHaveProperty('useStatefulReconnect');
  });
});

describe('towards the client', () => {
  it('what was not acknowledged is sent again, then what was sent while nobody was there', async () => {
    const { first, connectUrl, send, cut, host } = await startSession();
    for (const n of [1, 2, 3]) send(n);
    await eventually(() => first.records().length === 4);
    first.send(ack(2), invocation(0));
    await eventually(() => first.records().includes(ack(1)));
    await cut();
    for (const n of [4, 5]) send(n);
    const second = await connectRaw(connectUrl);
    await eventually(() => second.records().length === 4);
    expect(second.records()).toEqual([sequence(3), ...[3, 4, 5].map(invocation)]);
    expect(host.connected).toHaveLength(1);
    expect(host.disconnected).toEqual([]);
  });

  it('names the next number when nothing is to be sent again', async () => {
    const { connectUrl, cut } = await startSession();
    await cut();
    const second = await connectRaw(connectUrl);
    await eventually(() => second.records().length === 1);
    expect(second.records()).toEqual([sequence(1)]);
  });

  it('messages wait while the buffer is full, and leave once there is room', async () => {
    const { first, send } = await startSession({ resumeBufferBytes: 1000 });
    const long = 'x'.repeat(600);
    for (const n of [1, 2, 3, 4]) send(n, long);
    await eventually(() => first.records().length === 3);
    first.send(sequence(1), ack(1)); // a sequence that nobody waits for does no harm
    await eventually(() => first.records().length === 4);
    expect(first.records().at(-1)).toContain('[3,');
    first.send(ack(3));
    await eventually(() => first.records().length === 5);
  });

  it('a client for which too much waits is cut off as too slow', async () => {
    const session = await startSession({ resumeBufferBytes: 1000, maxQueuedBytes: 5000 });
    for (let n = 0; n < 20; n += 1) session.send(n, 'x'.repeat(600));
    await session.first.closed;
    await eventually(() => session.host.disconnected.length === 1);
    expect(session.host.disconnected[0]?.why.category).toBe('SlowClient');
    expect(await refusedUpgrade(session.connectUrl)).toBe(404);
  });

  it('a goodbye does not wait behind a full buffer', async () => {
    const { first, send, runtime } = await startSession({ resumeBufferBytes: 1 });
    for (const n of [1, 2]) send(n);
    await runtime.stop(1000);
    await first.closed;
    expect(first.records().slice(1)).toEqual([
      ...[1, 2].map(invocation),
      '{"type":7,"allowReconnect":true}',
    ]);
  });
});

describe('from the client', () => {
  it('messages are acknowledged', async () => {
    const { first } = await startSession();
    first.send(invocation(1), invocation(2), '{"type":6}');
    await eventually(() => first.records().includes(ack(2)));
  });

  it('what comes again is passed over, and acknowledged again', async () => {
    const { first, connectUrl, cut, host } = await startSession();
    first.send(invocation(1), invocation(2));
    await eventually(() => first.records().includes(ack(2)));
    await cut();
    const second = await connectRaw(connectUrl);
    second.send(invocation(9)); // before the sequence: passed over
    second.send(sequence(1), invocation(1), invocation(2), invocation(3));
    await eventually(() => second.records().includes(ack(3)));
    expect(host.invoked).toEqual([1, 2, 3].map(invocation));
  });

  it('half a message that a broken transport left behind is forgotten', async () => {
    const { first, connectUrl, cut, host } = await startSession();
    first.webSocket.send(invocation(1).slice(0, 10));
    first.webSocket.ping();
    await new Promise((resolve) => first.webSocket.once('pong', resolve));
    await cut();
    const second = await connectRaw(connectUrl);
    second.send(sequence(1), invocation(1));
    await eventually(() => host.invoked.length === 1);
    expect(host.invoked).toEqual([invocation(1)]);
  });

  it('a sequence beyond what has come closes the connection with the reason', async () => {
    const { connectUrl, cut, host } = await startSession();
    await cut();
    const second = await connectRaw(connectUrl);
    second.send(sequence(2));
    await second.closed;
    const text = "Sequence ID greater than amount of messages we've received.";
    expect(JSON.parse(second.records().at(-1) ?? '')).toEqual({
      type: 7,
      error: text,
      allowReconnect: true,
    });
    await eventually(() => host.disconnected.length === 1);
    expect(host.disconnected[0]?.why).toEqual({ category: 'BadRequest', error: text });
  });
});

describe('the transport', () => {
  it('is replaced while the old one still seems to be there', async () => {
    const { first, connectUrl, send, host } = await startSession();
    first.webSocket.pause(); // half-open: neither side has noticed anything
    send(1);
    const second = await connectRaw(connectUrl);
    await eventually(() => second.records().length === 2);
    first.webSocket.resume();
    expect(await first.closed).toBe(1006);
    second.send(sequence(1), invocation(1));
    send(2);
    await eventually(() => host.invoked.length === 1);
    await eventually(() => second.records().includes(invocation(2)));
    expect(host.disconnected).toEqual([]);
  });

  it('that ends with a goodbye ends the connection', async () => {
    const { first, connectUrl, host } = await startSession();
    first.webSocket.close(1000);
    await eventually(() => host.disconnected.length === 1);
    expect(await refusedUpgrade(connectUrl)).toBe(404);
  });

  it('has to be there again in time; groups hold until then', async () => {
    const clock = vi.fn(() => 0);
    const { runtime, host, connectUrl, cut } = await startSession({ resumeWindowMs: 60 }, clock);
    const hub = runtime.hubs.obtain('live');
    const [connection] = host.connected;
    if (connection !== undefined) hub.groups.addConnection('g', connection);
    await cut();
    expect(hub.groups.hasMembers('g')).toBe(true);
    clock.mockReturnValue(60);
    await eventually(() => host.disconnected.length === 1);
    expect(host.disconnected[0]?.why.error).toBe('The client did not reconnect in time.');
    expect(hub.groups.hasMembers('g')).toBe(false);
    expect(await refusedUpgrade(connectUrl)).toBe(404);
  });

  it('is not pinged and the client not timed out while there is none', async () => {
    const clock = vi.fn(() => 0);
    const limits = { clientTimeoutMs: 20_000, keepAliveMs: 5_000 };
    const { first, connectUrl, cut, host } = await startSession(limits, clock);
    first.send('{"type":6}', invocation(0));
    await eventually(() => first.records().includes(ack(1)));
    await cut();

    clock.mockReturnValue(25_000);
    const looks = clock.mock.calls.length;
    await eventually(() => clock.mock.calls.length > looks + 2);
    const second = await connectRaw(connectUrl);
    await eventually(() => second.records().length > 0);
    clock.mockReturnValue(30_000);
    await eventually(() => second.records().length > 1);

    expect(second.records()).toEqual([sequence(1), '{"type":6}']);
    expect(host.connected).toHaveLength(1);
    expect(host.disconnected).toEqual([]);
  });

  it('of somebody else is refused', async () => {
    const { connectUrl, cut } = await startSession();
    await cut();
    expect(await refusedUpgrade(`${connectUrl}&user=eve`)).toBe(404);
  });

  it('cannot be replaced after a handshake of version 1', async () => {
    const { url, socketUrl, host } = await startRuntime();
    const answer = await negotiate(url, 'negotiateVersion=1&useStatefulReconnect=true');
    const client = await connectRaw(`${socketUrl}&id=${String(answer['connectionToken'])}`);
    client.send('{"protocol":"json","version":1}');
    await eventually(() => host.connected.length === 1);
    client.webSocket.terminate();
    await eventually(() => host.disconnected.length === 1);
  });
});
