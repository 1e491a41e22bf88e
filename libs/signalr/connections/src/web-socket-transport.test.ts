import { connect as connectSocket } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { ConnectionLogEntry } from './client-hooks.ts';
import { createOutboundMessage } from './outbound-message.ts';
import { clientFrame, closeFrame, textFrame } from './testing/client-frame.ts';
import { connectRaw, jsonHandshake } from './testing/raw-client.ts';
import { openRawWebSocket, type RawWebSocket } from './testing/raw-web-socket.ts';
import { eventually, startRuntime } from './testing/runtime-fixture.ts';
import { opcodes } from './web-socket/opcode.ts';

const { close, continuation, ping, pong, text } = opcodes;
const handshake = textFrame(`${jsonHandshake}\u001e`);
const invocation = '{"type":1,"target":"t","arguments":["é"]}';

const payloads = ({ frames }: RawWebSocket, opcode: number): string[] =>
  frames
    .filter((frame) => frame.opcode === opcode)
    .map(({ payload }) => payload.toString('latin1'));

/** The code of the close frame; `undefined` for one without, and while there is none. */
function closeCode({ frames }: RawWebSocket): number | undefined {
  const last = frames.find(({ opcode }) => opcode === close);
  return last === undefined || last.payload.length < 2 ? undefined : last.payload.readUInt16BE();
}

async function start(options: Parameters<typeof startRuntime>[0] = {}) {
  const log: ConnectionLogEntry[] = [];
  const fixture = await startRuntime({
    ...options,
    hooks: { log: (entry) => void log.push(entry), ...options.hooks },
  });
  return { ...fixture, log, connect: () => openRawWebSocket(fixture.socketUrl) };
}

describe('a WebSocket', () => {
  it('reads what comes in the same packet as the request to upgrade', async () => {
    const { socketUrl, host } = await start();
    const first = Buffer.concat([handshake, textFrame(`${invocation}\u001e`)]);
    const client = await openRawWebSocket(socketUrl, { first });
    expect(client.head).toMatch(/^HTTP\/1\.1 101 /);
    await eventually(() => host.invoked.length === 1);
    expect(host.invoked).toEqual([invocation]);
  });

  it('reads messages byte by byte, and in frames with a ping between them', async () => {
    const { connect, host } = await start();
    const client = await connect();
    for (const byte of handshake) client.socket.write(Buffer.of(byte));
    const whole = Buffer.from(`${invocation}\u001e`);
    const cut = whole.indexOf('é') + 1; // in the middle of a character
    client.socket.write(
      Buffer.concat([
        clientFrame({ opcode: text, payload: whole.subarray(0, cut), isFinal: false }),
        clientFrame({ opcode: ping, payload: Buffer.from('now') }),
        clientFrame({ opcode: continuation, payload: whole.subarray(cut) }),
      ]),
    );
    await eventually(() => host.invoked.length === 1 && payloads(client, pong).length === 1);
    expect(host.invoked).toEqual([invocation]);
    expect(payloads(client, pong)).toEqual(['now']);
  });

  it('answers each ping with its payload', async () => {
    const { connect } = await start();
    const client = await connect();
    const largest = 'x'.repeat(125);
    for (const payload of ['', '1', largest].map((each) => Buffer.from(each))) {
      client.socket.write(clientFrame({ opcode: ping, payload }));
    }
    await eventually(() => payloads(client, pong).length === 3);
    expect(payloads(client, pong)).toEqual(['', '1', largest]);
  });

  it('offers neither compression nor a subprotocol', async () => {
    const { socketUrl } = await start();
    const headers = [
      'Sec-WebSocket-Extensions: permessage-deflate',
      'Sec-WebSocket-Protocol: json',
    ];
    const { head } = await openRawWebSocket(socketUrl, { headers });
    expect(head).not.toMatch(/sec-websocket-(extensions|protocol)/i);
  });

  it('is refused with a reason when the request is not one of this protocol', async () => {
    const { socketUrl } = await start();
    const headers = ['Sec-WebSocket-Version: 8'];
    const client = await openRawWebSocket(socketUrl, { headers, allowHalfOpen: true });
    expect(client.head).toMatch(/^HTTP\/1\.1 426 .*Sec-WebSocket-Version: 13\r\n/s);
    await eventually(() => client.hasEnded);
  });
});

