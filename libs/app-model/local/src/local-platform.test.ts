import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import {
  createBuilder,
  defaultPolicy,
  type AppBuilder,
  type ResourceState,
} from '@heliograph/app-model-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fixtureProgram } from './fixtures/fixture-program.ts';
import type { LocalEvent } from './local-event.ts';
import type { LocalPlatformOptions } from './local-platform-options.ts';
import { startLocally, type LocalPlatform } from './local-platform.ts';
import { reservePorts } from './reserve-ports.ts';
import type { SupervisorTimes } from './supervisor.ts';

const host = '127.0.0.1';
/** Tests wait for conditions; these limits only end them when something is broken. */
const patience = { timeout: 15_000, interval: 20 };

let folder: string;
let running: LocalPlatform[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'local-platform-'));
  running = [];
});

afterEach(async () => {
  for (const platform of running) platform.kill();
  await Promise.all(running.map((platform) => platform.stop()));
  rmSync(folder, { recursive: true });
});

function addPart(builder: AppBuilder, name: string, entry = 'web-part.ts') {
  const part = builder.addNodeApp(name, entry).withHttpHealthCheck('/health');
  return part.withEnvironment({ PORT: part.endpoint().port });
}

async function start(
  builder: AppBuilder,
  times: Partial<SupervisorTimes> = {},
  more: Partial<LocalPlatformOptions> = {},
) {
  const model = builder.build();
  const events: LocalEvent[] = [];
  const wishes = model.resources.flatMap(({ name, endpoints }) =>
    Object.keys(endpoints).map((endpoint) => ({ resource: name, endpoint, port: 0 })),
  );
  const platform = startLocally({
    model,
    host,
    ports: await reservePorts(wishes, host),
    parameters: { secret: 'open sesame' },
    environment: process.env,
    logFolder: folder,
    launch: fixtureProgram,
    onEvent: (event) => events.push(event),
    policy: { ...defaultPolicy, firstPause: 10 },
    times: { probeWhileStarting: 20, probeWhileUp: 20, ...times },
    ...more,
  });
  running.push(platform);
  const changes = (): string[] =>
    events.flatMap((event) =>
      event.type === 'changed' ? [`${event.resource} ${event.status.state}`] : [],
    );
  const pid = (resource: string): number => {
    const spawned = events.findLast((e) => e.type === 'spawned' && e.resource === resource);
    return spawned?.type === 'spawned' ? (spawned.pid ?? 0) : 0;
  };
  const reach = (resource: string, ...states: ResourceState[]) =>
    vi.waitFor(() => {
      const own = changes().filter((change) => change.startsWith(`${resource} `));
      expect(own.slice(-states.length)).toEqual(states.map((state) => `${resource} ${state}`));
    }, patience);
  return { platform, events, changes, pid, reach };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A process that ended stays visible until its parent took note of it.
    return process.platform !== 'linux' || !/^\d+ \(.*\) Z/.test(statOf(pid));
  } catch {
    return false;
  }
}

function statOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return '0 () Z';
  }
}

const post = (platform: LocalPlatform, resource: string, path: string): Promise<unknown> =>
  fetch(`${platform.url(resource)}${path}`, { method: 'POST' }).catch((error: unknown) => error);

const said = (platform: LocalPlatform, resource: string): readonly string[] =>
  platform.recentLines(resource).map(({ text }) => text);

