import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  backendPaths,
  collectorPaths,
  historyAnswerSchema,
  liveHub,
  settingNames,
} from '@heliograph/contracts';
import { startFunctionsHost } from '@heliograph/functions-host';
import { openStateStore } from '@heliograph/metrics-history';
import { createClientAccess, parseConnectionString } from '@heliograph/signalr-access';
import { startSignalR } from '@heliograph/signalr-emulator';
import { HubConnectionBuilder, LogLevel, type HubConnection } from '@microsoft/signalr';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createDataFolder } from './fixtures/open-test-backend.ts';
import {
  eventually,
  findFreePort,
  patience,
  startPlatform,
  type Platform,
} from './fixtures/start-platform.ts';

vi.setConfig({ testTimeout: patience, hookTimeout: patience });

const board = 'machine';
const cloud = { startSignalR, startFunctionsHost };

async function call(
  { host }: Platform,
  method: string,
  path: string,
  token?: string,
  body?: string,
) {
  return fetch(host.url + path, {
    method,
    ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
    ...(body !== undefined && { body }),
  });
}

/** Resolves with why the service closed it. */
const closed = (client: HubConnection) =>
  new Promise<string>((resolve) => client.onclose((error) => resolve(String(error))));

interface Document {
  readonly paths: Record<string, Record<string, { operationId: string; security: unknown[] }>>;
}

async function readDocument(platform: Platform) {
  const document = (await (await call(platform, 'GET', backendPaths.openApi)).json()) as Document;
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      ...operation,
      method: method.toUpperCase(),
      path,
    })),
  );
}

describe('the OpenAPI document that is served', () => {
  it('and what the host serves are the same', async () => {
    const platform = await startPlatform(cloud);

    const described = await readDocument(platform);

    const served = platform.host.functions.filter(({ trigger }) => trigger === 'http');
    expect(described.map(({ operationId }) => operationId).toSorted()).toEqual(
      served.map(({ name }) => name).toSorted(),
    );
    for (const { operationId, method, path } of described) {
      const { on, url } = served.find(({ name }) => name === operationId) ?? expect.unreachable();
      expect(on.split(',')).toContain(method);
      expect(new URL(url).pathname).toBe(encodeURI(path));
    }
  });
});

describe('the wrong person', () => {
  it('gets nothing of any endpoint without a token, or with the token of somebody without a role', async () => {
    const platform = await startPlatform(cloud);
    const guarded = (await readDocument(platform)).filter(({ security }) => security.length > 0);
    const stranger = await platform.tokenFor('mallory', 'root');

    for (const { method, path, operationId } of guarded) {
      const status = async (token?: string) => (await call(platform, method, path, token)).status;
      expect(await status(), operationId).toBe(401);
      expect(await status('a.b.c'), operationId).toBe(401);
      expect(await status(stranger), operationId).toBe(403);
    }
    expect(guarded.length).toBeGreaterThan(6);
  });

  it('gets nothing done by any target of the hub, and can go on to hear that', async () => {
    const { signalr, logs } = await startPlatform(cloud);
    const connection = parseConnectionString(signalr.connectionString);
    // With the service's key anybody can be let in; without our claims they have no role.
    const access = await createClientAccess({ connection, hub: liveHub.name, userId: 'mallory' });
    const client = new HubConnectionBuilder()
      .withUrl(access.url, { accessTokenFactory: () => access.accessToken })
      .configureLogging(LogLevel.None)
      .build();
    onTestFinished(() => client.stop());
    await client.start();

    for (const target of Object.keys(liveHub.server)) {
      await expect(client.invoke(target, board), target).rejects.toThrow(/needs one of the roles/);
      expect(logs.map(({ message }) => message).join('\n')).toContain(
        `${target} refused "mallory": permission-denied (1 so far)`,
      );
    }
  });
});

