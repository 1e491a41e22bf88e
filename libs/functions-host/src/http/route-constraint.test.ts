import { describe, expect, it } from 'vitest';
import { parseConstraint } from './route-constraint.ts';

describe(parseConstraint, () => {
  it.for<[string, readonly string[], readonly string[]]>([
    ['int', ['0', '-12', '2147483647'], ['', '1.5', 'x', '2147483648', '1e3']],
    ['long', ['9223372036854775807', '+1'], ['9223372036854775808', 'x']],
    ['bool', ['true', 'False'], ['1', '']],
    ['alpha', ['abc', 'Z'], ['a1', 'é']],
    ['guid', ['01234567-89ab-cdef-0123-456789abcdef'], ['0123']],
    ['decimal', ['1.5', '-2', '.5'], ['1e5', '']],
    ['double', ['1e5', '-0.1'], ['', 'x', 'Infinity']],
    ['datetime', ['2024-02-29'], ['yesterday']],
    ['min(3)', ['3', '4'], ['2', 'x']],
    ['max(3)', ['3', '-4'], ['4']],
    ['range(1,3)', ['1', '3'], ['0', '4']],
    ['length(2)', ['ab'], ['a', 'abc']],
    ['length(1,2)', ['a', 'ab'], ['', 'abc']],
    ['minlength(2)', ['ab'], ['a']],
    ['maxlength(2)', ['ab'], ['abc']],
    ['regex(^[ab]+$)', ['ab', 'AB'], ['c']],
  ])('%s takes %j but not %j', ([text, good, bad]) => {
    const fits = parseConstraint(text);

    expect(good.filter((value) => !fits(value))).toEqual([]);
    expect(bad.filter((value) => fits(value))).toEqual([]);
  });

  it.for(['nonsense', 'toString', 'min', 'min(x)', 'int(3)', 'constructor(1)'])(
    'does not know %s',
    (text) => {
      expect(() => parseConstraint(text)).toThrow('is not known');
    },
  );
});
