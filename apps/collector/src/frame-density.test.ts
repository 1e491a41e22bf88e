import { readFileSync } from 'node:fs';
import { frameSchema, type Frame, type Series } from '@heliograph/contracts';
import { createFrameDecoder, createFrameEncoder, type Tick } from '@heliograph/metrics-core';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { liveTableEvery } from './recorder.ts';

/** Azure bills outbound messages per started 2 KB. */
const unit = 2048;
/**
 * Ten minutes of a busy machine with two processors at 1 Hz, 186 series: what /proc says of
 * processors, memory, disks, network interfaces, protocols and the kernel.
 */
function readTrace(): { readonly series: readonly Series[]; readonly ticks: readonly Tick[] } {
  const file = new URL('./fixtures/host-trace.json', import.meta.url);
  const recorded: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const frames = z.array(frameSchema).parse(recorded);
  return { series: frames[0]?.series ?? [], ticks: decodeAll(frames) };
}

function decodeAll(frames: readonly Frame[]): readonly Tick[] {
  const decoder = createFrameDecoder();
  return frames.flatMap((frame) => {
    const decoded = decoder.decode(frame);
    if (decoded.outcome !== 'decoded') return [];
    return decoded.ticks.map(({ at, values }) => ({
      at,
      values: Array.from(values, (value) => (Number.isNaN(value) ? null : value)),
    }));
  });
}

/** Units that a receiver costs: the invocation as JSON, with the separator that ends it. */
const unitsOf = (frame: Frame): number => {
  const invocation = { type: 1, target: 'frame', arguments: ['machine', frame] };
  return Math.ceil((Buffer.byteLength(JSON.stringify(invocation)) + 1) / unit);
};

describe('a frame of a recorded machine', () => {
  it.for([
    // One tick a frame is what live costs: a frame is a unit, so there cannot be more than series.
    { ticksPerFrame: 1, least: 165 },
    { ticksPerFrame: 6, least: 1_000 },
  ])(
    'with $ticksPerFrame ticks brings $least samples in a billed unit, and loses none',
    ({ ticksPerFrame, least }) => {
      const { series, ticks } = readTrace();
      const source = 'web-1.example.com';
      const encoder = createFrameEncoder({ source, epoch: 'BxCKyVs0bK62mCv-', interval: 1000 });
      const frames: Frame[] = [];
      for (let at = 0; at < ticks.length; at += ticksPerFrame) {
        const kept = encoder.encode(series, ticks.slice(at, at + ticksPerFrame));
        const repeats = frames.length % liveTableEvery === 0;
        frames.push(repeats ? kept : (encoder.continuation() ?? kept));
      }

      const units = frames.reduce((sum, frame) => sum + unitsOf(frame), 0);

      expect([series.length, ticks.length]).toEqual([186, 600]);
      expect((ticks.length * series.length) / units).toBeGreaterThan(least);
      expect(decodeAll(frames)).toEqual(ticks);
    },
  );
});
