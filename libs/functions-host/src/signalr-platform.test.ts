import { startSignalR } from '@heliograph/signalr-emulator';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { record, startTestPlatform } from './testing/test-platform.ts';

const within = { timeout: 10_000, interval: 20 };

describe('an app with SignalR bindings, between the real client and the local service', () => {
  it('lets clients in through negotiate, as whom the binding expression says', async () => {
    const { connect } = await startTestPlatform(startSignalR);
    const ann = await connect('ann');

    const who = await ann.invoke<Record<string, unknown>>('whoAmI', 1);

    expect(who).toMatchObject({ UserId: 'ann', Arguments: [1], ConnectionId: ann.connectionId });
  });

  it('carries out group actions and messages in their order, before the answer', async () => {
    const { connect } = await startTestPlatform(startSignalR);
    const ann = await connect('ann');
    const bob = await connect('bob');
    const forAnn = record(ann, 'joined');
    const forBob = record(bob, 'joined');

    expect(await ann.invoke('join')).toEqual({ joined: true });
    await bob.invoke('join');

    await vi.waitFor(() => {
      expect(forAnn).toEqual([['ann'], ['bob']]);
      expect(forBob).toEqual([['bob']]);
    }, within);
  });

  it('sends to all, a user or a connection from an HTTP function', async () => {
    const { connect, host } = await startTestPlatform(startSignalR);
    const ann = await connect('ann');
    const bob = await connect('bob');
    const forAnn = record(ann, 'news');
    const forBob = record(bob, 'news');

    const response = await fetch(`${host.url}/api/broadcast`, {
      method: 'POST',
      body: JSON.stringify([
        { target: 'news', arguments: ['all'] },
        { target: 'news', userId: 'bob', arguments: ['bob'] },
        { target: 'news', userId: 'bob', connectionId: ann.connectionId, arguments: ['ann'] },
      ]),
    });

    expect(response.status).toBe(202);
    await vi.waitFor(() => {
      expect(forAnn).toEqual([['all'], ['ann']]);
      expect(forBob).toEqual([['all'], ['bob']]);
    }, within);
  });

  it('answers 500 when an output cannot be carried out, and logs why', async () => {
    const { host, service } = await startTestPlatform(startSignalR);
    const post = async (body: unknown) =>
      (await fetch(`${host.url}/api/broadcast`, { method: 'POST', body: JSON.stringify(body) }))
        .status;

    expect(await post({ nonsense: true })).toBe(500);
    await service.stop();
    expect(await post({ target: 'news', arguments: [] })).toBe(500);
    expect(host.messages().filter((message) => message.startsWith('broadcast failed'))).toEqual([
      expect.stringContaining('neither a message'),
      expect.stringContaining('SignalR output failed'),
    ]);
  });

  it('fails a negotiate whose expression has no value', async () => {
    const { host } = await startTestPlatform(startSignalR);

    const response = await fetch(`${host.url}/api/negotiate`, { method: 'POST' });

    expect(response.status).toBe(500);
    expect(host.messages()).toContainEqual(expect.stringContaining('{headers.x-user}'));
  });

  it('never logs tokens, keys or bodies', async () => {
    const { connect, host, service } = await startTestPlatform(startSignalR);
    const ann = await connect('ann');
    await ann.invoke('whoAmI', 'a-private-text');

    const [key = ''] = /(?<=AccessKey=)[^;]+/.exec(service.connectionString) ?? [];
    const log = JSON.stringify(host.entries);
    expect(log).not.toMatch(/eyJ|a-private-text/);
    expect(log).not.toContain(key);
  });

  it('keeps clients connected while a change of source takes over', async () => {
    const { connect, host } = await startTestPlatform(startSignalR, { watch: true });
    const reconnecting = vi.fn();
    const ann = await connect('ann', {
      prepare: (connection) => {
        connection.onreconnecting(reconnecting);
        connection.onclose(reconnecting);
      },
    });
    const before = ann.connectionId;
    const file = join(host.folder.path, 'src/functions/signalr.js');
    const source = await readFile(file, 'utf8');

    await writeFile(file, source.replace('{ joined: true }', '{ joined: "by new code" }'));

    await vi.waitFor(
      async () => expect(await ann.invoke('join')).toEqual({ joined: 'by new code' }),
      within,
    );
    expect(ann.connectionId).toBe(before);
    expect(reconnecting).not.toHaveBeenCalled();
  });
});
