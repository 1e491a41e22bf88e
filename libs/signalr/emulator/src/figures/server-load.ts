import { performance } from 'node:perf_hooks';

export interface ServerLoad {
  /** The highest of the last minute, in percent of what one event loop can do. */
  percent(): number;
  stop(): void;
}

const sampleMs = 5_000;
const samplesPerMinute = 12;

/** Samples how busy this process's event loop is: all clients of the service share it. */
export function watchLoad(): ServerLoad {
  const samples: number[] = [];
  let last = performance.eventLoopUtilization();

  const timer = setInterval(() => {
    samples.push(performance.eventLoopUtilization(last).utilization);
    last = performance.eventLoopUtilization();
    if (samples.length > samplesPerMinute) samples.shift();
  }, sampleMs);
  timer.unref();

  return {
    percent: () => 100 * Math.max(...samples, performance.eventLoopUtilization(last).utilization),
    stop: () => clearInterval(timer),
  };
}
