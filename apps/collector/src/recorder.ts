import { randomBytes } from 'node:crypto';
import { maxSeries, type Frame } from '@heliograph/contracts';
import { createFrameEncoder, type FrameEncoder } from '@heliograph/metrics-core';
import { createMachineMeter, type Sample } from './machine/machine-meter.ts';
import type { MachineReader } from './machine/machine-reading.ts';
import { maxPushedSeries, type PushedMetrics } from './pushed-metrics.ts';

export interface RecorderOptions {
  readonly source: string;
  /** Milliseconds from tick to tick. */
  readonly interval: number;
  readonly machine: MachineReader;
  readonly pushed: PushedMetrics;
  /** Names a run; unique for ever. */
  readonly createEpoch?: () => string;
}

/** A tick, in two frames that readers may exchange for each other. */
export interface Recording {
  /** For the history. A key frame every few frames bounds how far back one has to read. */
  readonly kept: Frame;
  /**
   * For those who watch. They have the frame before, or get it from the history, so the table, which
   * costs as much as dozens of ticks, is repeated less often.
   */
  readonly live: Frame;
}

/** Makes frames of everything that is known at a tick. */
export interface Recorder {
  /** The tick at `at` (Unix milliseconds, on the grid, later than the last one). */
  record(at: number): Recording;
  /** Begins a new epoch, in which times may come again. */
  restart(): void;
  readonly epoch: string;
  /** Values so far that no frame can carry. */
  readonly outOfRange: number;
}

/** Whoever watches while the history cannot be read sees the board again after so many frames. */
export const liveTableEvery = 120;

export function createRecorder(options: RecorderOptions): Recorder {
  const { source, interval, machine, pushed, createEpoch = randomEpoch } = options;
  const meter = createMachineMeter();
  let epoch = '';
  let encoder: FrameEncoder;
  let formerOutOfRange = 0;
  let sinceLiveTable = 0;

  function begin(): FrameEncoder {
    epoch = createEpoch();
    return createFrameEncoder({ source, epoch, interval });
  }
  encoder = begin();
  // Rates need an earlier reading; this one makes the first tick complete.
  meter.measure(machine.read());

  return {
    record(at) {
      const samples = eachNameOnce([
        // On a machine with hundreds of devices, the last ones give way.
        ...meter.measure(machine.read()).slice(0, maxSeries - maxPushedSeries),
        ...pushed.samples(at),
      ]);
      const kept = encoder.encode(
        samples.map(({ series }) => series),
        [{ at, values: samples.map(({ value }) => value) }],
      );
      sinceLiveTable += 1;
      const repeats = kept.series !== undefined && sinceLiveTable >= liveTableEvery;
      const live = repeats ? kept : (encoder.continuation() ?? kept);
      if (live.series) sinceLiveTable = 0;
      return { kept, live };
    },
    restart() {
      formerOutOfRange += encoder.outOfRange;
      encoder = begin();
    },
    get epoch() {
      return epoch;
    },
    get outOfRange() {
      return formerOutOfRange + encoder.outOfRange;
    },
  };
}

/** Devices whose names differ in odd characters only would get the same series name. */
function eachNameOnce(samples: readonly Sample[]): Sample[] {
  const byName = new Map<string, Sample>();
  for (const sample of samples) {
    if (!byName.has(sample.series.name)) byName.set(sample.series.name, sample);
  }
  return [...byName.values()];
}

const randomEpoch = (): string => randomBytes(12).toString('base64url');
