import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Frame } from '@heliograph/contracts';
import { createSeriesWindow } from '@heliograph/metrics-core';
import { openHistoryStore } from '@heliograph/metrics-history';
import { startSignalR } from '@heliograph/signalr-emulator';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { watching } from './fixtures/watching.ts';

const source = fileURLToPath(new URL('./main.ts', import.meta.url));
const project = fileURLToPath(new URL('../', import.meta.url));
const patience = { timeout: 20_000 };

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'heliograph-collector-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The program as it is deployed, in a folder far from this workspace and its packages. */
async function build(): Promise<string> {
  const folder = join(temporaryFolder(), 'bundle');
  const args = ['esbuild.config.mjs', folder];
  await promisify(execFile)(process.execPath, args, { cwd: project });
  return join(folder, 'main.js');
}

function run(environment: Record<string, string>, program = source) {
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  return {
    output,
    closed: once(child, 'close') as Promise<[code: number | null, signal: string | null]>,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
  };
}

/** Settings with which it runs. Nothing answers at the service's address; that is no reason to end. */
const settings = (history: string) => ({
  AzureSignalRConnectionString:
    'Endpoint=http://127.0.0.1;Port=9;AccessKey=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH;Version=1.0;',
  HELIOGRAPH_HISTORY: `sqlite:${history}`,
  HELIOGRAPH_COLLECTOR_LISTEN: '127.0.0.1:0',
});

async function ticksIn(file: string): Promise<number> {
  const store = openHistoryStore(`sqlite:${file}`);
  const { frames } = await store.range({ from: 0, to: Number.MAX_SAFE_INTEGER, limit: 1000 });
  await store.close();
  return frames.length;
}

