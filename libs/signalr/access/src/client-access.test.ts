import { decodeJwt, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { createClientAccess } from './client-access.ts';
import { createDataPlaneToken } from './data-plane-token.ts';

const connection = { endpoint: 'http://localhost:8888', accessKey: 'key', version: '1.0' };
const now = () => 1_700_000_000_900;

describe(createClientAccess, () => {
  it('answers with the URL of the lower-case hub and a token for an hour', async () => {
    const { url, accessToken } = await createClientAccess({ connection, hub: 'Live', now });

    expect(url).toBe('http://localhost:8888/client/?hub=live');
    expect(decodeJwt(accessToken)).toEqual({
      aud: 'http://localhost/client/?hub=live',
      nbf: 1_700_000_000,
      iat: 1_700_000_000,
      exp: 1_700_003_600,
    });
  });

  it('signs so that others can verify it, with the key as it is written', async () => {
    const { accessToken } = await createClientAccess({ connection, hub: 'live' });

    const key = new TextEncoder().encode(connection.accessKey);
    const { protectedHeader } = await jwtVerify(accessToken, key);
    expect(protectedHeader).toEqual({ alg: 'HS256', typ: 'JWT' });
  });

  it('builds the audience from the endpoint even when clients connect elsewhere', async () => {
    const { url, accessToken } = await createClientAccess({
      connection: { ...connection, clientEndpoint: 'https://gate.test:99/in' },
      hub: 'live',
    });

    expect(url).toBe('https://gate.test:99/in/client/?hub=live');
    expect(decodeJwt(accessToken).aud).toBe('http://localhost/client/?hub=live');
  });

  it('keeps claims apart from those that belong to the token and the service', async () => {
    const { accessToken } = await createClientAccess({
      connection,
      hub: 'live',
      userId: 'una',
      claims: {
        role: ['ops', 'dev'],
        exp: '5',
        'asrs.s.uid': 'mallory',
        'asrs.u.aud': 'x',
        sub: ['first', 'second'],
        none: [],
      },
    });

    expect(decodeJwt(accessToken)).toEqual(
      expect.objectContaining({
        'asrs.s.uid': 'una',
        role: ['ops', 'dev'],
        'asrs.u.exp': '5',
        'asrs.u.asrs.s.uid': 'mallory',
        'asrs.u.asrs.u.aud': 'x',
        sub: 'first',
        'asrs.u.sub': ['second'],
      }),
    );
    expect(decodeJwt(accessToken)).not.toHaveProperty('none');
  });

  it('refuses claims that make the token longer than the service accepts', async () => {
    await expect(
      createClientAccess({ connection, hub: 'live', claims: { long: 'x'.repeat(4096) } }),
    ).rejects.toMatchObject({ code: 'token-too-long' });
  });

  it.for(['', '1live', 'my hub', 'a/b', 'x'.repeat(129)])('refuses the hub name %j', (hub, t) =>
    t
      .expect(createClientAccess({ connection, hub }))
      .rejects.toMatchObject({ code: 'hub-invalid' }),
  );

  it.for([0, -1, 1.5, Number.NaN, Infinity])('refuses a lifetime of %d s', (seconds, t) =>
    t
      .expect(createClientAccess({ connection, hub: 'live', lifetimeSeconds: seconds }))
      .rejects.toMatchObject({ code: 'lifetime-invalid' }),
  );

  it('needs a shared key', async () => {
    await expect(
      createClientAccess({
        connection: { endpoint: 'https://a.net', auth: { type: 'azure' }, version: '1.0' },
        hub: 'live',
      }),
    ).rejects.toMatchObject({ code: 'access-key-missing' });
  });
});

describe(createDataPlaneToken, () => {
  it('carries the audience as given', async () => {
    const audience = 'http://localhost/api/hubs/live/:send?api-version=2022-06-01';
    const token = await createDataPlaneToken({ connection, audience, lifetimeSeconds: 5, now });

    expect(decodeJwt(token)).toMatchObject({ aud: audience, exp: 1_700_000_005 });
  });
});
