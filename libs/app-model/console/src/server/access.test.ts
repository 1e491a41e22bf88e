import { beforeEach, describe, expect, it } from 'vitest';
import { createAccess, type Access } from './access.ts';

let now: number;
let access: Access;
beforeEach(() => {
  now = 0;
  access = createAccess({ token: 'the-token', now: () => now });
});

describe(createAccess, () => {
  it('makes codes that are good for two minutes', () => {
    const { code, expiresIn } = access.issueCode();
    const other = access.issueCode().code;

    now = expiresIn * 1_000 - 1;
    expect(access.redeem(code)).toBeDefined();
    now = expiresIn * 1_000;
    expect(access.redeem(other)).toBeUndefined();
  });

  it('makes different codes and sessions each time', () => {
    const codes = Array.from({ length: 8 }, () => access.issueCode().code);
    const sessions = codes.map((code) => access.redeem(code));

    expect(new Set(codes).size).toBe(8);
    expect(new Set(sessions).size).toBe(8);
    expect(sessions).not.toContain(undefined);
  });

  it('has no use for codes any more once too many wrong ones were tried', () => {
    const { code } = access.issueCode();
    for (let attempt = 0; attempt < 10; attempt += 1) access.redeem(`WRONG${attempt}`);

    expect(access.redeem(code)).toBeUndefined();
    expect(access.redeem(access.issueCode().code)).toBeDefined();
  });

  it('knows a session as such, and signs the oldest out when there are too many', () => {
    const sessions = Array.from({ length: 33 }, () => access.redeem(access.issueCode().code) ?? '');
    const principals = sessions.map((session) => access.principalOf(`Bearer ${session}`));

    expect(principals).toEqual([undefined, ...Array.from({ length: 32 }, () => 'session')]);
    expect(access.principalOf('Bearer the-token')).toBe('token');
  });

  it.for([undefined, '', 'Bearer', 'Bearer ', 'Bearer a b', 'the-token', 'Bearer the-token\n'])(
    'lets nobody in with %j',
    (authorization) => {
      expect(access.principalOf(authorization)).toBeUndefined();
    },
  );
});
