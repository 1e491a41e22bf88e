import { request as httpRequest } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createOutboundMessage } from './outbound-message.ts';
import { toEvent } from './server-sent-events-transport.ts';
import { eventually, startRuntime, type RuntimeFixture } from './testing/runtime-fixture.ts';

const handshake = '{"protocol":"json","version":1}\u001e';
const call = (target: string) => `{"type":1,"target":"${target}","arguments":[]}\u001e`;
const message = (target: string) => createOutboundMessage({ type: 1, target, arguments: [] });

async function negotiate({ url }: RuntimeFixture): Promise<string> {
  const query = 'hub=live&negotiateVersion=1';
  const response = await fetch(`${url}/negotiate?${query}`, { method: 'POST' });
  const { connectionToken } = (await response.json()) as { connectionToken: string };
  return `${url}/?hub=live&id=${connectionToken}`;
}

async function ask(target: string, method = 'GET', body?: string): Promise<[number, string]> {
  const response = await fetch(target, { method, ...(body !== undefined && { body }) });
  return [response.status, await response.text()];
}

/** A polling client whose handshake has been answered. */
async function connectByPolling(fixture: RuntimeFixture): Promise<string> {
  const target = await negotiate(fixture);
  await ask(target);
  await ask(target, 'POST', handshake);
  await ask(target);
  return target;
}

/** What an event stream has said so far. */
function openStream(target: string): { text: string; ended: boolean; headers: object } {
  const stream = { text: '', ended: false, headers: {} };
  const request = httpRequest(target, { headers: { Accept: 'text/event-stream' } }, (response) => {
    stream.headers = response.headers;
    response.setEncoding('utf8').on('data', (text: string) => (stream.text += text));
    response.on('close', () => (stream.ended = true));
  });
  request.on('error', () => (stream.ended = true));
  request.end();
  onTestFinished(() => void request.destroy());
  return stream;
}

describe('long polling', () => {
  it('answers the first poll at once and later ones when there is something to tell', async () => {
    const fixture = await startRuntime();
    const target = await negotiate(fixture);
    expect(await ask(target)).toEqual([200, '']);
    expect(await ask(target, 'POST', handshake)).toEqual([200, '']);
    expect(await ask(target)).toEqual([200, '{}\u001e']);
    const polled = ask(target);
    await ask(target, 'POST', call('a') + call('b'));
    await eventually(() => fixture.host.invoked.length === 2);
    fixture.runtime.hubs.obtain('live').sendToAll(message('m'));
    fixture.runtime.hubs.obtain('live').sendToAll(message('n'));
    expect(await polled).toEqual([200, call('m') + call('n')]);
  });

  it('keeps what is sent between polls, and answers a poll that waited in vain with an empty 200', async () => {
    const fixture = await startRuntime({ limits: { pollTimeoutMs: 20 } });
    const target = await negotiate(fixture);
    await ask(target);
    await ask(target, 'POST', handshake);
    expect(await ask(target)).toEqual([200, '{}\u001e']);
    fixture.runtime.hubs.obtain('live').sendToAll(message('m'));
    expect(await ask(target)).toEqual([200, call('m')]);
    expect(await ask(target)).toEqual([200, '']);
  });

  it('ends an older poll with 204 when a newer one arrives', async () => {
    const fixture = await startRuntime();
    const target = await negotiate(fixture);
    await ask(target);
    const first = ask(target);
    const firstStatus = first.then(([status]) => status);
    let second = ask(target);
    // Either may have reached the service first; the one that lost is told so.
    const lost = await Promise.race([firstStatus, second.then(([status]) => status)]);
    expect(lost).toBe(204);
    second = ask(target, 'DELETE');
    expect(await second).toEqual([202, '']);
    await first;
  });

  it('ends with DELETE, after which the id is unknown and the host knows', async () => {
    const fixture = await startRuntime();
    const target = await connectByPolling(fixture);
    expect(await ask(target, 'DELETE')).toEqual([202, '']);
    await eventually(() => fixture.host.disconnected.length === 1);
    for (const method of ['GET', 'POST', 'DELETE']) {
      expect(await ask(target, method)).toEqual([404, 'No Connection with that ID']);
    }
  });

  it('delivers the Close of a service that stops', async () => {
    const fixture = await startRuntime();
    const target = await connectByPolling(fixture);
    const polled = ask(target);
    await eventually(() => fixture.host.connected.length === 1);
    await ask(target, 'POST', '{"type":6}\u001e'); // by now the poll waits
    await fixture.runtime.stop(1_000);
    expect(await polled).toEqual([200, '{"type":7,"allowReconnect":true}\u001e']);
  });

  it('gives a client up that does not poll any more', async () => {
    const fixture = await startRuntime({ limits: { disconnectTimeoutMs: 400 } });
    const target = await negotiate(fixture);
    await ask(target);
    await ask(target, 'POST', handshake);
    await eventually(() => fixture.host.disconnected.length === 1);
    expect((await ask(target))[0]).toBe(404);
  });

  it('sends no pings', async () => {
    const fixture = await startRuntime({ limits: { keepAliveMs: 1, pollTimeoutMs: 50 } });
    const target = await negotiate(fixture);
    await ask(target);
    await ask(target, 'POST', handshake);
    expect(await ask(target)).toEqual([200, '{}\u001e']);
    expect(await ask(target)).toEqual([200, '']);
  });

  it('takes the DELETE of a client that has said Close, once', async () => {
    const fixture = await startRuntime();
    const target = await connectByPolling(fixture);
    const polled = ask(target);
    await ask(target, 'POST', '{"type":7}\u001e');
    expect((await polled)[0]).toBe(204);
    await eventually(() => fixture.host.disconnected.length === 1);
    expect(await ask(target, 'DELETE')).toEqual([202, '']);
    expect((await ask(target, 'DELETE'))[0]).toBe(404);
  });

  it('tells the host why it was closed, also while a poll waits', async () => {
    const fixture = await startRuntime();
    const target = await connectByPolling(fixture);
    const polled = ask(target);
    await eventually(() => fixture.host.connected.length === 1);
    await ask(target, 'POST', '{"type":6}\u001e'); // by now the poll waits
    const [connection] = fixture.host.connected;
    connection?.close({ category: 'ClosedByAppServer', error: 'Enough' });
    expect(await polled).toEqual([200, '{"type":7,"error":"Enough"}\u001e']);
    await eventually(() => fixture.host.disconnected.length === 1);
    expect(fixture.host.disconnected[0]?.why).toEqual({
      category: 'ClosedByAppServer',
      error: 'Enough',
    });
  });
});

