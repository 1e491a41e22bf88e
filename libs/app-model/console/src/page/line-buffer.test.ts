import { describe, expect, it } from 'vitest';
import { createLineBuffer, matchesFilter } from './line-buffer.ts';

const line = (number: number, resource: string, text = `line ${number}`) => ({
  number,
  at: number,
  resource,
  text,
});

describe(createLineBuffer, () => {
  it('puts the lines of all resources in the order in which they were written', () => {
    const buffer = createLineBuffer();
    buffer.add([line(1, 'api'), line(2, 'web')]);
    buffer.add([line(3, 'api')]);

    expect(buffer.of(undefined).map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(buffer.of('api').map(({ number }) => number)).toEqual([1, 3]);
  });

  it('takes no line twice when a stream begins again', () => {
    const buffer = createLineBuffer();
    buffer.add([line(1, 'api'), line(2, 'api')]);

    expect(buffer.add([line(2, 'api'), line(3, 'api')])).toEqual([line(3, 'api')]);
    expect(buffer.newest).toBe(3);
  });

  it('keeps the newest of each resource, however much another one prints', () => {
    const buffer = createLineBuffer(2);
    buffer.add([line(1, 'quiet')]);
    for (let number = 2; number < 50; number += 1) buffer.add([line(number, 'loud')]);

    expect(buffer.of(undefined).map(({ number }) => number)).toEqual([1, 48, 49]);
  });
});

describe(matchesFilter, () => {
  it.for([
    ['', true],
    ['GET history', true],
    ['history get', true],
    ['backend', true],
    ['post', false],
  ] as const)('finds each word of %j in any case: %s', ([filter, matches]) => {
    expect(matchesFilter(line(1, 'backend', 'get /api/History 200'), filter)).toBe(matches);
  });
});
