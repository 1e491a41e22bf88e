import { roleGroup, type Watcher } from '@heliograph/contracts';
import { startFunctionsHost } from '@heliograph/functions-host';
import { openStateStore } from '@heliograph/metrics-history';
import { startSignalR } from '@heliograph/signalr-emulator';
import { createRestClient } from '@heliograph/signalr-rest-client';
import type { HubConnection } from '@microsoft/signalr';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { appFolder, eventually, patience, startPlatform } from './fixtures/start-platform.ts';

vi.setConfig({ testTimeout: patience, hookTimeout: patience });

const board = 'machine';
const cloud = { startSignalR, startFunctionsHost };
const ada = { userId: 'ada@heliograph.local', name: 'ada' };
const viola = { userId: 'viola@heliograph.local', name: 'viola' };

function presenceOf(connection: HubConnection): Watcher[][] {
  const heard: Watcher[][] = [];
  connection.on('presenceChanged', (_board: string, watchers: Watcher[]) => heard.push(watchers));
  return heard;
}

describe('the backend behind the service', () => {
  it('lets people join a board, and tells the others who comes and goes', async () => {
    const { connection, tokenFor } = await startPlatform(cloud);
    const first = connection(await tokenFor(ada.userId, 'viewer', 'admin'));
    const second = connection(await tokenFor(viola.userId, 'viewer'));
    const heard = presenceOf(first);
    await Promise.all([first.start(), second.start()]);

    expect(await first.invoke('joinBoard', board)).toEqual({ board, watchers: [ada] });
    expect(await second.invoke('joinBoard', board)).toEqual({ board, watchers: [ada, viola] });
    await eventually(() => expect(heard).toEqual([[ada], [ada, viola]]));
    expect(await second.invoke('leaveBoard', board)).toEqual({ board });
    await eventually(() => expect(heard.at(-1)).toEqual([ada]));
    await second.invoke('joinBoard', board);
    await second.stop();
    await eventually(() => expect(heard.slice(-2)).toEqual([[ada, viola], [ada]]));
  });

  it('notices that a connection is gone of which nobody told it', async () => {
    const { connection, tokenFor, store } = await startPlatform(cloud);
    const state = openStateStore(store);
    onTestFinished(() => state.close());
    const client = connection(await tokenFor(ada.userId, 'viewer'));
    await client.start();
    await state.put('presence:machine', 'left-long-ago', { watcher: viola, seenAt: 0 });

    expect(await client.invoke('joinBoard', board)).toEqual({ board, watchers: [ada] });
  });

  it('sends a refusal back as the error of the hub and goes on', async () => {
    const { connection, tokenFor, logs } = await startPlatform(cloud);
    const client = connection(await tokenFor(viola.userId, 'viewer'));
    await client.start();

    await expect(client.invoke('joinBoard', 'engine-room')).rejects.toThrow(
      /There is no such board$/,
    );
    await expect(client.invoke('joinBoard', 7)).rejects.toThrow(/does not match its schema/);
    await expect(client.invoke('joinBoard')).rejects.toThrow(/does not match its schema/);
    expect(await client.invoke('joinBoard', board)).toMatchObject({ watchers: [viola] });
    const lines = logs.map(({ message }) => message).join('\n');
    expect(lines).toContain('joinBoard refused "viola@heliograph.local": board-unknown (1 so far)');
    expect(lines).toContain('arguments-invalid (2 so far)');
  });

  it('fills the groups of roles when somebody connects', async () => {
    const { connection, tokenFor, signalr } = await startPlatform(cloud);
    const heard: string[] = [];
    const listen = async (userId: string, ...roles: string[]) => {
      const client = connection(await tokenFor(userId, ...roles));
      client.on('hello', (to: string) => heard.push(`${userId} ${to}`));
      await client.start();
      // Answered after `connected` was: the groups are filled.
      await client.invoke('leaveBoard', board);
    };
    await Promise.all([listen('viola', 'viewer'), listen('oscar', 'viewer', 'operator')]);
    const rest = createRestClient({ connectionString: signalr.connectionString, hub: 'live' });

    await rest.sendToGroup(roleGroup('operator'), { target: 'hello', arguments: ['operators'] });
    await rest.sendToGroup(roleGroup('viewer'), { target: 'hello', arguments: ['viewers'] });

    await eventually(() => expect(heard).toHaveLength(3));
    expect(heard.toSorted()).toEqual(['oscar operators', 'oscar viewers', 'viola viewers']);
  });

  it('carries messages to those they are for', async () => {
    const { connection, tokenFor, host } = await startPlatform(cloud);
    const heard: string[] = [];
    const listen = async (userId: string, ...roles: string[]) => {
      const client = connection(await tokenFor(userId, ...roles));
      client.on('greeting', ({ name }: { name: string }) => heard.push(`${userId}: I am ${name}`));
      client.on('chatMessage', ({ text }: { text: string }) => heard.push(`${userId}: ${text}`));
      client.on('notification', ({ title }: { title: string }) =>
        heard.push(`${userId}: ${title}`),
      );
      await client.start();
      return client;
    };
    const operator = await listen('oscar', 'viewer', 'operator');
    const viewer = await listen('viola', 'viewer');
    const level = 'info';

    await viewer.invoke('chatToAll', 'good morning');
    await viewer.invoke('chatToPerson', 'oscar', 'psst');
    await operator.invoke('notify', { role: 'operator' }, { level, title: 'operators only' });
    const posted = await fetch(`${host.url}/api/messages/user/viola`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await tokenFor('oscar', 'operator')}` },
      body: JSON.stringify({ level, title: 'viola only' }),
    });

    expect(posted.status).toBe(202);
    await expect(
      viewer.invoke('notify', { role: 'viewer' }, { level, title: 'x' }),
    ).rejects.toThrow(/needs one of the roles operator, admin/);
    await eventually(() =>
      expect(heard.toSorted()).toEqual([
        'oscar: I am oscar',
        'oscar: good morning',
        'oscar: operators only',
        'oscar: psst',
        'viola: I am viola',
        'viola: good morning',
        'viola: psst',
        'viola: viola only',
      ]),
    );
  });

  it('connects nobody who is not signed in or has no role', async () => {
    const { connection, tokenFor, host } = await startPlatform(cloud);

    await expect(connection('').start()).rejects.toThrow(/401/);
    await expect(connection('a.b.c').start()).rejects.toThrow(/401/);
    await expect(connection(await tokenFor('mallory', 'root')).start()).rejects.toThrow(/403/);
    const health = await (await fetch(`${host.url}/api/health`)).json();
    expect(health).toMatchObject({
      refusals: [
        { where: 'negotiate', code: 'token-missing', count: 1 },
        { where: 'negotiate', code: 'token-malformed', count: 1 },
        { where: 'negotiate', code: 'role-missing', count: 1 },
      ],
    });
  });
});

describe('the start', () => {
  it('names the setting that is missing', async () => {
    const start = startFunctionsHost({
      folder: appFolder,
      port: 0,
      watch: false,
      env: {},
    });
    onTestFinished(async () => {
      const host = await start.catch(() => undefined);
      await host?.stop();
    });

    await expect(start).rejects.toThrow(/The setting AzureSignalRConnectionString is missing/);
  });
});
