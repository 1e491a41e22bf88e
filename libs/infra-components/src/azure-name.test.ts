import { describe, expect, it } from 'vitest';
import { azureName, checkExistingName, isEnvironmentName, namedKinds } from './azure-name.ts';

const parts = { platform: 'helg', uniqueness: 'org/project/stack' };
const patterns: Partial<Record<(typeof namedKinds)[number], RegExp>> = {
  storage: /^[a-z0-9]{3,24}$/,
  registry: /^[a-z0-9]{5,50}$/,
  vault: /^[a-z][a-z0-9-]{1,22}[a-z0-9]$/,
  signalr: /^[a-z][a-z0-9-]{1,61}[a-z0-9]$/,
  'function-app': /^[a-z][a-z0-9-]{0,30}[a-z0-9]$/,
  'container-app': /^[a-z][a-z0-9-]{0,30}[a-z0-9]$/,
};

describe(azureName, () => {
  it.for(['dev', 'production', 'critical', 'ab', 'a-very-long-one-here'])(
    'makes names that Azure accepts for the environment %s',
    (environment) => {
      expect(isEnvironmentName(environment)).toBe(true);
      for (const kind of namedKinds) {
        for (const part of [undefined, 'backend-host', 'p'.repeat(40)]) {
          const name = azureName(kind, { ...parts, environment, ...(part && { part }) });
          expect(name).toMatch(patterns[kind] ?? /^[a-z][a-z0-9-]*[a-z0-9]$/);
          expect(name).not.toContain('--');
        }
      }
    },
  );

  it('tells stacks apart where the whole world shares the names', () => {
    const named = (uniqueness: string) =>
      azureName('signalr', { ...parts, environment: 'dev', uniqueness });

    expect(named('a')).toBe(named('a'));
    expect(named('a')).not.toBe(named('b'));
  });

  it('keeps parts apart that are cut alike', () => {
    const named = (part: string) => azureName('storage', { ...parts, environment: 'dev', part });

    expect(named(`${'p'.repeat(30)}a`)).not.toBe(named(`${'p'.repeat(30)}b`));
  });

  it.for(['', 'a', 'Dev', '1st', 'dev-', 'a--b', 'x'.repeat(21)])(
    'refuses the environment %j',
    (environment) => {
      expect(() => azureName('signalr', { ...parts, environment })).toThrow(
        expect.objectContaining({ code: 'name-invalid' }),
      );
    },
  );

  it('refuses names of existing resources that Azure cannot have', () => {
    expect(checkExistingName('signalr', 'signalr', 'company')).toBe('company');
    expect(() => checkExistingName('signalr', 'signalr', 'x'.repeat(64))).toThrow(/signalr.*63/);
  });
});
