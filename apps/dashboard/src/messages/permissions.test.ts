import { describe, expect, it } from 'vitest';
import { mayInvoke } from './permissions.ts';

describe(mayInvoke, () => {
  it.for([
    ['notify', ['viewer'], false],
    ['notify', ['viewer', 'operator'], true],
    ['publishMetric', ['admin'], true],
    ['chatToAll', ['viewer'], true],
    ['chatToAll', [], false],
  ] as const)('%s by somebody with the roles %j: %j', ([target, roles, allowed]) => {
    expect(mayInvoke(target, { roles: [...roles] })).toBe(allowed);
  });

  it('allows nothing to whom the backend has not greeted', () => {
    expect(mayInvoke('chatToAll', undefined)).toBe(false);
  });
});
