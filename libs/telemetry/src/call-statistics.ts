/** What happened since it was last asked. */
export interface CallSummary {
  readonly calls: number;
  /** In milliseconds; nothing where there was no call. */
  readonly median: number | undefined;
  readonly p95: number | undefined;
}

export interface CallStatistics {
  add(milliseconds: number): void;
  /** Sums up and begins anew. */
  take(): CallSummary;
}

/** Durations that are kept between two summaries; the newest replace the oldest. */
const kept = 5000;

export function createCallStatistics(): CallStatistics {
  let durations: number[] = [];
  let calls = 0;
  return {
    add(milliseconds) {
      durations[calls % kept] = milliseconds;
      calls += 1;
    },
    take() {
      const sorted = durations.sort((one, other) => one - other);
      const quantile = (part: number) => sorted[Math.ceil(part * sorted.length) - 1];
      const summary = { calls, median: quantile(0.5), p95: quantile(0.95) };
      durations = [];
      calls = 0;
      return summary;
    },
  };
}