// Each test starts real processes, which takes long where many tests run at once.
describe(startLocally, { timeout: 60_000 }, () => {
  it('starts a part only when those it waits for are healthy', async () => {
    const builder = createBuilder();
    const db = addPart(builder, 'db');
    addPart(builder, 'api').waitFor(db);

    const { platform, changes } = await start(builder);
    await platform.ready;

    expect(changes().filter((change) => !change.endsWith('waiting'))).toEqual([
      'db starting',
      'db running',
      'api starting',
      'api running',
    ]);
  });

  it('gives a part its settings, resolved, and keeps secret ones out of events and logs', async () => {
    const builder = createBuilder();
    const secret = builder.addParameter('secret', { secret: true });
    const api = addPart(builder, 'api');
    api.withEnvironment({ GREETING: secret, SELF: api.endpoint().url });

    const { platform, events } = await start(builder);
    await platform.ready;

    await vi.waitFor(() => {
      expect(said(platform, 'api')).toEqual(['greeting is (secret)']);
    }, patience);
    expect(readFileSync(join(folder, 'api.log'), 'utf8')).toContain('greeting is (secret)');
    const spawned = events.find((event) => event.type === 'spawned');
    expect(spawned?.type === 'spawned' && spawned.settings.get('SELF')).toBe(platform.url('api'));
    expect(spawned?.type === 'spawned' && spawned.settings.get('GREETING')).toBeUndefined();
  });

  it("shows a structured log's lines as people read them", async () => {
    const builder = createBuilder();
    const secret = builder.addParameter('secret', { secret: true });
    addPart(builder, 'api').withEnvironment({ GREETING: secret });
    const { platform } = await start(builder);
    await platform.ready;

    await fetch(`${platform.url('api')}/log`, { method: 'POST' });

    await vi.waitFor(() => {
      expect(said(platform, 'api').at(-1)).toBe('warning was told to greeting="(secret)"');
    }, patience);
  });

  it('says which part failed to start and why, and stops the others', async () => {
    const builder = createBuilder();
    addPart(builder, 'api');
    addPart(builder, 'broken', 'refusing-part.ts');

    const { platform, changes } = await start(builder);

    await expect(platform.ready).rejects.toMatchObject({
      code: 'start-failed',
      resource: 'broken',
      message: expect.stringContaining('exit code 1'),
    });
    expect(said(platform, 'broken')).toEqual(['the setting COLOUR is missing']);
    await platform.stop();
    expect(changes()).toContain('broken failed-to-start');
    expect(changes().at(-1)).toBe('api stopped');
  });

  it('says what it waited for when a part stays silent', async () => {
    const builder = createBuilder();
    addPart(builder, 'mute', 'silent-part.ts');

    const { platform, pid } = await start(builder, { start: 300 });

    await expect(platform.ready).rejects.toMatchObject({
      code: 'start-failed',
      message: 'mute failed to start: not healthy within 0.3 s: it refuses connections',
    });
    await platform.stop();
    expect(isAlive(pid('mute'))).toBe(false);
  });

  it('starts a part again that was killed', async () => {
    const builder = createBuilder();
    addPart(builder, 'api');
    const { platform, pid, reach } = await start(builder);
    await platform.ready;
    const first = pid('api');

    process.kill(first, 'SIGKILL');

    await reach('api', 'exited', 'starting', 'running');
    expect(pid('api')).not.toBe(first);
  });

  it('starts a part again that crashed, and leaves nothing of its family behind', async () => {
    const builder = createBuilder();
    addPart(builder, 'api').withEnvironment({ FAMILY: '1' });
    const { platform, reach } = await start(builder);
    await platform.ready;
    const relative = Number(said(platform, 'api')[0]?.split(' ')[1]);

    await post(platform, 'api', '/crash');

    await reach('api', 'exited', 'starting', 'running');
    await vi.waitFor(() => expect(isAlive(relative)).toBe(false), patience);
  });

  it('tells when a running part falls ill, and when it is well again', async () => {
    const builder = createBuilder();
    addPart(builder, 'api');
    const { platform, reach } = await start(builder);
    await platform.ready;

    await post(platform, 'api', '/sick');
    await reach('api', 'running', 'unhealthy');
    await post(platform, 'api', '/well');
    await reach('api', 'running', 'unhealthy', 'running');
  });

  it('stops parts before those they wait for, and leaves no process', async () => {
    const builder = createBuilder();
    const db = addPart(builder, 'db');
    addPart(builder, 'api').waitFor(db);
    const { platform, changes, pid } = await start(builder);
    await platform.ready;

    await platform.stop();

    expect(changes().slice(-4)).toEqual([
      'api stopping',
      'api stopped',
      'db stopping',
      'db stopped',
    ]);
    expect([pid('api'), pid('db')].filter(isAlive)).toEqual([]);
  });

  it('ends a part that does not want to, with its family', async () => {
    const builder = createBuilder();
    addPart(builder, 'api').withEnvironment({ STUBBORN: '1', FAMILY: '1' });
    const { platform, pid } = await start(builder, { stopGrace: 100 });
    await platform.ready;
    const relative = Number(said(platform, 'api')[0]?.split(' ')[1]);

    await platform.stop();

    expect(isAlive(pid('api'))).toBe(false);
    await vi.waitFor(() => expect(isAlive(relative)).toBe(false), patience);
    expect(said(platform, 'api')).toContain('not yet');
  });

  it('can be stopped before anything is healthy', async () => {
    const builder = createBuilder();
    const mute = addPart(builder, 'mute', 'silent-part.ts');
    addPart(builder, 'api').waitFor(mute);
    const { platform, changes, reach, pid } = await start(builder);
    await reach('mute', 'starting');

    await platform.stop();

    await expect(platform.ready).rejects.toMatchObject({ code: 'stopped' });
    expect(changes()).not.toContain('api starting');
    expect(isAlive(pid('mute'))).toBe(false);
  });

  it('does not start a part again that is killed while everything stops', async () => {
    const builder = createBuilder();
    addPart(builder, 'api').withEnvironment({ STUBBORN: '1' });
    const { platform, changes } = await start(builder);
    await platform.ready;

    const stopped = platform.stop();
    platform.kill();
    await stopped;

    expect(changes().slice(-2)).toEqual(['api stopping', 'api stopped']);
  });

  it('stops and starts a part when a person wants it', async () => {
    const builder = createBuilder();
    const db = addPart(builder, 'db');
    addPart(builder, 'api').waitFor(db);
    const { platform, pid, reach } = await start(builder);
    await platform.ready;
    const first = pid('api');

    await platform.act('api', 'stop');
    await reach('api', 'stopping', 'stopped');
    expect(isAlive(first)).toBe(false);
    await platform.act('api', 'start');
    await reach('api', 'waiting', 'starting', 'running');
    await platform.act('api', 'restart');
    await reach('api', 'stopping', 'stopped', 'waiting', 'starting', 'running');
    expect(platform.resources().map(({ name, starts }) => [name, starts])).toEqual([
      ['db', 1],
      ['api', 3],
    ]);
  });

  it('has a part that is started again wait for what it needs', async () => {
    const builder = createBuilder();
    const db = addPart(builder, 'db');
    addPart(builder, 'api').waitFor(db);
    const { platform, reach } = await start(builder);
    await platform.ready;

    await platform.act('db', 'stop');
    await platform.act('api', 'restart');
    await reach('api', 'stopped', 'waiting', 'waiting');
    await platform.act('db', 'start');

    await reach('api', 'waiting', 'starting', 'running');
  });

  it('refuses what does not fit the state, and parts that it does not have', async () => {
    const builder = createBuilder();
    addPart(builder, 'api');
    const { platform } = await start(builder);
    await platform.ready;

    await expect(platform.act('api', 'start')).rejects.toMatchObject({
      code: 'action-unfit',
      message: 'api cannot start: it is running',
    });
    await expect(platform.act('nobody', 'stop')).rejects.toMatchObject({
      code: 'resource-unknown',
      message: expect.stringContaining('api'),
    });
  });

  it('does not start a part again whose restart was under way when everything stops', async () => {
    const builder = createBuilder();
    addPart(builder, 'api').withEnvironment({ STUBBORN: '1' });
    const { platform, changes, pid } = await start(builder, { stopGrace: 200 });
    await platform.ready;

    const restarted = platform.act('api', 'restart');
    await platform.stop();
    await restarted;

    expect(changes().slice(-2)).toEqual(['api stopping', 'api stopped']);
    expect(isAlive(pid('api'))).toBe(false);
  });

  it('leaves a part out that somebody runs themselves, on the port that is kept for it', async () => {
    const builder = createBuilder();
    const api = addPart(builder, 'api').withEnvironment({ GREETING: 'hello' });
    addPart(builder, 'web').waitFor(api).withReference(api);
    const { platform, pid } = await start(builder, {}, { without: ['api'] });
    const apiNow = () => platform.resources().find(({ name }) => name === 'api');
    await platform.ready;

    expect(pid('api')).toBe(0);
    expect(apiNow()).toMatchObject({ state: 'left-out', pid: null, actions: [] });
    await vi.waitFor(() => expect(apiNow()?.health).toBe('unhealthy'), patience);

    const { program, settings } = platform.prepared('api');
    const own = spawn(process.execPath, [program.entry, ...program.args], {
      env: { ...process.env, ...Object.fromEntries(settings.map((s) => [s.name, s.value])) },
    });
    try {
      await vi.waitFor(() => expect(apiNow()?.health).toBe('healthy'), patience);
    } finally {
      own.kill('SIGKILL');
      await once(own, 'exit');
    }
  });

  it('shows resources that run elsewhere or are mere values, and no secret of any', async () => {
    const connectionString =
      'Endpoint=https://real.example;AccessKey=c2VjcmV0IGtleSE=;Version=1.0;';
    const builder = createBuilder({ connectionStrings: ['signalr'] });
    const signalr = builder.addAzureSignalR('signalr');
    const tables = builder.addAzureTables('tables').runAsLocalFile('t.db');
    addPart(builder, 'api')
      .withReference(signalr, { as: 'GREETING' })
      .withReference(tables, { as: 'STORE' })
      .waitFor(signalr, tables);
    const { platform, events } = await start(
      builder,
      {},
      { parameters: { ConnectionStrings__signalr: connectionString } },
    );
    await platform.ready;

    const shown = platform.resources();
    expect(shown).toMatchObject([
      { name: 'signalr', state: 'external', detail: expect.stringContaining('ConnectionStrings') },
      { name: 'tables', state: 'value', detail: 'sqlite:t.db' },
      { name: 'api', state: 'running', health: 'healthy', references: ['signalr', 'tables'] },
    ]);
    expect(shown[2]?.settings).toContainEqual({ name: 'GREETING', value: null });
    expect(shown[2]?.settings).toContainEqual({ name: 'STORE', value: 'sqlite:t.db' });
    await vi.waitFor(
      () => expect(said(platform, 'api')).toEqual(['greeting is (secret)']),
      patience,
    );
    expect(JSON.stringify([shown, events])).not.toContain('c2VjcmV0');
  });

  it('numbers the lines of all parts in one count, and tells subscribers until they leave', async () => {
    const builder = createBuilder();
    addPart(builder, 'api');
    addPart(builder, 'web');
    const { platform } = await start(builder);
    const seen: number[] = [];
    const unsubscribe = platform.subscribe((event) => {
      if (event.type === 'printed') seen.push(...event.lines.map(({ number }) => number));
    });
    await vi.waitFor(() => expect(seen).toEqual([1, 2]), patience);
    unsubscribe();

    await platform.act('api', 'restart');

    await vi.waitFor(() => expect(said(platform, 'api')).toHaveLength(2), patience);
    expect(platform.recentLines('api').at(-1)?.number).toBe(3);
    expect(seen).toEqual([1, 2]);
  });

  it('leaves nothing behind when the host itself is killed', async () => {
    const program = fileURLToPath(new URL('./fixtures/host.ts', import.meta.url));
    const hostProcess = spawn(process.execPath, [program, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const said: string[] = [];
    for await (const line of createInterface(hostProcess.stdout)) {
      said.push(line);
      if (line === 'ready') break;
    }
    const pids = said
      .flatMap((line) => /^(?:part|family) (\d+)$/.exec(line)?.slice(1) ?? [])
      .map(Number);
    expect(pids).toHaveLength(2);
    expect(pids.every(isAlive)).toBe(true);

    hostProcess.kill('SIGKILL');
    await once(hostProcess, 'exit');

    await vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), patience);
  });
});
