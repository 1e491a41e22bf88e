import { describe, expect, it } from 'vitest';
import { formatTable } from './table.ts';

describe(formatTable, () => {
  it('aligns names to the left and figures to the right', () => {
    const text = formatTable({
      title: 'Fruit',
      columns: ['name', 'weight'],
      rows: [
        ['apple', '9'],
        ['watermelon', '12 000'],
      ],
      notes: ['In grams.'],
    });
    expect(text).toBe(
      [
        'Fruit',
        'name        weight',
        '----------  ------',
        'apple            9',
        'watermelon  12 000',
        'In grams.',
      ].join('\n'),
    );
  });
});
