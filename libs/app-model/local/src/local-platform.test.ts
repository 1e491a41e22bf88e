import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createBuilder } from '@heliograph/app-model-core';
import { describe, expect, it, vi } from 'vitest';
import {
  addPart,
  isAlive,
  patience,
  post,
  said,
  start,
  temporaryFolder,
} from './fixtures/running-model.ts';
import { startLocally } from './local-platform.ts';

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

    const { platform, logFolder, events } = await start(builder);
    await platform.ready;

    await vi.waitFor(() => {
      expect(said(platform, 'api')).toEqual(['greeting is (secret)']);
    }, patience);
    expect(readFileSync(join(logFolder, 'api.log'), 'utf8')).toContain('greeting is (secret)');
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
    const hostProcess = spawn(process.execPath, [program, temporaryFolder()], {
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