describe('the collector as a program', { timeout: 60_000 }, () => {
  it('says on a line each which settings are missing, and ends', async () => {
    const { closed, output } = run({});

    expect(await closed).toEqual([1, null]);
    expect(output.stderr).toBe(
      'AzureSignalRConnectionString: it is missing\nHELIOGRAPH_HISTORY: it is missing\n',
    );
    expect(output.stdout).toBe('');
  });

  it('names the port that is taken, and ends', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { closed, output } = run({
      ...settings(join(temporaryFolder(), 'history.db')),
      HELIOGRAPH_COLLECTOR_LISTEN: `127.0.0.1:${port}`,
    });

    expect(await closed).toEqual([1, null]);
    expect(output.stderr).toBe(
      `Port ${port} on 127.0.0.1, where the collector listens, is taken by another program; choose another with HELIOGRAPH_COLLECTOR_LISTEN=host:port\n`,
    );
  });

  it('ends with a sentence when the history cannot be opened', async () => {
    const { closed, output } = run(settings('/dev/null/history.db'));

    expect(await closed).toEqual([1, null]);
    expect(output.stderr).toBe('The store /dev/null/history.db cannot be opened\n');
  });

  it.for(['SIGTERM', 'SIGINT'] as const)(
    'ends well on %s, with all it measured kept',
    async (signal) => {
      const file = join(temporaryFolder(), 'history.db');
      const { closed, output, kill } = run(settings(file));
      await vi.waitFor(async () => expect(await ticksIn(file)).toBeGreaterThan(1), patience);
      kill(signal);

      expect(await closed).toEqual([0, null]);
      expect(output.stderr).toBe('');
      const messages = output.stdout
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { msg: string }).msg);
      expect(messages).toEqual(['collecting', 'frames cannot be published', 'stopped']);
      expect(output.stdout).not.toContain('ABCDEFGH');
    },
  );

  it('loses nothing that it had recorded when it is killed, and a new run is told apart', async () => {
    const file = join(temporaryFolder(), 'history.db');
    const first = run(settings(file));
    await vi.waitFor(async () => expect(await ticksIn(file)).toBeGreaterThan(2), patience);
    first.kill('SIGKILL');
    await first.closed;
    const before = await ticksIn(file);
    const second = run(settings(file));
    await vi.waitFor(async () => expect(await ticksIn(file)).toBeGreaterThan(before + 1), patience);
    second.kill('SIGTERM');
    await second.closed;

    const store = openHistoryStore(`sqlite:${file}`);
    const { frames } = await store.range({ from: 0, to: Number.MAX_SAFE_INTEGER, limit: 1000 });
    await store.close();
    const window = createSeriesWindow({ length: 600_000 });
    window.apply(frames);
    expect(new Set(frames.map(({ epoch }) => epoch)).size).toBe(2);
    expect(window.counts()).toMatchObject({ applied: frames.length, waiting: 0, refused: 0 });
    expect(window.hole()).toBeUndefined();
  });

  it('brings to the history what it had not when it was killed, each tick once', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'history.db');
    const spool = join(folder, 'collector', 'spool.jsonl');
    const environment = { ...settings(file), HELIOGRAPH_DATA: join(folder, 'collector') };
    const first = run(environment);
    await vi.waitFor(async () => expect(await ticksIn(file)).toBeGreaterThan(1), patience);
    // A history that takes nothing: somebody else holds its lock.
    const other = new DatabaseSync(file, { timeout: 10_000 });
    onTestFinished(() => other.close());
    other.exec('BEGIN EXCLUSIVE');
    const left = () =>
      readFileSync(spool, 'utf8')
        .split('\n')
        .filter((line) => line.endsWith('}'));
    await vi.waitFor(() => expect(left().length).toBeGreaterThan(2), patience);
    first.kill('SIGKILL');
    await first.closed;
    const kept = left().map((line) => (JSON.parse(line) as Frame).sequence);
    other.exec('ROLLBACK');

    const second = run(environment);
    await vi.waitFor(() => expect(left()).toEqual([]), patience);
    second.kill('SIGTERM');
    await second.closed;

    const store = openHistoryStore(`sqlite:${file}`);
    const { frames } = await store.range({ from: 0, to: Number.MAX_SAFE_INTEGER, limit: 1000 });
    await store.close();
    const epoch = frames[0]?.epoch;
    const stored = frames.filter((each) => each.epoch === epoch).map(({ sequence }) => sequence);
    expect(stored).toEqual(Array.from({ length: (kept.at(-1) ?? 0) + 1 }, (_, at) => at));
  });

  it.for([
    ['from its source', async () => source],
    ['from its bundle', build],
  ] as const)(
    'tells of the frames that it sends where a setting asks for it, and of no token: %s',
    async ([, programOf]) => {
      const program = await programOf();
      const service = await startSignalR();
      onTestFinished(() => service.stop());
      const told: { path: string | undefined; body: string }[] = [];
      const endpoint = createHttpServer((request, response) => {
        void text(request).then((body) => {
          told.push({ path: request.url, body });
          response.end('{}');
        });
      }).listen(0, '127.0.0.1');
      onTestFinished(() => {
        endpoint.closeAllConnections();
        endpoint.close();
      });
      await once(endpoint, 'listening');
      const { port } = endpoint.address() as AddressInfo;
      const { closed, kill, output } = run(
        {
          ...settings(join(temporaryFolder(), 'history.db')),
          AzureSignalRConnectionString: service.connectionString,
          OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
        },
        program,
      );
      const { frames } = await watching(service.connectionString);
      await vi.waitFor(() => expect(frames.length).toBeGreaterThan(1), patience);
      kill('SIGTERM');

      expect([await closed, output.stderr]).toEqual([[0, null], '']);
      const traces = told.filter(({ path }) => path === '/v1/traces').map(({ body }) => body);
      expect(traces.join()).toContain('{"key":"signalr.target","value":{"stringValue":"frame"}}');
      expect(traces.join()).not.toContain('HEAD');
      expect(told.map(({ path }) => path)).toContain('/v1/metrics');
      expect(JSON.stringify(told)).not.toMatch(/eyJ|cpu\.busy/);
    },
  );
});
