import { describe, expect, it } from 'vitest';
import { readBearerToken } from './bearer-token.ts';

describe(readBearerToken, () => {
  it.for(['Bearer a.b-_.c', 'bearer a.b-_.c', 'BEARER  a.b-_.c '])('reads %j', (header) => {
    expect(readBearerToken(header)).toBe('a.b-_.c');
  });

  it.for([
    [undefined, 'token-missing'],
    [null, 'token-missing'],
    ['', 'token-missing'],
    ['Basic YTpi', 'token-missing'],
    ['Bearertoken', 'token-missing'],
    ['Bearer', 'token-malformed'],
    ['Bearer a b', 'token-malformed'],
    ['Bearer a,b', 'token-malformed'],
  ] as const)('refuses %j: %s', ([header, code]) => {
    expect(() => readBearerToken(header)).toThrow(expect.objectContaining({ code }));
  });
});
