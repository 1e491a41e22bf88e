import { describe, expect, it } from 'vitest';
import type { TokenClaims } from './signed-token.ts';
import { readClientUser, toTokenClaims } from './user-claims.ts';

describe(readClientUser, () => {
  it('gives claims their own names back and leaves out the service’s', () => {
    const claims = { role: ['ops', 'dev'], exp: '5', sub: ['a', 'b'], 'asrs.s.uid': 'mallory' };

    expect(
      readClientUser({ ...toTokenClaims('una', claims), aud: 'x', exp: 9, iat: 1, nbf: 1 }),
    ).toEqual({
      userId: 'una',
      claims: [
        { type: 'role', value: 'ops' },
        { type: 'role', value: 'dev' },
        { type: 'exp', value: '5' },
        { type: 'sub', value: 'a' },
        { type: 'sub', value: 'b' },
        { type: 'asrs.s.uid', value: 'mallory' },
      ],
    });
  });

  it.for<[TokenClaims, string | undefined]>([
    [{ 'asrs.s.uid': 'a', nameid: 'b', sub: 'c' }, 'a'],
    [{ 'asrs.s.uid': ['a', 'evil'] }, 'a'],
    [{ nameid: 'b', sub: 'c' }, 'b'],
    [{ sub: 'c' }, 'c'],
    [{ name: 'd' }, undefined],
    [{ sub: '' }, undefined],
  ])('finds the user id in %j', ([claims, userId]) => {
    expect(readClientUser(claims).userId).toBe(userId);
  });

  it('writes structured values as JSON', () => {
    expect(readClientUser({ n: 5, o: { a: 1 }, none: null }).claims).toEqual([
      { type: 'n', value: '5' },
      { type: 'o', value: '{"a":1}' },
      { type: 'none', value: 'null' },
    ]);
  });
});
