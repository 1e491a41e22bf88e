import { describe, expect, it } from 'vitest';
import { createClockDifference } from './clock-difference.ts';

describe(createClockDifference, () => {
  it('takes a moment of latency for latency', () => {
    const difference = createClockDifference();

    [30, 45, 900].forEach((latency, at) => difference.observe(at * 1000, at * 1000 + latency));

    expect(difference.value()).toBe(0);
  });

  it('knows a collector whose clock is ahead', () => {
    const difference = createClockDifference();

    difference.observe(100_000, 40_020);
    difference.observe(101_000, 41_050);

    expect(difference.value()).toBe(-59_980);
  });

  it('knows a collector whose clock is behind by the fastest arrival', () => {
    const difference = createClockDifference();

    difference.observe(0, 60_400);
    difference.observe(1000, 61_010);

    expect(difference.value()).toBe(60_010);
  });

  it('assumes equal clocks before anything arrived', () => {
    expect(createClockDifference().value()).toBe(0);
  });
});
