import { describe, expect, it } from 'vitest';
import { toAccount, toTokenRequest } from './open-id-sign-in.ts';

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

describe(toTokenRequest, () => {
  const oidc = { authority: 'https://login.example', clientId: 'dash', audience: 'api://helio' };

  it('names the API as the resource where providers know resources', () => {
    expect(toTokenRequest(oidc)).toEqual({
      scope: 'openid profile offline_access',
      resource: 'api://helio',
    });
  });

  it('names it by a scope, and sends no resource, where settings say so', () => {
    expect(toTokenRequest({ ...oidc, apiScope: 'api://helio/.default' })).toEqual({
      scope: 'openid profile offline_access api://helio/.default',
    });
  });
});
