import { describe, expect, it } from 'vitest';
import { toAccount } from './open-id-sign-in.ts';

describe(toAccount, () => {
  it('reads who somebody is from the claims', () => {
    expect(
      toAccount({ sub: '1', name: 'Ada', preferred_username: 'ada@x.org', roles: ['admin'] }),
    ).toEqual({ name: 'Ada', login: 'ada@x.org', roles: ['admin'] });
  });

  it('makes do with the subject', () => {
    expect(toAccount({ sub: '1' })).toEqual({ name: '1', login: '1', roles: [] });
  });

  it('takes a single role as one, and nonsense as none', () => {
    expect(toAccount({ sub: '1', roles: 'viewer' }).roles).toEqual(['viewer']);
    expect(toAccount({ sub: '1', roles: 7, name: {} })).toMatchObject({ name: '1', roles: [] });
  });
});
