import { describe, expect, it } from 'vitest';
import { authenticationEnd } from './authentication-end.ts';

describe(authenticationEnd, () => {
  it.for([
    [{ exp: 10 }, undefined],
    [{ exp: 10, 'asrs.s.aeo': '5' }, undefined],
    [{ exp: 10, 'asrs.s.coae': 'false', 'asrs.s.aeo': '5' }, undefined],
    [{ exp: 10, 'asrs.s.coae': 'true', 'asrs.s.aeo': '5' }, 5_000],
    [{ exp: 10, 'asrs.s.coae': true, 'asrs.s.aeo': 5 }, 5_000],
    [{ exp: 10, 'asrs.s.coae': 'True' }, 10_000],
    [{ 'asrs.s.coae': 'true' }, undefined],
    [{ 'asrs.s.coae': 'true', 'asrs.s.aeo': 'soon' }, undefined],
  ] as const)('reads %j as %s', ([claims, end]) => {
    expect(authenticationEnd(claims)).toBe(end);
  });
});
