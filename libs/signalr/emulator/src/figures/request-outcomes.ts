export type Outcome = 'success' | 'user-error' | 'system-error';

export interface RequestOutcomes {
  count(outcome: Outcome): void;
  /** How many of the last minute's requests ended like this, in percent; 0 when there was none. */
  percent(outcome: Outcome): number;
}

const bucketMs = 5_000;
const bucketCount = 12;

/**
 * How requests ended in the last minute, which is the grain of Azure Monitor.
 *
 * @param now Milliseconds of a clock that never goes back.
 */
export function createRequestOutcomes(now: () => number): RequestOutcomes {
  type Bucket = Record<Outcome, number> & { begin: number };
  const buckets: Bucket[] = [];

  function begin(): number {
    return Math.floor(now() / bucketMs);
  }

  return {
    count(outcome) {
      const at = begin();
      let bucket = buckets.at(-1);
      if (bucket?.begin !== at) {
        bucket = { begin: at, success: 0, 'user-error': 0, 'system-error': 0 };
        buckets.push(bucket);
        if (buckets.length > bucketCount) buckets.shift();
      }
      bucket[outcome] += 1;
    },

    percent(outcome) {
      const recent = buckets.filter((bucket) => bucket.begin > begin() - bucketCount);
      const sum = (of: (bucket: Bucket) => number): number =>
        recent.reduce((total, bucket) => total + of(bucket), 0);
      const all = sum((bucket) => bucket.success + bucket['user-error'] + bucket['system-error']);
      return all === 0 ? 0 : (100 * sum((bucket) => bucket[outcome])) / all;
    },
  };
}

/**
 * What a status says of whoever was at fault. That something does not exist is an answer and no
 * error where the service was asked just that, which its error codes show.
 */
export function outcomeOf(status: number, errorCode?: string): Outcome {
  if (status >= 500) return 'system-error';
  if (status < 400 || errorCode?.startsWith('Error.') === false) return 'success';
  return 'user-error';
}