describe('server-sent events', () => {
  it('open with a comment and carry hub messages as events', async () => {
    const fixture = await startRuntime();
    const target = await negotiate(fixture);
    const stream = openStream(target);
    await eventually(() => stream.text !== '');
    expect(stream.text).toBe(':\r\n');
    expect(stream.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache,no-store',
    });
    expect(await ask(target, 'POST', handshake)).toEqual([200, '']);
    await eventually(() => fixture.host.connected.length === 1);
    fixture.runtime.hubs.obtain('live').sendToAll(message('m'));
    await eventually(() => stream.text.includes('"m"'));
    expect(stream.text).toBe(`:\r\ndata: {}\u001e\r\n\r\ndata: ${call('m')}\r\n\r\n`);
    await fixture.runtime.stop(1_000);
    await eventually(() => stream.ended);
    expect(stream.text).toContain('data: {"type":7,"allowReconnect":true}\u001e');
  });

  it('refuse a binary protocol in the handshake', async () => {
    const fixture = await startRuntime();
    const target = await negotiate(fixture);
    const stream = openStream(target);
    await eventually(() => stream.text !== '');
    await ask(target, 'POST', '{"protocol":"messagepack","version":1}\u001e');
    await eventually(() => stream.ended);
    expect(stream.text).toContain("does not support 'Binary' transfer format");
  });

  it('tell the host when the client is gone', async () => {
    const fixture = await startRuntime();
    const target = await negotiate(fixture);
    const abort = new AbortController();
    await fetch(target, { headers: { Accept: 'text/event-stream' }, signal: abort.signal });
    await ask(target, 'POST', handshake);
    await eventually(() => fixture.host.connected.length === 1);
    abort.abort();
    await eventually(() => fixture.host.disconnected.length === 1);
  });
});

describe(toEvent, () => {
  it.for([
    ['a', 'data: a\r\n\r\n'],
    ['a\nb', 'data: a\r\ndata: b\r\n\r\n'],
    ['a\r\nb\n', 'data: a\r\ndata: b\r\ndata: \r\n\r\n'],
  ])('writes %j as %j', ([payload, event]) => {
    expect(String(toEvent(Buffer.from(payload ?? '')))).toBe(event);
  });
});

describe('the HTTP endpoint', () => {
  it('refuses what does not fit the connection', async () => {
    const fixture = await startRuntime();
    const base = `${fixture.url}/?hub=live`;
    for (const method of ['GET', 'POST', 'DELETE']) {
      expect(await ask(base, method)).toEqual([400, 'Connection ID required']);
      expect((await ask(`${base}&id=nope`, method))[0]).toBe(404);
    }
    expect((await ask(`${base}&id=nope`, 'PUT'))[0]).toBe(405);

    const target = await negotiate(fixture);
    const stream = openStream(target);
    await eventually(() => stream.text !== '');
    expect(await ask(target)).toEqual([400, 'Cannot change transports mid-connection']);
    expect((await ask(target, 'DELETE'))[0]).toBe(400);
    const again = await fetch(target, { headers: { Accept: 'text/event-stream' } });
    expect(again.status).toBe(409);
    expect((await ask(`${target}&user=eve`, 'POST', handshake))[0]).toBe(404);
  });

  it('makes a client wait that sends more than the host works off', async () => {
    const releases: (() => void)[] = [];
    const fixture = await startRuntime({
      limits: { maxWaitingInvocations: 2 },
      hooks: {
        invoked: () => new Promise((resolve) => releases.push(() => resolve(undefined))),
      },
    });
    const target = await negotiate(fixture);
    await ask(target);
    await ask(target, 'POST', handshake);
    let answered = false;
    const posted = ask(target, 'POST', call('a') + call('b') + call('c')).then((answer) => {
      answered = true;
      return answer;
    });
    for (let at = 0; at < 3; at += 1) {
      await eventually(() => releases.length === at + 1);
      expect(answered).toBe(false);
      releases[at]?.();
    }
    expect(await posted).toEqual([200, '']);
  });

  it('refuses a body over the limit with 413', async () => {
    const fixture = await startRuntime({ limits: { maxMessageBytes: 100 } });
    const target = await negotiate(fixture);
    await ask(target);
    expect((await ask(target, 'POST', 'x'.repeat(201)))[0]).toBe(413);
  });
});
