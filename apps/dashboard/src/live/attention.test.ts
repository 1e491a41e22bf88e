import { describe, expect, it } from 'vitest';
import { leaveAfterMs, watchAttention } from './attention.ts';
import { createManualClock } from './manual-clock.ts';

function createBench() {
  const clock = createManualClock();
  const told: string[] = [];
  let hidden = false;
  let tell = (): void => undefined;
  const stop = watchAttention(
    {
      hidden: () => hidden,
      subscribe(listener) {
        tell = listener;
        return () => (tell = () => undefined);
      },
    },
    clock,
    { away: () => told.push('away'), back: () => told.push('back') },
  );
  const turn = (next: boolean) => {
    hidden = next;
    tell();
  };
  return { clock, told, turn, stop };
}

describe(watchAttention, () => {
  it('leaves only after nobody looked for a while', async () => {
    const { clock, told, turn } = createBench();

    turn(true);
    await clock.advance(leaveAfterMs - 1);
    expect(told).toEqual([]);
    await clock.advance(1);

    expect(told).toEqual(['away']);
  });

  it('does not leave for a glance at another tab', async () => {
    const { clock, told, turn } = createBench();

    turn(true);
    await clock.advance(leaveAfterMs / 2);
    turn(false);
    await clock.advance(leaveAfterMs * 2);

    expect(told).toEqual(['back']);
  });

  it('tells nothing once it is stopped', async () => {
    const { clock, told, turn, stop } = createBench();
    turn(true);

    stop();
    await clock.advance(leaveAfterMs * 2);

    expect(told).toEqual([]);
  });
});
