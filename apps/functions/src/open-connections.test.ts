import { join } from 'node:path';
import { openStateStore } from '@heliograph/metrics-history';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createDataFolder } from './fixtures/open-test-backend.ts';
import { createOpenConnections } from './open-connections.ts';

async function openConnections(limit = 2) {
  const clock = { now: 1_000 };
  const now = () => clock.now;
  const state = openStateStore(`sqlite:${join(await createDataFolder(), 'state.db')}`, { now });
  onTestFinished(() => state.close());
  const service = { gone: new Set<string>(), down: false, asked: 0 };
  const isConnected = async (connectionId: string) => {
    service.asked += 1;
    if (service.down) throw new Error('unreachable');
    return !service.gone.has(connectionId);
  };
  return { connections: createOpenConnections({ state, isConnected, limit, now }), service, clock };
}

describe(createOpenConnections, () => {
  it('lets a person have so many, and others theirs', async () => {
    const { connections } = await openConnections();

    expect(await connections.open('ada', 'c1')).toBe(true);
    expect(await connections.isFull('ada')).toBe(false);
    expect(await connections.open('ada', 'c2')).toBe(true);
    expect(await connections.isFull('ada')).toBe(true);
    expect(await connections.open('ada', 'c3')).toBe(false);
    expect(await connections.open('x'.repeat(255), 'c4')).toBe(true);
  });

  it('counts one connection once', async () => {
    const { connections } = await openConnections();
    for (const id of ['c1', 'c2', 'c1', 'c2']) {
      expect(await connections.open('ada', id)).toBe(true);
    }
  });

  it('has room again when one is closed', async () => {
    const { connections } = await openConnections();
    await connections.open('ada', 'c1');
    await connections.open('ada', 'c2');

    await connections.close('ada', 'c1');
    await connections.close('ada', 'never-there');

    expect(await connections.isFull('ada')).toBe(false);
    expect(await connections.open('ada', 'c3')).toBe(true);
  });

  it('asks the service only before it refuses, and forgets who is gone', async () => {
    const { connections, service } = await openConnections();
    await connections.open('ada', 'c1');
    await connections.open('ada', 'c2');
    expect(service.asked).toBe(0);
    service.gone.add('c1');

    expect(await connections.open('ada', 'c3')).toBe(true);
    expect(service.asked).toBe(2);
    expect(await connections.open('ada', 'c4')).toBe(false);
  });

  it('stays strict while the service cannot be asked, but not for ever', async () => {
    const { connections, service, clock } = await openConnections(1);
    await connections.open('ada', 'c1');
    service.down = true;

    expect(await connections.open('ada', 'c2')).toBe(false);
    clock.now += 13 * 60 * 60 * 1000;
    expect(await connections.open('ada', 'c2')).toBe(true);
  });
});
