import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { reservePorts } from './reserve-ports.ts';

const host = '127.0.0.1';
const servers: Server[] = [];

async function listen(port: number): Promise<number> {
  const server = createServer().listen(port, host);
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => once(server.close(), 'close')));
});

describe(reservePorts, () => {
  it('deals different free ports, which can be listened on afterwards', async () => {
    const wishes = ['a', 'b', 'c'].map((resource) => ({ resource, endpoint: 'http', port: 0 }));

    const reserved = await reservePorts(wishes, host);

    const ports = reserved.map(({ port }) => port);
    expect(new Set(ports).size).toBe(3);
    expect(await Promise.all(ports.map(listen))).toEqual(ports);
  });

  it('names every port that is taken, and who wanted it', async () => {
    const taken = [await listen(0), await listen(0)];
    const [first = 0, second = 0] = taken;

    const attempt = reservePorts(
      [
        { resource: 'api', endpoint: 'http', port: first },
        { resource: 'free', endpoint: 'http', port: 0 },
        { resource: 'web', endpoint: 'http', port: second },
      ],
      host,
    );

    await expect(attempt).rejects.toMatchObject({
      code: 'port-unavailable',
      message: expect.stringMatching(new RegExp(`${first}.*api.*${second}.*web`)),
      ports: [
        { resource: 'api', port: first, reason: 'taken' },
        { resource: 'web', port: second, reason: 'taken' },
      ],
    });
  });

  it('refuses one port for two resources', async () => {
    const port = await listen(0);
    await once(servers.splice(0)[0]?.close() ?? createServer(), 'close');

    const attempt = reservePorts(
      [
        { resource: 'api', endpoint: 'http', port },
        { resource: 'web', endpoint: 'http', port },
      ],
      host,
    );

    await expect(attempt).rejects.toMatchObject({ ports: [{ resource: 'web', port }] });
  });
});
