import { describe, expect, it } from 'vitest';
import { readCaller, toCaller, toClaims, type Caller } from './caller.ts';

/** Claims as they arrive: through the upstream's header and the trigger's way of reading it. */
function travel(claims: Record<string, string>): Record<string, string> {
  const header = Object.entries(claims).map(([type, value]) => `${type}: ${value}`);
  return Object.fromEntries(
    header
      .join(',')
      .split(',')
      .map((item) => item.split(': '))
      .map(([type = '', value = '']) => [type, value]),
  );
}

describe(toClaims, () => {
  it.for(['Ada', 'Lovelace, Ada', 'Ада: 100 %', 'x\r\ny', ''])('carries the name %j', (name) => {
    const roles = ['viewer', 'operator', 'admin'] as const;
    const caller: Caller = { userId: 'ada', name, roles, knownSince: 1_234 };

    expect(readCaller('ada', travel(toClaims(caller)))).toEqual({ ...caller, name: name || 'ada' });
  });

  it('does not fail on a name that is not well-formed', () => {
    expect(toClaims({ userId: 'x', name: '\ud800', roles: [], knownSince: 0 })).toBeTypeOf(
      'object',
    );
  });
});

describe(readCaller, () => {
  it('knows nobody without a user id', () => {
    expect(readCaller(undefined, {})).toBeUndefined();
    expect(readCaller('', {})).toBeUndefined();
  });

  it('gives no role that is not in the claims of ours', () => {
    const claims = { heliograph_roles: 'root viewer', role: 'admin', heliograph_name: '%' };

    expect(readCaller('x', claims)).toEqual({
      userId: 'x',
      name: 'x',
      roles: ['viewer'],
      knownSince: 0,
    });
    expect(readCaller('x', {})).toMatchObject({ roles: [] });
  });
});

const person = { userId: 'x', name: 'X', roles: ['root', 'operator'], issuedAt: 5_000 };

describe(toCaller, () => {
  it('keeps the roles that are ours, and since when they are known', () => {
    expect(toCaller(person)).toMatchObject({ roles: ['operator'], knownSince: 5_000 });
  });

  it('refuses a person who has none', () => {
    expect(() => toCaller({ ...person, roles: ['root'] })).toThrow(
      expect.objectContaining({ code: 'role-missing', status: 403 }),
    );
  });
});
