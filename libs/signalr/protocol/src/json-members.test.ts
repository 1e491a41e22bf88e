import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonMembers } from './json-members.ts';

describe(jsonMembers, () => {
  it('returns each value as it is written', () => {
    const text = ' { "a" : [ 1e400 , {"b":"}]\\"\\\\"} ] ,"c":"," , "d":{}}';
    expect([...jsonMembers(text)]).toEqual([
      ['a', '[ 1e400 , {"b":"}]\\"\\\\"} ]'],
      ['c', '","'],
      ['d', '{}'],
    ]);
  });

  it('finds nothing in an empty object', () => {
    expect(jsonMembers(' { } ').size).toBe(0);
  });

  it('decodes escaped names and keeps the last of equal ones', () => {
    expect([...jsonMembers('{"\\u0061":1,"a":2}')]).toEqual([['a', '2']]);
  });

  it('agrees with JSON.parse on every object', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.integer({ max: 4 }),
        (value, gap) => {
          const members = jsonMembers(JSON.stringify(value, null, gap));
          const parsed = [...members].map(([name, json]) => [name, JSON.parse(json) as unknown]);
          expect(Object.fromEntries(parsed)).toEqual(JSON.parse(JSON.stringify(value)));
        },
      ),
    );
  });
});
