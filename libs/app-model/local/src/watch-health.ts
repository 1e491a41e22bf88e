import { setTimeout as delay } from 'node:timers/promises';
import type { ProbeResult } from './probe-http.ts';

export interface HealthWatch {
  readonly probe: (signal: AbortSignal) => Promise<ProbeResult>;
  readonly onResult: (result: ProbeResult) => void;
  /** Milliseconds from an answer to the next question; asked each time. */
  readonly pause: () => number;
}

/** Asks again and again how something fares, until `signal` ends it. */
export async function watchHealth(watch: HealthWatch, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const result = await watch.probe(signal);
    if (signal.aborted) return;
    watch.onResult(result);
    await delay(watch.pause(), undefined, { signal }).catch(() => undefined);
  }
}
