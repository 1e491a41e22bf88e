import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openStreamServer } from './stream-server.ts';

const opened = (server: Server): Promise<Server> => {
  onTestFinished(() => void server.close());
  return new Promise((resolve) => server.listen(() => resolve(server)));
};
const addressOf = (server: Server) => server.address() as AddressInfo;

describe(openStreamServer, () => {
  it('lets a server without an address listen for this machine only', async () => {
    const server = await openStreamServer(
      () => opened(createServer()),
      () => undefined,
    );

    expect(addressOf(server).address).toBe('127.0.0.1');
  });

  it('leaves alone what listens afterwards', async () => {
    await openStreamServer(
      async () => undefined,
      () => undefined,
    );

    const server = await opened(createServer());

    expect(addressOf(server).address).not.toBe('127.0.0.1');
  });

  it('fails a write to a client that has left', async () => {
    const failure = Promise.withResolvers<unknown>();
    const server = createServer((_request, response) => {
      response.write('one');
      response.once('close', () => {
        try {
          failure.resolve(response.write('two'));
        } catch (reason) {
          failure.resolve(reason);
        }
      });
    });
    await openStreamServer(
      () => opened(server),
      () => undefined,
    );
    const client = get({ host: '127.0.0.1', port: addressOf(server).port });
    client.on('error', vi.fn());
    const answer = await new Promise<IncomingMessage>((resolve) =>
      client.once('response', resolve),
    );

    answer.destroy();

    expect(await failure.promise).toMatchObject({ message: 'The client has left' });
  });
});
