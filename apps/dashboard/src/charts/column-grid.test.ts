import { describe, expect, it } from 'vitest';
import { columnGrid, columnsToDraw, gridSpan, ringPieces } from './column-grid.ts';

describe(columnGrid, () => {
  it('shows the whole stretch of time but a part of its oldest column', () => {
    const grid = columnGrid([10_050, 20_050], 100);

    expect(grid).toEqual({ perColumn: 100, first: 101, count: 100 });
    expect(gridSpan(grid)).toEqual([10_100, 20_100]);
  });

  it('stands still until time has gone on by a column', () => {
    expect(columnGrid([10_099, 20_099], 100)).toEqual(columnGrid([10_010, 20_010], 100));
    expect(columnGrid([10_110, 20_110], 100).first).toBe(102);
  });

  it('begins and ends with whole milliseconds', () => {
    const [from, to] = gridSpan(columnGrid([0.3, 300_000.3], 538));

    expect([from, to]).toEqual([Math.round(from), Math.round(to)]);
    expect(to - from).toBeCloseTo(300_000, -1);
  });

  it('has the same columns although the ends of time are fractions', () => {
    const odd = 1_763_738_400_123.4567;
    expect(columnGrid([odd - 300_000, odd], 538).perColumn).toBe(300_000 / 538);
  });
});

describe(columnsToDraw, () => {
  const drawn = { perColumn: 100, first: 50, count: 20 };
  const unchanged = Infinity;

  it('is everything for the first picture, and where columns are others', () => {
    expect(columnsToDraw(undefined, drawn, unchanged, 2)).toEqual({ from: 50, to: 70 });
    const wider = { ...drawn, perColumn: 200 };
    expect(columnsToDraw(drawn, wider, unchanged, 2)).toEqual({ from: 50, to: 70 });
    expect(columnsToDraw({ ...drawn, count: 10 }, drawn, unchanged, 2).from).toBe(50);
  });

  it('is nothing while time and values stand still', () => {
    expect(columnsToDraw(drawn, drawn, unchanged, 2)).toEqual({ from: 70, to: 70 });
  });

  it('is what came into the picture, when it moves', () => {
    const moved = { ...drawn, first: 53 };
    expect(columnsToDraw(drawn, moved, unchanged, 2)).toEqual({ from: 70, to: 73 });
  });

  it('reaches from before the first change to the end', () => {
    expect(columnsToDraw(drawn, drawn, 6_510, 2)).toEqual({ from: 63, to: 70 });
  });

  it('is never more than the picture', () => {
    expect(columnsToDraw(drawn, drawn, 10, 2)).toEqual({ from: 50, to: 70 });
    expect(columnsToDraw(drawn, drawn, -Infinity, 2)).toEqual({ from: 50, to: 70 });
    const later = { ...drawn, first: 500 };
    expect(columnsToDraw(drawn, later, unchanged, 2)).toEqual({ from: 500, to: 520 });
  });

  it('is everything when time was set back', () => {
    expect(columnsToDraw(drawn, { ...drawn, first: 40 }, unchanged, 2)).toEqual({
      from: 40,
      to: 60,
    });
  });
});

describe(ringPieces, () => {
  it('is one piece where the canvas does not end within', () => {
    expect(ringPieces({ from: 23, to: 27 }, 10)).toEqual([{ from: 23, to: 27, left: 3 }]);
  });

  it('is two pieces across the end of the canvas', () => {
    expect(ringPieces({ from: 27, to: 33 }, 10)).toEqual([
      { from: 27, to: 30, left: 7 },
      { from: 30, to: 33, left: 0 },
    ]);
  });

  it('knows columns before 1970', () => {
    expect(ringPieces({ from: -3, to: -1 }, 10)).toEqual([{ from: -3, to: -1, left: 7 }]);
  });

  it('is nothing for no columns', () => {
    expect(ringPieces({ from: 5, to: 5 }, 10)).toEqual([]);
  });
});
