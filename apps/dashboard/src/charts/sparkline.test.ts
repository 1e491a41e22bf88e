import { describe, expect, it } from 'vitest';
import { sparkline } from './sparkline.ts';

const frame = { width: 100, height: 20, times: [0, 10], values: [0, 100] } as const;

describe(sparkline, () => {
  it('places values by their time, larger ones higher', () => {
    expect(sparkline([0, 2, 10], [0, 50, 100], frame).line).toBe('M0.0 20.0L20.0 10.0L100.0 0.0');
  });

  it('breaks line and area where values are missing', () => {
    const { line, area } = sparkline([0, 1, 5, 9, 10], [100, 100, null, 50, 50], frame);

    expect(line).toBe('M0.0 0.0L10.0 0.0M90.0 10.0L100.0 10.0');
    expect(area).toBe('M0.0 0.0L10.0 0.0L10.0 20L0.0 20ZM90.0 10.0L100.0 10.0L100.0 20L90.0 20Z');
  });

  it('draws nothing without values, and a flat line where all are equal', () => {
    expect(sparkline([], [], frame)).toEqual({ line: '', area: '' });
    expect(sparkline([0, 10], [0, 0], { ...frame, values: [0, 0] }).line).toBe(
      'M0.0 20.0L100.0 20.0',
    );
  });
});
