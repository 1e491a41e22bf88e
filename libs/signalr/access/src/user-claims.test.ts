import { describe, expect, it } from 'vitest';
import type { TokenClaims } from './signed-token.ts';
import { readClientClaims, readUserId, toTokenClaims } from './user-claims.ts';

describe(readClientClaims, () => {
  it('gives claims their own names back and leaves out the service’s', () => {
    const claims = { role: ['ops', 'dev'], exp: '5', sub: ['a', 'b'], 'asrs.s.uid': 'mallory' };

    const token = { ...toTokenClaims('una', claims), aud: 'x', exp: 9, iat: 1, nbf: 1 };

    expect(readUserId(token)).toBe('una');
    expect(readClientClaims(token)).toEqual([
      { type: 'role', value: 'ops' },
      { type: 'role', value: 'dev' },
      { type: 'exp', value: '5' },
      { type: 'sub', value: 'a' },
      { type: 'sub', value: 'b' },
      { type: 'asrs.s.uid', value: 'mallory' },
    ]);
  });

  it('writes structured values as JSON', () => {
    expect(readClientClaims({ n: 5, o: { a: 1 }, none: null })).toEqual([
      { type: 'n', value: '5' },
      { type: 'o', value: '{"a":1}' },
      { type: 'none', value: '' },
    ]);
  });
});

describe(readUserId, () => {
  it.for<[TokenClaims, string | undefined]>([
    [{ 'asrs.s.uid': 'a', nameid: 'b', sub: 'c' }, 'a'],
    [{ 'asrs.s.uid': ['a', 'evil'] }, 'a'],
    [{ nameid: 'b', sub: 'c' }, 'b'],
    [
      { 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier': 'd', sub: 'c' },
      'c',
    ],
    [{ 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier': 'd' }, 'd'],
    [{ sub: 'c' }, 'c'],
    [{ name: 'd' }, undefined],
    [{ sub: '' }, undefined],
  ])('finds the user id in %j', ([claims, userId]) => {
    expect(readUserId(claims)).toBe(userId);
  });
});
