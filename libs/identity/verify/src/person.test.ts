import { describe, expect, it } from 'vitest';
import { toPerson } from './person.ts';

const names = { userId: 'sub', name: 'name', roles: 'roles' };

describe(toPerson, () => {
  it.for<[unknown, string[]]>([
    [undefined, []],
    ['viewer', ['viewer']],
    ['viewer  admin', ['viewer', 'admin']],
    [
      ['viewer', 'admin', 'viewer'],
      ['viewer', 'admin'],
    ],
    [['viewer', 7, null, ''], ['viewer']],
    [{ viewer: true }, []],
  ])('reads the roles %j as %j', ([claim, roles]) => {
    expect(toPerson({ sub: 'ada', roles: claim }, names).roles).toEqual(roles);
  });

  it('addresses somebody without a name by user name, then by id', () => {
    expect(toPerson({ sub: 'id', preferred_username: 'ada' }, names).name).toBe('ada');
    expect(toPerson({ sub: 'id', name: ' ' }, names).name).toBe('id');
  });

  it('takes a token that does not say when it was issued to be older than any', () => {
    expect(toPerson({ sub: 'id', iat: 7 }, names).issuedAt).toBe(7_000);
    expect(toPerson({ sub: 'id' }, names).issuedAt).toBe(0);
  });
});
