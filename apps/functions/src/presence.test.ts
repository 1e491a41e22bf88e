import { join } from 'node:path';
import { openStateStore } from '@heliograph/metrics-history';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createDataFolder } from './fixtures/open-test-backend.ts';
import { createPresence, toWatchers } from './presence.ts';

const ada = { userId: 'ada', name: 'Ada' };
const oscar = { userId: 'oscar', name: 'Oscar' };

async function openPresence() {
  const file = join(await createDataFolder(), 'state.db');
  const clock = { now: 1_000 };
  const now = () => clock.now;
  const service = {
    gone: new Set<string>(),
    down: false,
    asked: [] as string[],
  };
  const isConnected = async (connectionId: string) => {
    service.asked.push(connectionId);
    if (service.down) throw new Error('unreachable');
    return !service.gone.has(connectionId);
  };
  const open = () => {
    const state = openStateStore(`sqlite:${file}`, { now });
    onTestFinished(() => state.close());
    return createPresence({ state, isConnected, now });
  };
  return { presence: open(), open, clock, service };
}

describe(createPresence, () => {
  it('counts people, however many windows and boards they watch, also after a restart', async () => {
    const { presence, open } = await openPresence();
    expect(await presence.count(['machine'])).toBe(0);
    await presence.join('machine', 'c1', oscar);
    await presence.join('machine', 'c2', ada);
    await presence.join('machine', 'c3', ada);
    await presence.join('garden', 'c4', ada);

    const boards = ['machine', 'garden'];
    expect(await presence.count(boards)).toBe(2);
    expect(await open().count(boards)).toBe(2);
    await presence.leave('machine', 'c1');
    expect(await presence.count(boards)).toBe(1);
    expect(await presence.count(['garden'])).toBe(1);
  });

  it('lists each person once, however many windows are open', async () => {
    const { presence } = await openPresence();

    expect(await presence.join('machine', 'c1', oscar)).toEqual({
      watchers: [oscar],
      changed: true,
    });
    expect(await presence.join('machine', 'c2', ada)).toEqual({
      watchers: [ada, oscar],
      changed: true,
    });
    expect(await presence.join('machine', 'c3', ada)).toEqual({
      watchers: [ada, oscar],
      changed: false,
    });
    expect(await presence.join('machine', 'c3', ada)).toMatchObject({ changed: false });
  });

  it('says that a person left when the last of their windows is gone', async () => {
    const { presence } = await openPresence();
    await presence.join('machine', 'c1', ada);
    await presence.join('machine', 'c2', ada);
    await presence.join('machine', 'c3', oscar);

    expect(await presence.leave('machine', 'c1')).toEqual({
      watchers: [ada, oscar],
      changed: false,
    });
    expect(await presence.leave('machine', 'c2')).toEqual({ watchers: [oscar], changed: true });
    expect(await presence.leave('machine', 'c2')).toEqual({ watchers: [oscar], changed: false });
  });

  it('keeps boards apart', async () => {
    const { presence } = await openPresence();
    await presence.join('machine', 'c1', ada);

    expect(await presence.join('other', 'c1', oscar)).toMatchObject({ watchers: [oscar] });
    expect(await presence.leave('machine', 'c1')).toEqual({ watchers: [], changed: true });
  });

  it('survives a restart of the backend', async () => {
    const { presence, open } = await openPresence();
    await presence.join('machine', 'c1', ada);

    expect(await open().join('machine', 'c2', oscar)).toMatchObject({ watchers: [ada, oscar] });
  });

  it('finds out who is gone without a word, and tells the others', async () => {
    const { presence, clock, service } = await openPresence();
    await presence.join('machine', 'c1', ada);
    await presence.join('machine', 'c2', oscar);
    await presence.join('machine', 'c3', oscar);

    service.gone.add('c1').add('c3');
    clock.now += 60_000;

    expect(await presence.leave('machine', 'c4')).toEqual({ watchers: [oscar], changed: true });
    expect(await presence.leave('machine', 'c2')).toEqual({ watchers: [], changed: true });
  });

  it('asks only after those it has not heard of lately', async () => {
    const { presence, clock, service } = await openPresence();
    await presence.join('machine', 'c1', ada);
    clock.now += 60_000;
    await presence.join('machine', 'c2', oscar);
    await presence.join('machine', 'c3', oscar);

    expect(service.asked).toEqual(['c1']);
  });

  it('lets people be while the service cannot be asked', async () => {
    const { presence, clock, service } = await openPresence();
    await presence.join('machine', 'c1', ada);
    clock.now += 60_000;
    service.down = true;

    expect(await presence.join('machine', 'c2', oscar)).toMatchObject({ watchers: [ada, oscar] });
  });

  it('sweeps out who is gone, although nobody comes or leaves', async () => {
    const { presence, clock, service } = await openPresence();
    for (let at = 0; at < 50; at += 1) await presence.join('machine', `c${at}`, ada);
    await presence.join('machine', 'last', oscar);
    clock.now += 60_000;

    expect(await presence.sweep('machine')).toEqual({ watchers: [ada, oscar], changed: false });
    expect(service.asked).toHaveLength(51);
    expect(await presence.sweep('machine')).toMatchObject({ changed: false });
    expect(service.asked).toHaveLength(51);
    clock.now += 60_000;
    for (let at = 0; at < 50; at += 1) service.gone.add(`c${at}`);
    expect(await presence.sweep('machine')).toEqual({ watchers: [oscar], changed: true });
    expect(await presence.sweep('other')).toEqual({ watchers: [], changed: false });
  });

  it('keeps by sweeping the leases of those who stay', async () => {
    const { presence, clock, service } = await openPresence();
    await presence.join('machine', 'c1', ada);
    for (let hour = 0; hour < 13; hour += 1) {
      clock.now += 60 * 60 * 1000;
      await presence.sweep('machine');
    }
    service.down = true;

    expect(await presence.sweep('machine')).toEqual({ watchers: [ada], changed: false });
  });

  it('ends by itself after half a day', async () => {
    const { presence, clock, service } = await openPresence();
    await presence.join('machine', 'c1', ada);
    service.down = true;

    clock.now += 13 * 60 * 60 * 1000;

    expect(await presence.join('machine', 'c2', oscar)).toEqual({
      watchers: [oscar],
      changed: true,
    });
  });
});

describe(toWatchers, () => {
  it('lists no more people than one message can carry', () => {
    const crowd = Array.from({ length: 2000 }, (_, at) => ({
      userId: `person-${at}@example.com`,
      name: `Person ${at} 😀`,
    }));

    const listed = toWatchers(crowd);

    expect(listed.length).toBeGreaterThan(100);
    expect(Buffer.byteLength(JSON.stringify(['machine', listed]))).toBeLessThanOrEqual(16 * 1024);
  });
});
