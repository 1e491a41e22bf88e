import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createTokenVerifier } from '@heliograph/signalr-access';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createRestClient, type RestClient } from './rest-client.ts';
import { RestError } from './rest-error.ts';

const accessKey = 'a key of the service';
const invocation = { target: 'frame', arguments: ['machine', { n: 1.5 }] };

interface Recorded {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A service that records what it is asked and answers as told. */
async function startService(answer: (response: ServerResponse, asked: Recorded) => void) {
  const recorded: Recorded[] = [];
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    void text(request).then((body) => {
      const asked = { method, url, headers, body };
      recorded.push(asked);
      answer(response, asked);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const connectionString = `Endpoint=http://127.0.0.1;Port=${port};AccessKey=${accessKey};Version=1.0;`;
  return { recorded, connectionString, url: `http://127.0.0.1:${port}`, server };
}

const answering = (status: number, headers: Record<string, string> = {}) =>
  startService((response) => response.writeHead(status, headers).end());

const hub = '/api/hubs/live';
const version = 'api-version=2022-06-01';

describe(createRestClient, () => {
  it.for<[string, (client: RestClient) => Promise<unknown>, string]>([
    ['sendToAll', (c) => c.sendToAll(invocation), `POST ${hub}/:send?${version}`],
    [
      'sendToAll but some',
      (c) => c.sendToAll(invocation, { excluded: ['a', 'b&c'] }),
      `POST ${hub}/:send?${version}&excluded=a&excluded=b%26c`,
    ],
    [
      'sendToGroup',
      (c) => c.sendToGroup('role:a/b é', invocation),
      `POST ${hub}/groups/role%3Aa%2Fb%20%C3%A9/:send?${version}`,
    ],
    [
      'sendToUser',
      (c) => c.sendToUser('u?', invocation),
      `POST ${hub}/users/u%3F/:send?${version}`,
    ],
    [
      'sendToConnection',
      (c) => c.sendToConnection('x', invocation),
      `POST ${hub}/connections/x/:send?${version}`,
    ],
    ['groupHasMembers', (c) => c.groupHasMembers('g'), `HEAD ${hub}/groups/g?${version}`],
    ['connectionExists', (c) => c.connectionExists('x'), `HEAD ${hub}/connections/x?${version}`],
    [
      'addConnectionToGroup',
      (c) => c.addConnectionToGroup('g', 'x'),
      `PUT ${hub}/groups/g/connections/x?${version}`,
    ],
    [
      'removeConnectionFromGroup',
      (c) => c.removeConnectionFromGroup('g', 'x'),
      `DELETE ${hub}/groups/g/connections/x?${version}`,
    ],
    [
      'addUserToGroup',
      (c) => c.addUserToGroup('g', 'u', { ttlSeconds: 60 }),
      `PUT ${hub}/users/u/groups/g?${version}&ttl=60`,
    ],
    [
      'removeUserFromGroup',
      (c) => c.removeUserFromGroup('g', 'u'),
      `DELETE ${hub}/users/u/groups/g?${version}`,
    ],
    [
      'removeUserFromAllGroups',
      (c) => c.removeUserFromAllGroups('u'),
      `DELETE ${hub}/users/u/groups?${version}`,
    ],
    [
      'closeConnection',
      (c) => c.closeConnection('x', { reason: 'too old' }),
      `DELETE ${hub}/connections/x?${version}&reason=too+old`,
    ],
  ])('asks for %s with a token that opens exactly this', async ([, ask, request]) => {
    const service = await answering(202);

    await ask(createRestClient({ connectionString: service.connectionString, hub: 'Live' }));

    const [asked] = service.recorded;
    expect(`${asked?.method} ${asked?.url}`).toBe(request);
    expect(asked?.body ?? '').toBe(asked?.method === 'POST' ? JSON.stringify(invocation) : '');
    const token = asked?.headers.authorization?.replace('Bearer ', '') ?? '';
    const verifier = createTokenVerifier({ keys: [accessKey] });
    expect(verifier.verify(token, [`${service.url}${asked?.url}`])).toBeDefined();
    expect(() => verifier.verify(token, [`${service.url}/api/hubs/other`])).toThrow();
  });

  it.for([['{}'], ['{"token":7}'], ['no JSON'], ['null']])(
    'takes %j for no token',
    async ([body]) => {
      const service = await startService((response) => response.end(body));
      const client = createRestClient({ connectionString: service.connectionString, hub: 'live' });

      await expect(client.generateClientToken({ userId: 'u' })).rejects.toMatchObject({
        code: 'answer-malformed',
      });
      expect(service.recorded[0]?.url).toBe(
        `${hub}/:generateToken?api-version=2024-12-01&userId=u`,
      );
    },
  );

  it('tells an empty group and a missing connection from a wrong address', async () => {
    const service = await startService((response, { url }) => {
      const code = url.includes('wrong')
        ? {}
        : {
            'x-ms-error-code': url.includes('connections')
              ? 'Error.Connection.NotExisted'
              : 'Warning.Group.NotExisted',
          };
      response.writeHead(404, code).end();
    });
    const client = createRestClient({ connectionString: service.connectionString, hub: 'live' });

    await expect(client.groupHasMembers('g')).resolves.toBe(false);
    await expect(client.connectionExists('x')).resolves.toBe(false);
    await expect(client.addConnectionToGroup('g', 'x')).resolves.toBe(false);
    await expect(client.removeConnectionFromGroup('g', 'x')).resolves.toBeUndefined();
    await expect(client.groupHasMembers('wrong')).rejects.toMatchObject({ code: 'not-found' });
    await expect(client.addConnectionToGroup('wrong', 'x')).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it.for<[number, string]>([
    [301, 'status-unexpected'],
    [400, 'request-refused'],
    [401, 'access-denied'],
    [403, 'access-denied'],
    [404, 'not-found'],
    [413, 'payload-too-large'],
    [429, 'throttled'],
    [500, 'service-failed'],
    [503, 'service-failed'],
  ])('rejects a send that is answered with %i: %s', async ([status, code]) => {
    const service = await answering(status, {
      'x-ms-error-code': 'Error.Some',
      'retry-after': '7',
      location: 'http://127.0.0.1:1/',
    });
    const client = createRestClient({ connectionString: service.connectionString, hub: 'live' });

    await expect(client.sendToAll(invocation)).rejects.toMatchObject({
      name: 'RestError',
      code,
      status,
      serviceCode: 'Error.Some',
      retryAfterSeconds: 7,
    });
  });

  it('signs a new token shortly before the old one expires, and not before', async () => {
    const service = await answering(202);
    const now = vi.fn(() => 1_700_000_000_000);
    const { connectionString } = service;
    const client = createRestClient({ connectionString, hub: 'live', now });

    await client.sendToAll(invocation);
    now.mockReturnValue(1_700_000_000_000 + 3_299_000);
    await client.sendToAll(invocation);
    now.mockReturnValue(1_700_000_000_000 + 3_301_000);
    await client.sendToAll(invocation);

    const [first, second, third] = service.recorded.map(({ headers }) => headers.authorization);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it('gives up when the service does not answer in time', async () => {
    const { connectionString } = await startService(() => {});
    const client = createRestClient({ connectionString, hub: 'live', timeoutMilliseconds: 50 });

    await expect(client.sendToAll(invocation)).rejects.toMatchObject({ code: 'timed-out' });
  });

  it('gives up when its caller does', async () => {
    const caller = new AbortController();
    const { connectionString } = await startService(() => caller.abort());
    const client = createRestClient({ connectionString, hub: 'live' });

    await expect(client.groupHasMembers('g', { signal: caller.signal })).rejects.toMatchObject({
      code: 'aborted',
    });
  });

  it('says that a service which is down cannot be reached, without the token', async () => {
    const service = await answering(202);
    service.server.close();
    await once(service.server, 'close');
    const { connectionString } = service;

    const error = await createRestClient({ connectionString, hub: 'live' })
      .sendToAll(invocation)
      .catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(RestError);
    expect(error).toMatchObject({ code: 'unreachable', status: undefined });
    expect(String(error)).not.toMatch(/Bearer|eyJ/);
  });

  it.for(['', ' ', '.', '..', 'x'.repeat(1025), '\ud800'])(
    'refuses the group name %j',
    async (group) => {
      const service = await answering(202);
      const client = createRestClient({ connectionString: service.connectionString, hub: 'live' });

      await expect(client.sendToGroup(group, invocation)).rejects.toMatchObject({
        code: 'name-invalid',
      });
      expect(service.recorded).toEqual([]);
    },
  );

  it('goes to the server endpoint with a token for the endpoint', async () => {
    const service = await answering(202);
    const connectionString = `Endpoint=https://a.test;ServerEndpoint=${service.url};AccessKey=${accessKey}`;

    await createRestClient({ connectionString, hub: 'live' }).sendToAll(invocation);

    const token = service.recorded[0]?.headers.authorization?.replace('Bearer ', '') ?? '';
    expect(
      createTokenVerifier({ keys: [accessKey] }).verify(token, [
        'https://a.test/api/hubs/live/:send',
      ]),
    ).toBeDefined();
  });

  it('sends the token of an identity where there is no key', async () => {
    const service = await answering(202);
    const connectionString = `Endpoint=${service.url};AuthType=azure`;
    expect(() => createRestClient({ connectionString, hub: 'live' })).toThrow(/no AccessKey/);

    const getToken = () => Promise.resolve('from-entra');
    await createRestClient({ connectionString, hub: 'live', getToken }).sendToAll(invocation);

    expect(service.recorded[0]?.headers.authorization).toBe('Bearer from-entra');
  });

  it('says so when the identity gives no token', async () => {
    const connectionString = 'Endpoint=http://127.0.0.1:9;AuthType=azure';
    const getToken = () => Promise.reject(new Error('signed out'));

    await expect(
      createRestClient({ connectionString, hub: 'live', getToken }).sendToAll(invocation),
    ).rejects.toMatchObject({ code: 'token-unavailable' });
  });
});
