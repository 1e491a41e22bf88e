import type { Frame, Series } from '@heliograph/contracts';
import { readBase64 } from './base64.ts';
import { FrameError } from './frame-error.ts';
import { checkTable } from './series-table.ts';
import { maxSamplesPerFrame, type DecodedTick, type FrameState } from './tick.ts';
import { createValueReader, largestScaled, type ValueReader } from './value-code.ts';

export interface DecodedFrame {
  readonly ticks: readonly DecodedTick[];
  /** What the frame with the next sequence number starts from. */
  readonly state: FrameState;
}

/**
 * Reads one frame. A key frame needs nothing else; any other needs the state after the frame whose
 * sequence number is one lower. `previous` is left as it was, so a refused frame spoils nothing.
 *
 * @throws FrameError `predecessor-missing` for a frame of differences whose predecessor is not
 *   `previous`; `values-malformed`, `value-out-of-range`, `series-invalid`, `frame-too-large`,
 *   `ticks-invalid` for a frame that no encoder writes.
 */
export function decodeFrame(frame: Frame, previous?: FrameState): DecodedFrame {
  const follows = previous !== undefined && isPredecessor(previous, frame);
  if (follows && frame.at <= previous.at) {
    throw new FrameError('ticks-invalid', `Frame ${frame.sequence} is not later than the last one`);
  }
  const { series, start } = startOf(frame, follows ? previous : undefined);
  if (frame.ticks * series.length > maxSamplesPerFrame) {
    throw new FrameError(
      'frame-too-large',
      `A frame holds at most ${maxSamplesPerFrame} samples, not ${frame.ticks * series.length}`,
    );
  }

  const reader = createValueReader(readBase64(frame.values));
  const divisors = Float64Array.from(series, ({ decimals }) => 10 ** decimals);
  const scaled = Float64Array.from(start);
  const ticks: DecodedTick[] = [];
  for (let index = 0; index < frame.ticks; index += 1) {
    readTick(reader, scaled);
    ticks.push({
      at: frame.at + index * frame.interval,
      values: scaled.map((value, column) => value / (divisors[column] ?? 1)),
    });
  }
  if (!reader.done) {
    throw new FrameError('values-malformed', 'There are more values than ticks and series');
  }
  const { source, epoch, sequence } = frame;
  const at = frame.at + (frame.ticks - 1) * frame.interval;
  return { ticks, state: { source, epoch, sequence, series, at, scaled } };
}

function isPredecessor(state: FrameState, frame: Frame): boolean {
  return (
    state.epoch === frame.epoch &&
    state.source === frame.source &&
    state.sequence === frame.sequence - 1
  );
}

function startOf(
  frame: Frame,
  previous: FrameState | undefined,
): { series: readonly Series[]; start: Float64Array } {
  if (frame.series) {
    checkTable(frame.series);
    return { series: frame.series, start: new Float64Array(frame.series.length) };
  }
  if (!previous) {
    throw new FrameError(
      'predecessor-missing',
      `Frame ${frame.sequence} holds differences to frame ${frame.sequence - 1}, which is not known`,
    );
  }
  return { series: previous.series, start: previous.scaled };
}

/** Moves `scaled` from one tick to the next. */
function readTick(reader: ValueReader, scaled: Float64Array): void {
  let column = 0;
  while (column < scaled.length) {
    const code = reader.read();
    const before = scaled[column] ?? NaN;
    const start = Number.isNaN(before) ? 0 : before;
    switch (code.kind) {
      case 'missing':
        scaled[column++] = NaN;
        break;
      case 'difference': {
        const value = start + code.difference;
        if (Math.abs(value) > largestScaled) {
          throw new FrameError('value-out-of-range', `Series ${column} leaves ±2^51 after scaling`);
        }
        scaled[column++] = value;
        break;
      }
      case 'run': {
        if (column + code.length > scaled.length) {
          throw new FrameError('values-malformed', 'A run is longer than the rest of its tick');
        }
        // No change after a missing value is no change from the 0 that differences start from.
        for (const end = column + code.length; column < end; column += 1) {
          if (Number.isNaN(scaled[column])) scaled[column] = 0;
        }
        break;
      }
    }
  }
}
