import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { startProgram } from './target/program.ts';
import { connectRaw } from './target/raw-socket.ts';
import { itLocally } from './target/service.ts';
import { connectStockClient } from './target/stock-client.ts';
import { startUpstream } from './target/test-upstream.ts';

itLocally(
  'service 4.1, golden 9: the program prints its connection string on a line; SIGTERM says Close to clients and ends it with 0',
  async () => {
    const service = await startProgram();
    const client = await connectRaw(service);
    const exit = once(service.child, 'exit');
    await service.stop();
    expect(await client.closed()).toBe(1000);
    expect(client.messages()).toEqual([{ type: 7, allowReconnect: true }]);
    expect(await exit).toEqual([0, null]);
  },
);

itLocally(
  "service 4.3: a settings file in the format of Microsoft's emulator is read, and read again when it changes; a broken one leaves all as it was",
  async () => {
    const upstream = await startUpstream();
    const folder = await mkdtemp(join(tmpdir(), 'conformance-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const path = join(folder, 'settings.json');
    const write = (place: string) =>
      writeFile(
        path,
        JSON.stringify({
          UpstreamSettings: {
            Templates: [
              {
                UrlTemplate: `${upstream.url}/${place}/{hub}/{event}`,
                EventPattern: '*',
                HubPattern: 'chat, other',
                CategoryPattern: 'messages',
              },
            ],
          },
        }),
      );
    await write('before');
    const service = await startProgram('-c', path);
    const client = await connectStockClient(service);
    await client.invoke('ask');
    expect(upstream.requests.map(({ url }) => url)).toEqual(['/before/chat/ask']);
    await write('after');
    while (upstream.requests.at(-1)?.url !== '/after/chat/ask') await client.invoke('ask');
    await writeFile(path, '{ "UpstreamSettings": {');
    await client.invoke('ask');
    await write('again');
    while (upstream.requests.at(-1)?.url !== '/again/chat/ask') await client.invoke('ask');
    expect(new Set(upstream.requests.map(({ url }) => url))).toEqual(
      new Set(['/before/chat/ask', '/after/chat/ask', '/again/chat/ask']),
    );
    expect(client.state).toBe('Connected');
  },
);
