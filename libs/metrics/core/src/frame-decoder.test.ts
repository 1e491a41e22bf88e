import type { Frame, Series } from '@heliograph/contracts';
import { describe, expect, it } from 'vitest';
import { createFrameDecoder } from './frame-decoder.ts';
import { createFrameEncoder } from './frame-encoder.ts';

const series: Series[] = [{ name: 'a', chart: 'A', label: 'a', unit: 'count', decimals: 0 }];

function framesOf(epoch: string, count: number, start = 0): Frame[] {
  const encoder = createFrameEncoder({ source: 'web-1', epoch, interval: 1000, keyFrameEvery: 5 });
  return Array.from({ length: count }, (_, index) =>
    encoder.encode(series, [{ at: start + index * 1000, values: [index] }]),
  );
}

describe(createFrameDecoder, () => {
  const frames = framesOf('epoch-01', 12, 1000);
  const outcomes = (...order: (Frame | undefined)[]) => {
    const decoder = createFrameDecoder();
    return order.map((frame) => {
      const result = decoder.decode(frame as Frame);
      return result.outcome === 'decoded' ? result.follows : result.outcome;
    });
  };

  it('reads frames in order', () => {
    expect(outcomes(frames[0], frames[1], frames[2])).toEqual([
      'start',
      'predecessor',
      'predecessor',
    ]);
  });

  it('says that a frame came before', () => {
    expect(outcomes(frames[0], frames[1], frames[1], frames[0])).toEqual([
      'start',
      'predecessor',
      'duplicate',
      'duplicate',
    ]);
  });

  it('cannot begin with differences', () => {
    expect(createFrameDecoder().decode(frames[1] as Frame)).toEqual({
      outcome: 'needs-key',
      after: undefined,
    });
  });

  it('needs a key frame after a lost one, says since when, and goes on with it', () => {
    const decoder = createFrameDecoder();
    decoder.decode(frames[0] as Frame);

    expect(decoder.decode(frames[2] as Frame)).toEqual({ outcome: 'needs-key', after: 1000 });
    expect(decoder.decode(frames[5] as Frame)).toMatchObject({
      outcome: 'decoded',
      follows: 'gap',
    });
    expect(decoder.position).toEqual({ epoch: 'epoch-01', sequence: 5 });
  });

  it('follows a restarted collector and takes no late frame of its former run', () => {
    const restarted = framesOf('epoch-02', 2, 60_000);
    expect(outcomes(frames[0], restarted[0], restarted[1], frames[1], frames[5])).toEqual([
      'start',
      'start',
      'predecessor',
      'duplicate',
      'duplicate',
    ]);
  });

  it('is left as it was by a malformed frame', () => {
    const decoder = createFrameDecoder();
    decoder.decode(frames[0] as Frame);

    expect(() => decoder.decode({ ...(frames[1] as Frame), values: '' })).toThrow(
      expect.objectContaining({ code: 'values-malformed' }),
    );
    expect(decoder.decode(frames[1] as Frame)).toMatchObject({ follows: 'predecessor' });
  });
});
