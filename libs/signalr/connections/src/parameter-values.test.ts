import { describe, expect, it } from 'vitest';
import { parameterValues } from './parameter-values.ts';

describe(parameterValues, () => {
  it.for<[string, string[]]>([
    ['', []],
    ['hub=a', ['a']],
    ['id=1&Hub=a&HUB=b&hub=', ['a', 'b', '']],
    ['hubs=a&ub=b&hub%20=c', []],
    ['h%75b=a%26b', ['a&b']],
  ])('finds in %j', ([query, expected]) => {
    expect(parameterValues(new URLSearchParams(query), 'hub')).toEqual(expected);
  });
});