describe('the end of a WebSocket', () => {
  it.for([1000, 1001, 4000, undefined])(
    'that the client asks for with code %s is confirmed, and the server hangs up first',
    async (code) => {
      const { socketUrl, host } = await start();
      const client = await openRawWebSocket(socketUrl, { first: handshake, allowHalfOpen: true });
      client.socket.write(closeFrame(code));
      await eventually(() => client.hasEnded);
      expect(client.frames.at(-1)?.opcode).toBe(close);
      expect(closeCode(client)).toBe(code);
      client.socket.end();
      await eventually(() => host.disconnected.length === 1);
      expect(host.disconnected[0]?.why).toEqual({ category: 'Normal' });
    },
  );

  it('that the server asks for waits until the client has confirmed it', async () => {
    const { connect, runtime, host } = await start({ limits: { closeGraceMs: 60_000 } });
    const client = await connect();
    client.socket.write(handshake);
    await eventually(() => host.connected.length === 1);
    host.connected[0]?.close({ category: 'ClosedByAppServer' });
    await eventually(() => closeCode(client) === 1000);
    client.socket.write(textFrame('too late for this'));
    expect(client.hasEnded).toBe(false);
    client.socket.write(closeFrame(1000));
    await eventually(() => client.hasEnded);
    expect(client.frames.at(-1)?.opcode).toBe(close);
    await runtime.stop(60_000); // returns at once: nothing is left to wait for
  });

  it.for(['a close frame of the server', 'its own mistake'])(
    'is not put off by a client that ignores %s and goes on sending',
    async (what) => {
      const { socketUrl, runtime, host } = await start({ limits: { closeGraceMs: 20 } });
      const client = await openRawWebSocket(socketUrl, { first: handshake, allowHalfOpen: true });
      await eventually(() => host.connected.length === 1);
      const chatter = setInterval(() => client.socket.write(textFrame('more')), 2);
      if (what === 'its own mistake') client.socket.write(Buffer.of(0xff));
      else host.connected[0]?.close({ category: 'ClosedByAppServer' });
      await eventually(() => client.hasEnded && client.socket.destroyed);
      clearInterval(chatter);
      await eventually(() => runtime.connections === 0);
    },
  );

  it.for<[string, (client: RawWebSocket) => void]>([
    ['hangs up without a word', ({ socket }) => void socket.end()],
    ['resets its socket', ({ socket }) => void socket.resetAndDestroy()],
    ['leaves in the middle of a frame', ({ socket }) => void socket.end(handshake.subarray(0, 9))],
  ])('comes when the client %s', async ([, leave]) => {
    const { socketUrl, runtime, host } = await start();
    const client = await openRawWebSocket(socketUrl, { first: handshake, allowHalfOpen: true });
    await eventually(() => host.connected.length === 1);
    leave(client);
    await eventually(() => host.disconnected.length === 1 && runtime.connections === 0);
    expect(host.disconnected[0]?.why.category).toBe('Normal');
  });
});

