import { join } from 'node:path';
import { openStateStore } from '@heliograph/metrics-history';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createDataFolder } from './fixtures/open-test-backend.ts';
import { createSessions } from './sessions.ts';

const over = expect.objectContaining({ code: 'session-ended', status: 401 }) as Error;

async function openSessions() {
  const file = join(await createDataFolder(), 'state.db');
  const clock = { now: 1_000_000 };
  const now = () => clock.now;
  const open = () => {
    const state = openStateStore(`sqlite:${file}`, { now });
    onTestFinished(() => state.close());
    return createSessions({ state, now });
  };
  return { sessions: open(), open, clock };
}

describe(createSessions, () => {
  it('lets everybody be whose session nobody ended', async () => {
    const { sessions } = await openSessions();
    await sessions.end('oscar');

    await expect(sessions.check({ userId: 'ada', knownSince: 0 })).resolves.toBeUndefined();
  });

  it.for([
    [0, false],
    [1_000_000, false],
    [1_000_001, true],
  ] as const)('after an end at 1000000, a token of %i counts: %s', async ([knownSince, counts]) => {
    const { sessions, open } = await openSessions();
    await sessions.end('ada');

    for (const each of [sessions, open()]) {
      const check = each.check({ userId: 'ada', knownSince });
      await (counts ? expect(check).resolves.toBeUndefined() : expect(check).rejects.toThrow(over));
    }
  });

  it('goes by the last end', async () => {
    const { sessions, clock } = await openSessions();
    await sessions.end('ada');
    clock.now += 5_000;
    await sessions.end('ada');

    await expect(sessions.check({ userId: 'ada', knownSince: 1_004_000 })).rejects.toThrow(over);
  });
});
