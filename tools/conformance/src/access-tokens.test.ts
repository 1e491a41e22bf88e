import { createDataPlaneToken } from '@heliograph/signalr-access';
import type { ServiceLogEntry } from '@heliograph/signalr-emulator';
import { expect, it } from 'vitest';
import { clientAccess, forgeToken, secondsFromNow } from './target/access.ts';
import { call, request } from './target/data-plane.ts';
import { openPolling } from './target/raw-http-transport.ts';
import { openSocket, upgradeStatus } from './target/raw-socket.ts';
import { itLocally, startService, type Service } from './target/service.ts';

/** The status with which a negotiation is answered that brings this token. */
async function negotiate({ url, hub }: Service, token: string): Promise<number> {
  const response = await fetch(`${url}/client/negotiate?hub=${hub}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}` },
  });
  await response.arrayBuffer();
  return response.status;
}

const exp = secondsFromNow(600);

/** Tokens that are wrong in one way each. */
const wrongTokens = {
  'an expired token': ({ url, hub }: Service) => ({
    claims: { aud: `${url}/client/?hub=${hub}`, exp: secondsFromNow(-600) },
  }),
  'a token without expiry': ({ url, hub }: Service) => ({
    claims: { aud: `${url}/client/?hub=${hub}` },
  }),
  'a token without audience': () => ({ claims: { exp } }),
  'the audience of another service': ({ hub }: Service) => ({
    claims: { aud: `http://elsewhere.example/client/?hub=${hub}`, exp },
  }),
  'the audience of another hub': ({ url }: Service) => ({
    claims: { aud: `${url}/client/?hub=other`, exp },
  }),
  'the audience of the data plane': ({ url, hub }: Service) => ({
    claims: { aud: `${url}/api/hubs/${hub}`, exp },
  }),
  'a foreign key': ({ url, hub }: Service) => ({
    claims: { aud: `${url}/client/?hub=${hub}`, exp },
    key: 'another-key-another-key-another-key-another',
  }),
  'no signature': ({ url, hub }: Service) => ({
    claims: { aud: `${url}/client/?hub=${hub}`, exp },
    algorithm: 'none' as const,
  }),
};

it.for(Object.keys(wrongTokens) as (keyof typeof wrongTokens)[])(
  'golden 2, service 2: %s does not open the service',
  async (name) => {
    const service = await startService();
    const token = forgeToken(service, wrongTokens[name](service));
    expect(await negotiate(service, token)).toBe(401);
    const { url, hub } = service;
    const headers = { Authorization: `Bearer ${token}` };
    expect(await upgradeStatus(`${url}/client/?hub=${hub}`, { headers })).toBe(401);
  },
);

itLocally.for([
  'an expired token',
  'the audience of another hub',
  'a token without audience',
] as const)(
  "golden 2: relaxed, %s opens the service as it opens Microsoft's emulator",
  async (name) => {
    const service = await startService({ relaxed: true });
    expect(await negotiate(service, forgeToken(service, wrongTokens[name](service)))).toBe(200);
  },
);

it.for(['HS256', 'HS512'] as const)(
  'service 2, service 11.2b: a token is signed with %s over the text of the access key',
  async (algorithm) => {
    const service = await startService();
    const claims = { aud: `${service.url}/client/?hub=${service.hub}`, exp };
    expect(await negotiate(service, forgeToken(service, { claims, algorithm }))).toBe(200);
    const decoded = Buffer.from(service.connection.accessKey ?? '', 'base64').toString('latin1');
    const wrong = forgeToken(service, { claims, algorithm, key: decoded });
    expect(await negotiate(service, wrong)).toBe(401);
    const sender = {
      claims: { aud: `${service.url}/api/hubs/${service.hub}/:send`, exp },
      algorithm,
    };
    const send = async (key?: string) =>
      (
        await call(service, 'POST', ':send', {
          body: { target: 'm' },
          token: forgeToken(service, { ...sender, key }),
        })
      ).status;
    expect([await send(), await send(decoded)]).toEqual([202, 401]);
  },
);

it('service 2, service 3: when a token begins and who issued it is not looked at', async () => {
  const service = await startService();
  const others = { exp, nbf: secondsFromNow(3600), iat: secondsFromNow(3600), iss: 'anybody' };
  const client = { aud: `${service.url}/client/?hub=${service.hub}`, ...others };
  expect(await negotiate(service, forgeToken(service, { claims: client }))).toBe(200);
  const sender = { aud: `${service.url}/api/hubs/${service.hub}/:send`, ...others };
  const token = forgeToken(service, { claims: sender });
  expect((await call(service, 'POST', ':send', { body: { target: 'm' }, token })).status).toBe(202);
});

it('service 2: the key id in a token is informative', async () => {
  const service = await startService();
  const claims = { aud: `${service.url}/client/?hub=${service.hub}`, exp };
  expect(await negotiate(service, forgeToken(service, { claims, header: { kid: '-1' } }))).toBe(
    200,
  );
});

itLocally(
  'service 11.2: the port may be missing from an audience, and localhost is 127.0.0.1',
  async () => {
    const service = await startService();
    const { port } = new URL(service.url);
    for (const base of ['http://localhost', 'http://127.0.0.1', `http://localhost:${port}`]) {
      const claims = { aud: `${base}/client/?hub=${service.hub}`, exp };
      expect(await negotiate(service, forgeToken(service, { claims }))).toBe(200);
    }
    const claims = { aud: `http://localhost:1/client/?hub=${service.hub}`, exp };
    expect(await negotiate(service, forgeToken(service, { claims }))).toBe(401);
  },
);

it('service 11.2: the audience of a client names its hub', async () => {
  const service = await startService();
  const claims = { aud: `${service.url}/client/`, exp };
  expect(await negotiate(service, forgeToken(service, { claims }))).toBe(401);
});

