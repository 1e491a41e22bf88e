import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { ServiceLogEntry } from './service-log.ts';
import { startService } from './testing/service-fixture.ts';

/** Reproducible noise: a linear congruential generator (Numerical Recipes). */
function noise(seed: number, length: number): Buffer {
  let state = seed;
  return Buffer.from(
    Array.from({ length }, () => (state = (1_664_525 * state + 1_013_904_223) >>> 0) >>> 24),
  );
}

/** Writes bytes to the port and waits until the service hangs up or has answered. */
function throwAt(port: number, bytes: Buffer | string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes));
    socket.on('error', () => resolve());
    socket.on('close', () => resolve());
    socket.resume();
  });
}

/** What the service says to these bytes until it hangs up. */
async function answerTo(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1', () => socket.end(bytes));
  return text(socket);
}

describe('hostile input', () => {
  it('in place of HTTP leaves the service as it was', async () => {
    const service = await startService();
    const client = await service.connect();
    const requests = [
      ...Array.from({ length: 20 }, (_, seed) => noise(seed, 300)),
      'GET\r\n\r\n',
      'GET // HTTP/1.1\r\nHost: x\r\n\r\n',
      'POST /api/hubs/%/:send HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n{',
      'POST /api/hubs/live/:send HTTP/1.1\r\nHost: [\r\nAuthorization: Bearer a.b.c\r\n\r\n',
      `GET /client/?hub=live&x=${'x'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
      'GET /client/?hub=live HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
      'GET /elsewhere HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
      'GET /client/?hub=live HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n',
    ];
    for (const request of requests) await throwAt(service.port, request);
    expect(client.state).toBe('Connected');
    expect((await fetch(`${service.url}/api/health`)).status).toBe(200);
  });

  it.for([
    ['noise', '\u0000\u0001noise\r\n\r\n', 400, 'HPE_INVALID_METHOD'],
    [
      'a head of 20 KB',
      `GET /client/?hub=live HTTP/1.1\r\nHost: x\r\nX: ${'secret'.repeat(4_000)}\r\n\r\n`,
      431,
      'HPE_HEADER_OVERFLOW',
    ],
    [
      'a URL of 13 KB',
      `GET /client/?hub=live&access_token=${'secret'.repeat(2_200)} HTTP/1.1\r\nHost: x\r\n\r\n`,
      414,
      'longer than 12288',
    ],
    [
      'a URL of 13 KB for a WebSocket',
      `GET /client/?a=${'secret'.repeat(2_200)} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`,
      414,
      'longer than 12288',
    ],
  ] as const)('as %s is answered and told by the log, without what it held', async (refused) => {
    const [, request, status, reason] = refused;
    const log: ServiceLogEntry[] = [];
    const service = await startService({ log: (entry) => void log.push(entry) });
    expect(await answerTo(service.port, request)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(log).toEqual([
      {
        level: 'warn',
        event: 'request-refused',
        message: expect.stringContaining(reason),
      },
    ]);
    expect(JSON.stringify(log)).not.toContain('secret');
  });

  it('over an admitted WebSocket ends that connection alone', async () => {
    const service = await startService();
    const bystander = await service.connect();
    const { url, accessToken } = await service.access();
    for (let seed = 0; seed < 30; seed += 1) {
      const socket = new WebSocket(`${url.replace('http', 'ws')}&access_token=${accessToken}`);
      socket.on('error', () => undefined);
      const closed = new Promise((resolve) => socket.once('close', resolve));
      await new Promise((resolve) => socket.once('open', resolve));
      if (seed % 2 === 0) socket.send('{"protocol":"json","version":1}\u001e');
      const separator = Buffer.of(0x1e);
      socket.send(Buffer.concat([noise(seed, 200), separator]), { binary: seed % 3 === 0 });
      await closed;
    }
    expect(bystander.state).toBe('Connected');
  });

  it('as a valid upgrade that is then abandoned leaves nothing behind', async () => {
    const service = await startService();
    const { accessToken } = await service.access();
    const upgrade = [
      'GET /client/?hub=live HTTP/1.1',
      'Host: 127.0.0.1',
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
      `Authorization: Bearer ${accessToken}`,
      '',
      '',
    ].join('\r\n');
    for (let count = 0; count < 10; count += 1) await throwAt(service.port, upgrade);
    // Stopping returns as soon as no connection is left.
    await service.stop();
  });
});
