import { describe, expect, it } from 'vitest';
import { readHistoryWindow } from './history-range.ts';

const now = 10_000_000;
const read = (query: string) => readHistoryWindow(new URLSearchParams(query), now);

describe(readHistoryWindow, () => {
  it.for([
    ['', { from: now - 900_000, to: now }],
    ['from=5', { from: 5, to: now }],
    ['to=1000', { from: 0, to: 1000 }],
    ['from=5&to=5', { from: 5, to: 5 }],
  ] as const)('reads %j', ([query, window]) => {
    expect(read(query)).toEqual(window);
  });

  it.for([
    'from=',
    'from=x',
    'from=-1',
    'to=1.5',
    'to=1e3',
    'from=9&to=8',
    `from=${'9'.repeat(16)}`,
  ])('refuses %j', (query) => {
    expect(() => read(query)).toThrow(expect.objectContaining({ code: 'range-invalid' }));
  });
});
