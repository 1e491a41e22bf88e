import { connect } from 'node:net';
import fc from 'fast-check';
import { expect, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { clientAccess } from './target/access.ts';
import { call } from './target/data-plane.ts';
import { eventually } from './target/eventually.ts';
import { connectRaw, openHubSocket } from './target/raw-socket.ts';
import { itLocally, startService, type Service } from './target/service.ts';
import { createStockClient, receivedBy } from './target/stock-client.ts';

/** Somebody who has nothing to do with what goes on, and has to notice nothing of it. */
async function bystander(service: Service): Promise<() => Promise<void>> {
  const client = await createStockClient(service);
  const received = receivedBy(client);
  await client.start();
  return async () => {
    await call(service, 'POST', ':send', { body: { target: 'm' } });
    await eventually(() => received.length > 0);
    expect(client.state).toBe('Connected');
  };
}

itLocally(
  'input 1: whatever bytes a client sends, its connection ends or goes on, and others notice nothing',
  async () => {
    const service = await startService();
    const isWell = await bystander(service);
    const { url, accessToken } = await clientAccess(service);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('json', 'messagepack', 'none'),
        fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 4 }),
        async (protocol, frames) => {
          const socket = new WebSocket(url.replace(/^http/, 'ws'), {
            headers: { Authorization: `Bearer ${accessToken}` },
          });
          const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
          await new Promise<void>((resolve) => socket.once('open', () => resolve()));
          if (protocol !== 'none') socket.send(`{"protocol":"${protocol}","version":1}\u001e`);
          for (const frame of frames) socket.send(frame, { binary: frame.length % 2 === 0 });
          socket.close();
          await ended;
        },
      ),
      { numRuns: 60 },
    );
    await isWell();
  },
);

itLocally.for<[string, Buffer]>([
  ['an unmasked frame', Buffer.from([0x81, 0x01, 0x41])],
  ['a reserved opcode', Buffer.from([0x83, 0x80, 0, 0, 0, 0])],
  ['a reserved bit', Buffer.from([0xf1, 0x80, 0, 0, 0, 0])],
  ['a fragmented ping', Buffer.from([0x09, 0x80, 0, 0, 0, 0])],
  ['a length of 2^63', Buffer.from([0x82, 0xff, 0x7f, 255, 255, 255, 255, 255, 255, 255])],
  ['a continuation of nothing', Buffer.from([0x80, 0x80, 0, 0, 0, 0])],
  ['text that is not UTF-8', Buffer.from([0x81, 0x81, 0, 0, 0, 0, 0xff])],
])('input 2: %s ends the connection and nothing else', async ([, bytes]) => {
  const service = await startService();
  const isWell = await bystander(service);
  const { url, accessToken } = await clientAccess(service);
  const { hostname, port, pathname, search } = new URL(url);
  const socket = connect(Number(port), hostname);
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => undefined);
  let ended = false;
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString('latin1')));
  socket.on('close', () => (ended = true));
  socket.write(
    [
      `GET ${pathname}${search} HTTP/1.1`,
      `Host: ${hostname}:${port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      `Authorization: Bearer ${accessToken}`,
      '\r\n',
    ].join('\r\n'),
  );
  await eventually(() => text.includes('101 Switching'));
  socket.write(bytes);
  await eventually(() => ended);
  await isWell();
});

itLocally(
  'input 3: a client that does not read is closed once too much waits for it, and others get everything',
  async () => {
    const service = await startService({ limits: { maxQueuedBytes: 64 * 1024 } });
    const slow = await connectRaw(service, { userId: 'slow' });
    slow.webSocket.pause();
    const quick = await createStockClient(service);
    const received = receivedBy(quick);
    await quick.start();
    const body = { target: 'm', arguments: ['x'.repeat(500_000)] };
    let sent = 0;
    // The operating system takes some megabytes for a client before the service sees that it is slow.
    while ((await call(service, 'HEAD', 'users/slow')).status === 200) {
      await call(service, 'POST', ':send', { body });
      sent += 1;
    }
    await eventually(() => received.length === sent);
  },
);

itLocally(
  'input 4: a socket that hangs up in the middle of a message leaves nothing behind',
  async () => {
    const service = await startService();
    const isWell = await bystander(service);
    const half = await connectRaw(service, { userId: 'half' });
    half.send('{"type":1,"target":"m","argum');
    half.webSocket.terminate();
    (await openHubSocket(service, { userId: 'half' })).webSocket.terminate();
    let status = 200;
    while (status !== 404) ({ status } = await call(service, 'HEAD', 'users/half'));
    await isWell();
  },
);
