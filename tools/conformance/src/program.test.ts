import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseConnectionString } from '@heliograph/signalr-access';
import { expect, onTestFinished } from 'vitest';
import { eventually } from './target/eventually.ts';
import { connectRaw } from './target/raw-socket.ts';
import { itLocally, type Service } from './target/service.ts';
import { connectStockClient } from './target/stock-client.ts';
import { startUpstream } from './target/test-upstream.ts';

const program = fileURLToPath(
  new URL('../../../apps/signalr-emulator/src/main.ts', import.meta.url),
);

/** The service as the program that people start, with a hub of its own. */
async function startProgram(...options: string[]): Promise<Service & { child: ChildProcess }> {
  const child = spawn(process.execPath, [program, 'start', '-p', '0', ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const line = (): string | undefined => /^Endpoint=.*$/m.exec(output)?.[0];
  await eventually(() => line() !== undefined && output.endsWith('\n'));
  const connection = parseConnectionString(line() ?? '');
  const stop = async (): Promise<void> => void child.kill('SIGTERM');
  return { connection, url: connection.endpoint, hub: 'chat', stop, child };
}

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
  "service 4.3: a settings file in the format of Microsoft's emulator is read, and read again when it changes",
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
    expect(client.state).toBe('Connected');
  },
);
