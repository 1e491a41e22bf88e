import { describe, expect, it } from 'vitest';
import { DashboardError } from '../dashboard-error.ts';
import type { HistoryRange } from './history-source.ts';
import { createManualClock } from './manual-clock.ts';
import { createRecovery } from './recovery.ts';

const unreachable = new DashboardError('backend-unreachable', 'no answer');

function createBench() {
  const clock = createManualClock();
  const reads: HistoryRange[] = [];
  const done: HistoryRange[] = [];
  let answer: () => Promise<void> = async () => undefined;
  const recovery = createRecovery({
    clock,
    read: async (range, _onPage, signal) => {
      reads.push(range);
      await answer();
      signal.throwIfAborted();
    },
    onPage: () => undefined,
    onDone: (range) => done.push(range),
    onChange: () => undefined,
  });
  return { clock, reads, done, recovery, answers: (next: typeof answer) => (answer = next) };
}

describe(createRecovery, () => {
  it('reads what is requested and says when it is done', async () => {
    const { clock, recovery, done } = createBench();

    recovery.request({ from: 10, to: 20 });
    expect(recovery.state().kind).toBe('fetching');
    await clock.advance(0);

    expect(done).toEqual([{ from: 10, to: 20 }]);
    expect(recovery.state().kind).toBe('idle');
  });

  it('joins what is requested while it reads into one further read', async () => {
    const { clock, recovery, reads } = createBench();

    recovery.request({ from: 10, to: 20 });
    recovery.request({ from: 30, to: 40 });
    recovery.request({ from: 25 });
    await clock.advance(0);

    expect(reads).toEqual([{ from: 10, to: 20 }, { from: 25 }]);
  });

  it('tries again with growing pauses, and keeps the reason visible meanwhile', async () => {
    const { clock, recovery, reads, answers } = createBench();
    answers(() => Promise.reject(unreachable));

    recovery.request({ from: 10 });
    await clock.advance(0);
    expect(recovery.state()).toMatchObject({ kind: 'failing', error: unreachable });
    await clock.advance(999);
    expect(reads).toHaveLength(1);
    await clock.advance(1);
    expect(reads).toHaveLength(2);
    await clock.advance(1_999);
    expect(reads).toHaveLength(2);
    answers(async () => undefined);
    await clock.advance(1);

    expect(reads).toHaveLength(3);
    expect(recovery.state().kind).toBe('idle');
  });

  it('does not hurry because more is requested while the backend is away', async () => {
    const { clock, recovery, reads, answers } = createBench();
    answers(() => Promise.reject(unreachable));
    recovery.request({ from: 10, to: 20 });
    await clock.advance(0);

    recovery.request({ from: 5, to: 6 });
    expect(reads).toHaveLength(1);
    answers(async () => undefined);
    await clock.advance(1_000);

    expect(reads.at(-1)).toEqual({ from: 5, to: 20 });
  });

  it('tries at once when told to', async () => {
    const { clock, recovery, reads, answers } = createBench();
    answers(() => Promise.reject(unreachable));
    recovery.request({ from: 10 });
    await clock.advance(0);

    recovery.retryNow();
    await clock.advance(0);

    expect(reads).toHaveLength(2);
  });

  it('forgets everything when stopped, also what is under way', async () => {
    const { clock, recovery, done } = createBench();
    recovery.request({ from: 10 });

    recovery.stop();
    await clock.advance(60_000);

    expect(done).toEqual([]);
    expect(recovery.state().kind).toBe('idle');
  });
});
