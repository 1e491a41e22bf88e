import { describe, expect, it } from 'vitest';
import { figure, percentFigure, ratioFigure, spreadFigure } from './figures.ts';

describe(figure, () => {
  it.for([
    [0.4567, '0.46'],
    [9.996, '10.0'],
    [12.34, '12.3'],
    [123.4, '123'],
    [9_876, '9876'],
    [12_345, '12.3 k'],
    [123_456, '123 k'],
    [2_810_000, '2.81 M'],
  ] as const)('writes %d as %s', ([value, text]) => {
    expect(figure(value)).toBe(text);
  });
});

describe(spreadFigure, () => {
  it('shows the median and the extremes', () => {
    expect(spreadFigure({ median: 7.2, min: 6.8, max: 7.91 })).toBe('7.20 (6.80 – 7.91)');
  });
});

describe(ratioFigure, () => {
  it('marks a ratio as one', () => {
    expect(ratioFigure({ median: 13, min: 9, max: 20 })).toBe('13.0 x (9.00 – 20.0)');
  });
});

describe(percentFigure, () => {
  it('rounds to whole percents', () => {
    expect(percentFigure(0.954)).toBe('95 %');
  });
});