describe('a client that breaks the rules of WebSockets', () => {
  it.for<[string, number, Buffer, string]>([
    ['sends an unmasked frame', 1002, clientFrame({ opcode: text, mask: undefined }), 'not masked'],
    ['sets a reserved bit', 1002, clientFrame({ opcode: text, reserved: 4 }), 'reserved bit'],
    ['invents an opcode', 1002, clientFrame({ opcode: 3 }), 'opcode 3'],
    [
      'sends text that is none',
      1007,
      clientFrame({ opcode: text, payload: Buffer.of(0xff) }),
      'UTF-8',
    ],
  ])('is told so when it %s, and the log says who and why', async ([, code, bytes, reason]) => {
    const { connect, host, log } = await start();
    const client = await connect();
    client.socket.write(handshake);
    await eventually(() => host.connected.length === 1);
    client.socket.write(bytes);
    await eventually(() => client.hasEnded && host.disconnected.length === 1);
    expect(closeCode(client)).toBe(code);
    const [gone] = host.disconnected;
    expect(gone?.why).toEqual({ category: 'BadRequest', error: expect.stringContaining(reason) });
    expect(log).toContainEqual(
      expect.objectContaining({
        event: 'disconnected',
        connectionId: gone?.id,
        detail: expect.stringContaining(reason),
      }),
    );
  });

  it('cannot resume what it had', async () => {
    const { url, host } = await start();
    const negotiation = await fetch(
      `${url}/negotiate?negotiateVersion=1&useStatefulReconnect=true`,
      {
        method: 'POST',
      },
    );
    const { connectionToken } = (await negotiation.json()) as { connectionToken: string };
    const socketUrl = `${url.replace('http', 'ws')}?id=${connectionToken}`;
    const client = await openRawWebSocket(socketUrl, {
      first: textFrame('{"protocol":"json","version":2}\u001e'),
    });
    await eventually(() => host.connected.length === 1);
    client.socket.write(Buffer.of(0xff));
    await eventually(() => host.disconnected.length === 1);
  });
});

describe('a client that pings and does not read', () => {
  it('does not make pongs pile up, and gets the last one when it reads again', async () => {
    const { connect, host, runtime } = await start({ limits: { maxQueuedBytes: 1024 * 1024 } });
    const client = await connect();
    client.socket.write(handshake);
    await eventually(() => host.connected.length === 1);
    const [connection] = host.connected;
    client.socket.pause();
    const filler = createOutboundMessage({
      type: 1,
      target: 't',
      arguments: ['x'.repeat(200_000)],
    });
    const hub = runtime.hubs.obtain('live');
    // Until the kernel takes no more.
    while ((connection?.transport?.queuedBytes ?? 0) === 0) {
      hub.sendToAll(filler);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const before = connection?.transport?.queuedBytes ?? 0;
    const pings = 5000;
    for (let count = 1; count <= pings; count += 1) {
      client.socket.write(clientFrame({ opcode: ping, payload: Buffer.from(String(count)) }));
    }
    const marker = '{"type":1,"target":"last","arguments":[]}';
    client.socket.write(textFrame(`${marker}\u001e`));
    await eventually(() => host.invoked.length === 1);
    expect((connection?.transport?.queuedBytes ?? 0) - before).toBeLessThan(2000);
    client.socket.resume();
    await eventually(() => payloads(client, pong).includes(String(pings)));
    expect(payloads(client, pong).length).toBeLessThan(pings / 10);
  });
});

describe('a request to upgrade', () => {
  it('whose client is gone before it has shaken hands leaves nothing behind', async () => {
    const { socketUrl, runtime, open } = await start();
    const { hostname, port, pathname, search } = new URL(socketUrl);
    const socket = connectSocket(Number(port), hostname);
    socket.write(
      [
        `GET ${pathname}${search} HTTP/1.1`,
        'Host: service',
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
        '\r\n',
      ].join('\r\n'),
    );
    await eventually(() => runtime.connections === 1);
    socket.resetAndDestroy();
    await eventually(() => runtime.connections === 0);
    await open();
    await eventually(() => runtime.connections === 1);
  });

  it('of a `ws` client is answered as that expects, with messages of every size', async () => {
    const { socketUrl, host } = await start();
    const client = await connectRaw(socketUrl);
    client.send(jsonHandshake);
    const sizes = [0, 100, 126, 65_536, 500_000];
    for (const size of sizes) {
      client.send(`{"type":1,"target":"t","arguments":["${'x'.repeat(size)}"]}`);
    }
    await eventually(() => host.invoked.length === sizes.length);
    expect(host.invoked.map((frame) => frame.length)).toEqual(sizes.map((size) => size + 40));
    client.webSocket.close(1000);
    expect(await client.closed).toBe(1000);
  });
});
