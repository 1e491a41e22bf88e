import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { totalmem } from 'node:os';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame } from '@heliograph/contracts';
import { createSeriesWindow } from '@heliograph/metrics-core';
import { openHistoryStore } from '@heliograph/metrics-history';
import { startSignalR, type SignalRService } from '@heliograph/signalr-emulator';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startCollector, type Collector } from './collector.ts';
import { patience, watching } from './fixtures/watching.ts';
import { openMachine } from './machine/open-machine.ts';

const interval = 100;

async function startService(port = 0): Promise<SignalRService> {
  const service = await startSignalR({ port });
  onTestFinished(() => service.stop());
  return service;
}

async function collecting(
  service: SignalRService,
): Promise<{ collector: Collector; history: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'heliograph-collector-'));
  const history = `sqlite:${join(folder, 'history.db')}`;
  const collector = await startCollector({
    settings: {
      signalRConnection: service.connectionString,
      historyStore: history,
      listen: { host: '127.0.0.1', port: 0 },
      source: 'web-1',
      dataFolder: undefined,
      signIn: undefined,
    },
    machine: await openMachine(),
    log: { info: () => {}, warn: () => {} },
    interval,
  });
  onTestFinished(async () => {
    await collector.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return { collector, history };
}

async function stored(address: string): Promise<Frame[]> {
  const store = openHistoryStore(address);
  const { frames } = await store.range({ from: 0, to: Number.MAX_SAFE_INTEGER, limit: 10_000 });
  await store.close();
  return frames;
}

describe(startCollector, { timeout: 60_000 }, () => {
  it('publishes this machine to who watches, and the history has every tick published', async () => {
    const service = await startService();
    const { collector, history } = await collecting(service);
    const { frames } = await watching(service.connectionString);
    await vi.waitFor(() => expect(frames.length).toBeGreaterThan(12), patience);

    const published = frames.map(({ sequence }) => sequence);
    const first = published[0] ?? NaN;
    expect(published).toEqual(published.map((_, index) => first + index));
    const inHistory = await stored(history);
    // The history repeats the series' table more often, so frames may differ in form.
    const tickOf = ({ epoch, sequence, at }: Frame) => `${epoch} ${sequence} ${at}`;
    expect(inHistory.map(tickOf)).toEqual(expect.arrayContaining(frames.map(tickOf)));
    expect(collector.health()).toMatchObject({ status: 'ok', publishing: { state: 'publishing' } });

    const window = createSeriesWindow({ length: 60_000 });
    window.apply(frames);
    window.apply(inHistory);
    expect(window.counts()).toMatchObject({ waiting: 0, refused: 0 });
    expect(window.hole()).toBeUndefined();
    expect(window.latest('memory.total')?.value).toBe(totalmem());
  });

  it('publishes nothing when nobody watches; the history grows all the same', async () => {
    const service = await startService();
    const { collector, history } = await collecting(service);
    await vi.waitFor(() => expect(collector.health().publishing.state).toBe('unwatched'), patience);
    await vi.waitFor(() => expect(collector.health().counters.ticks).toBeGreaterThan(5), patience);

    expect(collector.health().counters.published).toBe(0);
    expect((await stored(history)).length).toBeGreaterThanOrEqual(5);
  });

  it('shows a pushed value on the board, in a key frame', async () => {
    const service = await startService();
    const { collector } = await collecting(service);
    const { frames } = await watching(service.connectionString);
    await vi.waitFor(() => expect(frames.length).toBeGreaterThan(1), patience);

    const answer = await fetch(`${collector.url}/api/metrics`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"name":"orders","value":42,"chart":"Shop"}',
    });

    expect(answer.status).toBe(202);
    const window = createSeriesWindow({ length: 60_000 });
    await vi.waitFor(() => {
      window.apply(frames);
      expect(window.latest('orders')?.value).toBe(42);
    }, patience);
    expect(window.series().find(({ name }) => name === 'orders')?.chart).toBe('Shop');
  });

  it('goes on through an outage of the service, and the history closes the hole', async () => {
    const service = await startService();
    const { collector, history } = await collecting(service);
    const { frames } = await watching(service.connectionString);
    await vi.waitFor(() => expect(frames.length).toBeGreaterThan(3), patience);
    await service.stop();
    await vi.waitFor(() => expect(collector.health().publishing.state).toBe('failing'), patience);
    const failedAt = collector.health().counters.ticks;
    await vi.waitFor(
      () => expect(collector.health().counters.ticks).toBeGreaterThan(failedAt + 5),
      patience,
    );

    const { frames: later } = await watching((await startService(service.port)).connectionString);
    await vi.waitFor(() => expect(later.length).toBeGreaterThan(12), patience);

    expect(collector.health().publishing.state).toBe('publishing');
    const window = createSeriesWindow({ length: 60_000 });
    window.apply([...frames, ...later]);
    const hole = window.hole();
    expect(hole).toBeDefined();
    window.apply(await stored(history));
    expect(window.hole()).toBeUndefined();
    expect(window.gaps().filter(({ reason }) => reason !== 'ticks-missed')).toEqual([]);
  });

  it('says whose port it wanted when that is taken', async () => {
    const service = await startService();
    const { collector } = await collecting(service);
    const machine = await openMachine();

    await expect(
      startCollector({
        settings: {
          signalRConnection: service.connectionString,
          historyStore: 'sqlite::memory:',
          listen: { host: '127.0.0.1', port: collector.port },
          source: 'web-2',
          dataFolder: undefined,
          signIn: undefined,
        },
        machine,
        log: { info: () => {}, warn: () => {} },
      }),
    ).rejects.toMatchObject({
      code: 'address-unavailable',
      message: expect.stringContaining(`Port ${collector.port} on 127.0.0.1`),
    });
  });

  it('asks with a token of its identity where the service takes no keys', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'heliograph-collector-'));
    const shown: unknown[] = [];
    // Plays both: the instance's identity endpoint, and a service that only takes its tokens.
    const azure = createServer(({ url = '', headers }, response) => {
      if (url.startsWith('/msi')) {
        response.end(JSON.stringify({ access_token: 'of-entra', expires_in: 3600 }));
        return;
      }
      shown.push(headers.authorization);
      response.writeHead(404, { 'x-ms-error-code': 'Warning.Group.NotExisted' }).end();
    });
    azure.listen(0, '127.0.0.1');
    await once(azure, 'listening');
    const url = `http://127.0.0.1:${(azure.address() as AddressInfo).port}`;
    const collector = await startCollector({
      settings: {
        signalRConnection: `Endpoint=${url};AuthType=azure.msi;Version=1.0;`,
        historyStore: `sqlite:${join(folder, 'history.db')}`,
        listen: { host: '127.0.0.1', port: 0 },
        source: 'web-1',
        dataFolder: undefined,
        signIn: undefined,
      },
      machine: await openMachine(),
      log: { info: () => {}, warn: () => {} },
      environment: { IDENTITY_ENDPOINT: `${url}/msi`, IDENTITY_HEADER: 'the-header' },
    });
    onTestFinished(async () => {
      await collector.stop();
      azure.closeAllConnections();
      azure.close();
      rmSync(folder, { recursive: true, force: true });
    });

    await vi.waitFor(() => expect(shown).toContain('Bearer of-entra'), patience);
    await vi.waitFor(() => expect(collector.health().publishing.state).toBe('unwatched'), patience);
  });
});
