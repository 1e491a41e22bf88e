/** Time, passed in so that tests own it. */
export interface Clock {
  /** Unix milliseconds. */
  now(): number;
  /** Calls back once after `ms`; returns its undo. */
  after(ms: number, callback: () => void): () => void;
}

/** `setTimeout` takes no more than this; a longer wait fires at once instead of late. */
const longestTimeout = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, Math.min(ms, longestTimeout));
    return () => clearTimeout(timer);
  },
};
