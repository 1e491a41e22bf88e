import { describe, expect, it } from 'vitest';
import { expandExpressions } from './binding-expression.ts';

describe(expandExpressions, () => {
  const data = { headers: { 'x-user': 'ann' }, query: { q: '' }, id: 7, body: { a: { b: [1] } } };

  it.for([
    ['plain', 'plain'],
    ['{headers.X-User}', 'ann'],
    ['{Query.q}', ''],
    ['u-{id}-{headers.x-user}', 'u-7-ann'],
    ['{body.a}', '{"b":[1]}'],
  ])('makes of %s: %s', ([text, expected]) => {
    expect(expandExpressions(text ?? '', data)).toBe(expected);
  });

  it.for(['{headers.missing}', '{missing}', '{id.more}', '{constructor}', '{headers.toString}'])(
    'refuses %s, which has no value',
    (text) => {
      expect(() => expandExpressions(text, data)).toThrow(
        expect.objectContaining({ code: 'binding-failed' }),
      );
    },
  );
});
