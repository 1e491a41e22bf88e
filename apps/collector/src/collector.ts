import { liveHub, machineBoard, settingNames } from '@heliograph/contracts';
import { openHistoryStore, openStateStore } from '@heliograph/metrics-history';
import { parseConnectionString } from '@heliograph/signalr-access';
import { createIdentityToken, createRestClient } from '@heliograph/signalr-rest-client';
import { CollectorError } from './collector-error.ts';
import { startGridClock, type DueTick } from './grid-clock.ts';
import { statusOf, type Health } from './health.ts';
import { startHistoryRetention } from './history-retention.ts';
import { createHistoryWriter } from './history-writer.ts';
import { createHttpServer } from './http-server.ts';
import { createLocalGate } from './local-gate.ts';
import { reasonOf, type Log } from './log.ts';
import type { MachineReader } from './machine/machine-reading.ts';
import { startPublisher } from './publisher.ts';
import { noSpool, openSpool } from './spool.ts';
import { createPushedMetrics } from './pushed-metrics.ts';
import { createRecorder } from './recorder.ts';
import type { Environment, ListenAddress, Settings } from './settings.ts';

export interface CollectorOptions {
  readonly settings: Settings;
  readonly machine: MachineReader;
  readonly log: Log;
  /** Milliseconds from tick to tick. Default 1000. */
  readonly interval?: number;
  /** Unix milliseconds. */
  readonly now?: () => number;
  /** Where a connection without a key finds its identity; the process's own by default. */
  readonly environment?: Environment;
  /** Carries requests to SignalR's data plane. */
  readonly fetch?: typeof globalThis.fetch;
}

export interface Collector {
  /** Base URL of its endpoints. */
  readonly url: string;
  readonly port: number;
  health(): Health;
  /** Writes what waits and closes everything. The machine's reader too. */
  stop(): Promise<void>;
}

/**
 * Samples the machine on the grid, writes each tick to the history and then offers it to whoever
 * watches the board.
 *
 * @throws CollectorError `address-unavailable`
 * @throws StoreError, AccessError when the history or the connection string cannot be used
 * @throws RestError `token-unavailable` when there is neither a key nor an identity
 */
export async function startCollector(options: CollectorOptions): Promise<Collector> {
  const { settings, machine, log, interval = 1000, now = Date.now } = options;
  const { auth } = parseConnectionString(settings.signalRConnection);
  const { environment = process.env, fetch = globalThis.fetch } = options;
  const client = createRestClient({
    connectionString: settings.signalRConnection,
    hub: liveHub.name,
    fetch,
    now,
    ...(auth && { getToken: createIdentityToken({ auth, environment, now }) }),
  });
  const store = openHistoryStore(settings.historyStore);
  const pushed = createPushedMetrics();
  const spool = settings.dataFolder === undefined ? noSpool : openSpool(settings.dataFolder, log);
  const writer = createHistoryWriter({ store, log, spool });
  const recorder = createRecorder({ source: settings.source, interval, machine, pushed });
  const counts = { ticks: 0, missedTicks: 0 };

  const health = (): Health => {
    const lastTick = writer.last ?? null;
    return {
      status: statusOf(lastTick, now()),
      source: settings.source,
      epoch: recorder.epoch,
      lastTick,
      publishing: {
        state: publisher.condition,
        since: publisher.since,
        ...(publisher.failure && { reason: publisher.failure }),
      },
      counters: {
        ...counts,
        ...publisher.counts,
        outOfRange: recorder.outOfRange,
        historyWaiting: writer.waiting,
        historyDropped: writer.dropped,
        pushedSeries: pushed.size,
        refused: gate.refused,
      },
    };
  };

  function onTick({ at, missed, isSetBack }: DueTick): void {
    counts.ticks += 1;
    counts.missedTicks += missed;
    if (missed > 0) log.warn({ missed, before: at }, 'ticks were missed');
    if (isSetBack) {
      recorder.restart();
      log.warn({ epoch: recorder.epoch }, "the system's clock was set back; a new epoch begins");
    }
    const { kept, live } = recorder.record(at);
    // First to the history: who joins after the frame was published finds it there.
    void writer.add(kept).then(() => publisher.offer(live));
  }

  const { signIn } = settings;
  const state = signIn && openStateStore(settings.historyStore, { now });
  const gate =
    signIn && state
      ? (await import('./token-gate.ts')).createTokenGate({ signIn, state, log, now })
      : createLocalGate({ log });
  const server = createHttpServer({ gate, pushed, health, now });
  try {
    await server.listen(settings.listen);
  } catch (reason) {
    await server.close();
    await Promise.all([store.close(), state?.close()]);
    machine.stop();
    throw unavailable(settings.listen, reason);
  }
  const publisher = startPublisher({ client, board: machineBoard, log, now });
  const clock = startGridClock({ interval, onTick, now });
  const retention = startHistoryRetention(store, log, now);
  const bound = server.server.address();
  const port = typeof bound === 'object' && bound ? bound.port : settings.listen.port;
  const url = urlOf({ host: settings.listen.host, port });
  log.info({ source: settings.source, epoch: recorder.epoch, url }, 'collecting');

  let stopping: Promise<void> | undefined;
  async function stop(): Promise<void> {
    clock.stop();
    await Promise.all([server.close(), publisher.stop(), retention.stop()]);
    await writer.stop();
    await Promise.all([store.close(), state?.close()]);
    machine.stop();
    log.info({ ...counts }, 'stopped');
  }

  return { url, port, health, stop: () => (stopping ??= stop()) };
}

function urlOf({ host, port }: ListenAddress): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function unavailable({ host, port }: ListenAddress, reason: unknown): CollectorError {
  const { code, message } = reasonOf(reason);
  const choose = `choose another with ${settingNames.collectorListen}=host:port`;
  return new CollectorError(
    'address-unavailable',
    code === 'EADDRINUSE'
      ? `Port ${port} on ${host}, where the collector listens, is taken by another program; ${choose}`
      : `The collector cannot listen on port ${port} of ${host} (${message}); ${choose}`,
    { cause: reason },
  );
}