describe('a session that is ended', () => {
  it('closes every window of the person, and lets them in again with a newer token only', async () => {
    const platform = await startPlatform(cloud);
    const { connection, tokenFor, issuer } = platform;
    const old = await tokenFor('viola', 'viewer', 'operator');
    const windows = [connection(old), connection(old)];
    const other = connection(await tokenFor('oscar', 'viewer'));
    await Promise.all([...windows, other].map((client) => client.start()));
    const endings = Promise.all(windows.map(closed));

    const path = backendPaths.connectionsOf('viola');
    const operator = await tokenFor('oscar', 'viewer', 'operator');
    expect((await call(platform, 'DELETE', path, operator)).status).toBe(403);
    expect(await other.invoke('joinBoard', board)).toMatchObject({ board });
    const admin = await tokenFor('ada', 'admin');
    expect((await call(platform, 'DELETE', path, admin)).status).toBe(204);

    expect(await endings).toEqual([
      expect.stringContaining('An administrator ended your session'),
      expect.stringContaining('An administrator ended your session'),
    ]);
    await expect(connection(old).start()).rejects.toThrow(/401/);
    const iat = Math.floor(Date.now() / 1000) + 1;
    const renewed = connection(await issuer.issue({ sub: 'viola', roles: ['viewer'], iat }));
    await renewed.start();
    await expect(
      renewed.invoke('notify', { role: 'viewer' }, { level: 'info', title: 'x' }),
    ).rejects.toThrow(/needs one of the roles/);
    expect(await other.invoke('leaveBoard', board)).toEqual({ board });
  });

  it("is not revived by the service's token from before", async () => {
    const platform = await startPlatform(cloud);
    const token = await platform.tokenFor('viola', 'viewer');
    const negotiated = await call(platform, 'POST', backendPaths.negotiate, token);
    const { url, accessToken } = (await negotiated.json()) as Record<string, string>;
    expect((await call(platform, 'DELETE', backendPaths.ownConnections, token)).status).toBe(204);

    const client = new HubConnectionBuilder()
      .withUrl(url ?? '', { accessTokenFactory: () => accessToken ?? '' })
      .configureLogging(LogLevel.None)
      .build();
    onTestFinished(() => client.stop());
    const ending = closed(client);
    await client.start();

    expect(await ending).toContain('Your session was ended');
  });
});

describe('many windows of one person', () => {
  it('are let in up to a number, and again when one is closed', async () => {
    const { connection, tokenFor } = await startPlatform(cloud);
    const token = await tokenFor('viola', 'viewer');
    const windows = Array.from({ length: 10 }, () => connection(token));
    for (const window of windows) {
      await window.start();
      // Answered after `connected` was.
      await window.invoke('leaveBoard', board);
    }

    await expect(connection(token).start()).rejects.toThrow(/429/);
    await connection(await tokenFor('oscar', 'viewer')).start();
    await windows[0]?.stop();
    const next = connection(token);
    await eventually(() => next.start());
  });
});

describe('the sweep', () => {
  it('tells those who watch that somebody is gone of whom nobody told it', async () => {
    const platform = await startPlatform(cloud);
    const state = openStateStore(platform.store);
    onTestFinished(() => state.close());
    const client = platform.connection(await platform.tokenFor('viola', 'viewer'));
    const heard: unknown[] = [];
    client.on('presenceChanged', (_board, watchers: { name: string }[]) =>
      heard.push(watchers.map(({ name }) => name)),
    );
    await client.start();
    await client.invoke('joinBoard', board);
    const watcher = { userId: 'ada', name: 'ada' };
    await state.put('presence:machine', 'left-long-ago', { watcher, seenAt: 0 });

    await call(platform, 'POST', '/admin/functions/sweepPresence', undefined, '{}');

    await eventually(() => expect(heard).toEqual([['viola'], ['viola']]));
    expect(await state.list('presence:machine')).toHaveLength(1);
  });
});

describe('a metric that somebody publishes', () => {
  it('goes over the hub to the collector, and is in the history of the board', async () => {
    const port = await findFreePort();
    const url = `http://127.0.0.1:${port}`;
    const platform = await startPlatform(cloud, { settings: { [settingNames.collectorUrl]: url } });
    const collector = spawn(
      process.execPath,
      [fileURLToPath(new URL('../../collector/src/main.ts', import.meta.url))],
      {
        stdio: 'ignore',
        env: {
          PATH: process.env['PATH'],
          [settingNames.collectorListen]: `127.0.0.1:${port}`,
          [settingNames.signalRConnection]: platform.signalr.connectionString,
          [settingNames.historyStore]: platform.store,
          [settingNames.dataFolder]: join(await createDataFolder(), 'collector'),
        },
      },
    );
    onTestFinished(async () => {
      collector.kill();
      if (collector.exitCode === null) await once(collector, 'exit');
    });
    await eventually(async () => {
      expect((await fetch(url + collectorPaths.health)).status).toBe(200);
    });
    const token = await platform.tokenFor('oscar', 'operator');
    const client = platform.connection(token);
    await client.start();

    const metric = { name: 'coffee.cups', value: 3 };
    expect(await client.invoke('publishMetric', metric)).toEqual({ name: metric.name });
    await expect(client.invoke('publishMetric', { name: 'cpu.busy', value: 1 })).rejects.toThrow(
      /cannot be pushed/,
    );
    await eventually(async () => {
      const answer = await call(platform, 'GET', backendPaths.history(board), token);
      const { frames } = historyAnswerSchema.parse(await answer.json());
      const names = frames.flatMap(({ series = [] }) => series.map(({ name }) => name));
      expect(names).toContain(metric.name);
    });
  });
});
