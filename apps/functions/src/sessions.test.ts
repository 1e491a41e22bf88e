import { join } from 'node:path';
import { openStateStore } from '@heliograph/metrics-history';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createDataFolder } from './fixtures/open-test-backend.ts';
import { createSessions } from './sessions.ts';

const over = expect.objectContaining({ code: 'session-ended', status: 401 }) as Error;

/** As a token tells it: in whole seconds. */
const issueTimeAt = (time: number) => Math.floor(time / 1000) * 1000;

async function openSessions(begin = 1_000_000) {
  const file = join(await createDataFolder(), 'state.db');
  const clock = { now: begin };
  const now = () => clock.now;
  const pause = async (milliseconds: number) => void (clock.now += milliseconds);
  const open = () => {
    const state = openStateStore(`sqlite:${file}`, { now });
    onTestFinished(() => state.close());
    return createSessions({ state, now, pause });
  };
  return { sessions: open(), open, clock };
}

describe(createSessions, () => {
  it('lets everybody be whose session nobody ended', async () => {
    const { sessions } = await openSessions();
    await sessions.end('oscar');

    await expect(sessions.check({ userId: 'ada', knownSince: 0 })).resolves.toBeUndefined();
  });

  it.for([0, 1, 400, 999])(
    'signed out %i ms into a second: no token from before counts, any from after does',
    async (into) => {
      const { sessions, open, clock } = await openSessions(1_000_000 + into);
      const old = [0, issueTimeAt(clock.now - 5_000), issueTimeAt(clock.now)];

      await sessions.end('ada');

      const after = issueTimeAt(clock.now);
      expect(clock.now).toBeLessThan(1_001_010);
      for (const each of [sessions, open()]) {
        for (const knownSince of old) {
          await expect(each.check({ userId: 'ada', knownSince })).rejects.toThrow(over);
        }
        await expect(each.check({ userId: 'ada', knownSince: after })).resolves.toBeUndefined();
      }
    },
  );

  it("ends the token that signs out also when the provider's clock is ahead", async () => {
    const ahead = 7_300;
    const { sessions, clock } = await openSessions();
    const knownSince = issueTimeAt(clock.now + ahead);

    await sessions.end('ada', knownSince);

    await expect(sessions.check({ userId: 'ada', knownSince })).rejects.toThrow(over);
    const later = issueTimeAt(clock.now + ahead);
    await expect(sessions.check({ userId: 'ada', knownSince: later })).resolves.toBeUndefined();
  });

  it('goes by the last end', async () => {
    const { sessions, clock } = await openSessions();
    await sessions.end('ada');
    clock.now += 5_000;
    await sessions.end('ada');

    await expect(sessions.check({ userId: 'ada', knownSince: 1_006_000 })).rejects.toThrow(over);
  });
});
