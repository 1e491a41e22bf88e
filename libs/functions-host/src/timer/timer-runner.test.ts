import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseSchedule } from './schedule.ts';
import { startTimer } from './timer-runner.ts';

describe(startTimer, () => {
  beforeEach(() => vi.useFakeTimers({ now: Date.parse('2024-01-01T00:00:00Z') }));
  afterEach(() => vi.useRealTimers());

  const schedule = parseSchedule('*/10 * * * * *');

  it('runs at every occurrence until it is stopped', async () => {
    const run = vi.fn(async () => undefined);
    const stop = startTimer({ schedule, runOnStartup: false, run });

    await vi.advanceTimersByTimeAsync(35_000);
    stop();
    await vi.advanceTimersByTimeAsync(60_000);

    expect(run).toHaveBeenCalledTimes(3);
    expect(run).toHaveBeenLastCalledWith({
      last: Date.parse('2024-01-01T00:00:20Z'),
      next: Date.parse('2024-01-01T00:00:40Z'),
      isPastDue: false,
    });
  });

  it('runs at once where the function asks for it', async () => {
    const run = vi.fn(async () => undefined);
    const stop = startTimer({ schedule, runOnStartup: true, run });

    expect(run).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(run).toHaveBeenCalledTimes(2);
    stop();
  });

  it('leaves out what comes due while the function runs', async () => {
    const run = vi.fn(() => new Promise<void>((resolve) => void setTimeout(resolve, 15_000)));
    const stop = startTimer({ schedule, runOnStartup: false, run });

    await vi.advanceTimersByTimeAsync(60_000);

    expect(run).toHaveBeenCalledTimes(3);
    stop();
  });

  it('waits for weeks without overflow', async () => {
    const run = vi.fn(async () => undefined);
    const stop = startTimer({ schedule: parseSchedule('0 0 0 1 3 *'), runOnStartup: false, run });

    await vi.advanceTimersByTimeAsync(59 * 86_400_000);
    expect(run).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(86_400_000);
    expect(run).toHaveBeenCalledTimes(1);
    stop();
  });
});
