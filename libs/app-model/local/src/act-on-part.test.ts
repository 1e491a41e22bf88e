import { createBuilder } from '@heliograph/app-model-core';
import { describe, expect, it } from 'vitest';
import { addPart, isAlive, start } from './fixtures/running-model.ts';

// Each test starts real processes, which takes long where many tests run at once.
describe('acting on a part', { timeout: 60_000 }, () => {
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
});
