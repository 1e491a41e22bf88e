import { describe, expect, it } from 'vitest';
import { checkCorsPolicy, decideCors } from './cors.ts';

const page = 'http://page.example';
const policy = { origins: [page], credentials: true };
const asks = {
  origin: page,
  'access-control-request-method': 'PUT',
  'access-control-request-headers': 'x-a, x-b',
};

describe(decideCors, () => {
  it('permits what a page of an allowed origin asks for', () => {
    expect(decideCors(policy, 'OPTIONS', asks)).toEqual({
      preflight: true,
      headers: {
        vary: 'Origin',
        'access-control-allow-origin': page,
        'access-control-allow-credentials': 'true',
        'access-control-allow-methods': 'PUT',
        'access-control-allow-headers': 'x-a, x-b',
        'access-control-max-age': '600',
      },
    });
  });

  it('permits nothing to another origin, and lets no function answer in its place', () => {
    expect(decideCors(policy, 'OPTIONS', { ...asks, origin: `${page}.other` })).toEqual({
      preflight: true,
      headers: { vary: 'Origin' },
    });
  });

  it('leaves an OPTIONS request that is no preflight to the functions', () => {
    expect(decideCors(policy, 'OPTIONS', { origin: page }).preflight).toBe(false);
  });

  it('does nothing without a policy or an origin', () => {
    const nothing = { headers: {}, preflight: false };

    expect(decideCors(undefined, 'OPTIONS', asks)).toEqual(nothing);
    expect(decideCors(policy, 'GET', {})).toEqual(nothing);
  });

  it('lets every origin in with *, without credentials', () => {
    expect(decideCors({ origins: ['*'], credentials: false }, 'GET', { origin: page })).toEqual({
      preflight: false,
      headers: { 'access-control-allow-origin': '*' },
    });
  });
});

describe(checkCorsPolicy, () => {
  it('refuses * with credentials', () => {
    expect(() => checkCorsPolicy({ origins: ['*'], credentials: true })).toThrow(
      expect.objectContaining({ code: 'settings-invalid' }),
    );
  });
});
