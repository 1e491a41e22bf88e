import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { liveHub, settingNames } from '@heliograph/contracts';
import { createDataPlaneToken, parseConnectionString } from '@heliograph/signalr-access';
import { startSignalR } from '@heliograph/signalr-emulator';
import { HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ada, hubEvent, invoke, invokeInVain } from './fixtures/invoke.ts';
import { openTestBackend } from './fixtures/open-test-backend.ts';
import { createLeaveBoard } from './functions/leave-board.ts';
import { createLiveAccess } from './live-access.ts';

const caller = { ...ada, name: 'Lovelace, Ada', knownSince: 1_000 };

/** What App Service offers to a program inside, with tokens that the service takes. */
async function startIdentityEndpoint(token: string) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const expiresOn = String(Math.floor(Date.now() / 1000) + 3600);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ access_token: token, expires_on: expiresOn }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/msi/token`;
  return { asked, environment: { IDENTITY_ENDPOINT: endpoint, IDENTITY_HEADER: 'header' } };
}

/** A backend that has no key, but an identity that the service trusts. */
async function setUp() {
  // Stands for a service that trusts an identity: it does not look at the audience of tokens.
  const service = await startSignalR({ relaxed: true });
  onTestFinished(() => service.stop());
  const connection = parseConnectionString(service.connectionString);
  const audience = 'https://signalr.azure.com';
  const identity = await startIdentityEndpoint(
    await createDataPlaneToken({ connection, audience }),
  );
  const { backend } = await openTestBackend({
    environment: identity.environment,
    settings: {
      [settingNames.signalRConnection]: '',
      [`${settingNames.signalRConnection}__serviceUri`]: service.url,
      [`${settingNames.signalRConnection}__credential`]: 'managedidentity',
    },
  });
  return { backend, identity, service };
}

describe(createLiveAccess, () => {
  it('lets people connect without a key, by an identity', async () => {
    const { backend, identity, service } = await setUp();

    const { url, accessToken } = await backend.access.grant(caller);

    expect(url).toBe(`${service.url}/client/?hub=${liveHub.name}`);
    const client = new HubConnectionBuilder()
      .withUrl(url, { accessTokenFactory: () => accessToken })
      .configureLogging(LogLevel.None)
      .build();
    onTestFinished(() => client.stop());
    await client.start();
    expect(await backend.service.connectionExists(client.connectionId ?? '')).toBe(true);
    await backend.service.closeUserConnections(caller.userId);
    expect(identity.asked).toEqual([expect.stringContaining('resource=')]);
  });

  it('knows them again although such tokens name the user only', async () => {
    const { backend } = await setUp();
    await backend.access.grant(caller);
    const claims = {};

    expect(await backend.access.identify({ userId: ada.userId, claims })).toEqual(caller);
    expect(await backend.access.identify({ userId: 'mallory', claims })).toBeUndefined();
    expect(await backend.access.identify({ userId: undefined, claims })).toBeUndefined();
  });

  it('does not believe what a claim says when it did not write it', async () => {
    const { backend } = await setUp();
    const leave = createLeaveBoard(backend);
    const event = hubEvent('c1', ada, ['machine']);

    expect(String((await invokeInVain(leave, event)).result)).toContain('Sign in first');
    await backend.access.grant(caller);
    expect((await invoke(leave, event)).result).toEqual({ board: 'machine' });
  });

  it('says why there is no token, and gives none', async () => {
    const { backend, service } = await setUp();
    await service.stop();

    await expect(backend.access.grant(caller)).rejects.toMatchObject({ code: 'unreachable' });
  });
});
