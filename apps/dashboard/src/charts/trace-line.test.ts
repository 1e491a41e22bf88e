import { describe, expect, it } from 'vitest';
import { createAreaPen, traceLine, type LineOptions, type Pen } from './trace-line.ts';

function recordingPen(): Pen & { readonly strokes: string[] } {
  const strokes: string[] = [];
  return {
    strokes,
    moveTo: (x, y) => void strokes.push(`M${x} ${y}`),
    lineTo: (x, y) => void strokes.push(`L${x} ${y}`),
  };
}

function trace(
  points: readonly (readonly [time: number, value: number | null])[],
  options: Partial<LineOptions> = {},
): string {
  const pen = recordingPen();
  traceLine(pen, {
    times: points.map(([time]) => time),
    values: points.map(([, value]) => value),
    from: -Infinity,
    to: Infinity,
    perColumn: 10,
    x: (time) => time,
    y: (value) => value,
    ...options,
  });
  return pen.strokes.join(' ');
}

describe(traceLine, () => {
  it('draws every value while no two are in one column', () => {
    expect(
      trace([
        [0, 1],
        [10, 2],
        [20, 3],
      ]),
    ).toBe('M0 1 L0 1 L10 2 L20 3');
  });

  it('breaks where values are missing, and shows one that stands alone', () => {
    expect(
      trace([
        [0, 1],
        [10, 2],
        [15, null],
        [20, 3],
      ]),
    ).toBe('M0 1 L0 1 L10 2 M20 3 L20 3');
  });

  it('draws of a crowded column the first, lowest, highest and last, in order of time', () => {
    expect(
      trace([
        [0, 5],
        [1, 6],
        [2, 9],
        [3, 7],
        [4, 2],
        [5, 3],
        [6, 4],
        [10, 8],
      ]),
    ).toBe('M0 5 L0 5 L2 9 L4 2 L6 4 L10 8');
  });

  it('draws no value of a column twice', () => {
    expect(
      trace([
        [0, 1],
        [1, 2],
        [2, 3],
      ]),
    ).toBe('M0 1 L0 1 L2 3');
    expect(
      trace([
        [0, 4],
        [1, 4],
        [2, 4],
      ]),
    ).toBe('M0 4 L0 4 L2 4');
  });

  it('enters and leaves the stretch that is drawn, and says nothing of what is beyond', () => {
    const points = [0, 10, 20, 30, 40, 50, 60].map((time) => [time, time] as const);
    expect(trace(points, { from: 25, to: 35 })).toBe('M10 10 L10 10 L20 20 L30 30 L40 40');
  });

  it('draws in pieces what it draws at once', () => {
    const points = Array.from({ length: 200 }, (_, at) => [at * 3, (at * 37) % 23] as const);
    const whole = trace(points);
    for (let from = 0; from < 600; from += 50) {
      // A value of an earlier column only leads there, and one of a later column only away.
      const piece = trace(points, { from, to: from + 50 })
        .split(' ')
        .slice(4, -2)
        .join(' ');
      expect(whole).toContain(piece);
      expect(piece.length).toBeGreaterThan(40);
    }
  });

  it('draws nothing where there are no values', () => {
    expect(trace([])).toBe('');
    expect(trace([[0, null]])).toBe('');
  });
});

describe(createAreaPen, () => {
  it('goes down to the base where a line begins and ends', () => {
    const pen = recordingPen();
    const area = createAreaPen(pen, 100);
    area.moveTo(1, 10);
    area.lineTo(2, 20);
    area.moveTo(5, 50);
    area.end();

    expect(pen.strokes.join(' ')).toBe('M1 100 L1 10 L2 20 L2 100 M5 100 L5 50 L5 100');
  });
});