it.for(['', '?api-version=2024-12-01'])(
  'service 11.1: the audience of a data-plane token may carry the query (%j), or not',
  async (query) => {
    const service = await startService();
    const path = `/api/hubs/${service.hub}/:send`;
    const token = await createDataPlaneToken({
      connection: service.connection,
      audience: service.url + path + query,
    });
    const body = { target: 'm', arguments: [] };
    const target = `${path}?api-version=2024-12-01`;
    expect((await request(service, 'POST', target, { body, token })).status).toBe(202);
  },
);

itLocally(
  'sdk 1, service 11.1: the audience of a data-plane token may leave out the port',
  async () => {
    const service = await startService();
    const target = `/api/hubs/${service.hub}/:send?api-version=2022-06-01`;
    for (const aud of [`http://127.0.0.1${target}`, `http://localhost${target}`]) {
      const token = forgeToken(service, { claims: { aud, exp } });
      const body = { target: 'm' };
      expect((await request(service, 'POST', target, { body, token })).status).toBe(202);
    }
  },
);

it('service 11.1: a token for one group does not open another', async () => {
  const service = await startService();
  const audience = `${service.url}/api/hubs/${service.hub}/groups/a/:send`;
  const token = await createDataPlaneToken({ connection: service.connection, audience });
  const target = (group: string) => `/api/hubs/${service.hub}/groups/${group}/:send`;
  const body = { target: 'm' };
  expect((await request(service, 'POST', target('a'), { body, token })).status).toBe(202);
  expect((await request(service, 'POST', target('b'), { body, token })).status).toBe(401);
});

it('service 3: the data plane refuses a client token, an expired one, and no token at all', async () => {
  const service = await startService();
  const target = `/api/hubs/${service.hub}/:send`;
  const { accessToken } = await clientAccess(service);
  const expired = forgeToken(service, {
    claims: { aud: service.url + target, exp: secondsFromNow(-600) },
  });
  for (const token of [accessToken, expired, 'garbage', '']) {
    const { status } = await request(service, 'POST', target, { body: { target: 'm' }, token });
    expect(status).toBe(401);
  }
});

it('service 3: the data plane takes no token from the query', async () => {
  const service = await startService();
  const target = `/api/hubs/${service.hub}/:send`;
  const { connection } = service;
  const token = await createDataPlaneToken({ connection, audience: service.url + target });
  const { status } = await fetch(`${service.url}${target}?access_token=${token}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{"target":"m"}',
  });
  expect(status).toBe(401);
});

it('hub 10: negotiate reads a token from the header alone, a WebSocket from header or query', async () => {
  const service = await startService();
  const { url, accessToken } = await clientAccess(service);
  const inQuery = `${url}&access_token=${accessToken}`;
  const negotiation = await fetch(inQuery.replace('/client/?', '/client/negotiate?'), {
    method: 'POST',
  });
  expect(negotiation.status).toBe(401);
  expect(await upgradeStatus(inQuery)).toBe(101);
  const Authorization = `Bearer ${accessToken}`;
  expect(await upgradeStatus(url, { headers: { Authorization } })).toBe(101);
  expect(await upgradeStatus(url)).toBe(401);
});

it('hub 10: the header wins over the query, the last of several in the query over the others', async () => {
  const service = await startService();
  const { url, accessToken } = await clientAccess(service);
  const Authorization = 'Bearer garbage';
  const inQuery = `${url}&access_token=${accessToken}`;
  expect(await upgradeStatus(inQuery, { headers: { Authorization } })).toBe(401);
  expect(await upgradeStatus(`${url}&access_token=x&access_token=${accessToken}`)).toBe(101);
  expect(await upgradeStatus(`${inQuery}&access_token=x`)).toBe(401);
});

it('service 2: a client token of more than 4096 characters is too large', async () => {
  const service = await startService();
  const claims = {
    aud: `${service.url}/client/?hub=${service.hub}`,
    exp,
    padding: 'x'.repeat(4096),
  };
  expect([413, 414]).toContain(await negotiate(service, forgeToken(service, { claims })));
});

itLocally('hub 12.16, hub 12.13: no token and no connection token reaches the log', async () => {
  const entries: ServiceLogEntry[] = [];
  const service = await startService({ log: (entry) => void entries.push(entry) });
  const { url, accessToken } = await clientAccess(service);
  expect(await upgradeStatus(`${url}&access_token=${accessToken}`)).toBe(101);
  expect(await upgradeStatus(`${url}&id=secret-id&access_token=${accessToken}`)).toBe(404);
  expect(await upgradeStatus(`${url}&access_token=${accessToken}x`)).toBe(401);
  await fetch(`${service.url}/api/hubs/a/:nothing?access_token=${accessToken}`);
  const secrets = [accessToken.slice(-40), 'secret-id'];
  for (const transport of ['polls', 'events', 'socket']) {
    const { address, authorization: headers, poll, delete: end } = await openPolling(service);
    secrets.push(new URL(address).searchParams.get('id') ?? '');
    if (transport === 'socket') {
      (await openSocket(address, { headers })).webSocket.close(1000);
      continue;
    }
    const Accept = transport === 'events' ? 'text/event-stream' : '*/*';
    const opened = await fetch(address, { headers: { ...headers, Accept } });
    expect(await upgradeStatus(address, { headers })).toBe(400); // another transport
    if (transport === 'polls') await Promise.all([poll(), end()]);
    await opened.body?.cancel();
  }
  const log = JSON.stringify(entries);
  expect(new Set(secrets).size).toBe(5);
  for (const secret of secrets) expect(log).not.toContain(secret);
});
