import { createClientAccess, parseConnectionString } from '@heliograph/signalr-access';
import { startSignalR, type SignalRService } from '@heliograph/signalr-emulator';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createRestClient } from './rest-client.ts';

const frame = (n: number) => ({ target: 'frame', arguments: [n] });

/** A service, and a data-plane client of it. */
async function startService() {
  const service = await startSignalR();
  onTestFinished(() => service.stop());
  const client = createRestClient({ connectionString: service.connectionString, hub: 'live' });
  return { service, client };
}

/** A client connection, without any library between the test and the wire. */
async function connectTo(service: SignalRService, userId: string) {
  const connection = parseConnectionString(service.connectionString);
  const { accessToken } = await createClientAccess({ connection, hub: 'live', userId });
  const answer = await fetch(`${service.url}/client/negotiate?hub=live&negotiateVersion=1`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}` },
  });
  const { connectionId, connectionToken } = (await answer.json()) as Record<string, string>;
  const query = `hub=live&id=${connectionToken}&access_token=${accessToken}`;
  const socket = new WebSocket(`${service.url.replace('http', 'ws')}/client/?${query}`);
  let text = '';
  socket.addEventListener('open', () => socket.send('{"protocol":"json","version":1}\u001e'));
  socket.addEventListener('message', ({ data }) => (text += String(data)));
  onTestFinished(() => socket.close());
  await until(() => expect(text).toContain('{}\u001e'));

  const messages = () =>
    text
      .split('\u001e')
      .filter((message) => message !== '' && message !== '{}')
      .map(
        (message) => JSON.parse(message) as { type: number; arguments?: unknown[]; error?: string },
      );
  return {
    id: connectionId ?? '',
    received: () => messages().flatMap(({ type, arguments: args }) => (type === 1 ? args : [])),
    closeReason: () => messages().find(({ type }) => type === 7)?.error,
  };
}

const until = (condition: () => void) => vi.waitFor(condition, { timeout: 10_000, interval: 5 });

describe(createRestClient, () => {
  it('reaches everybody, a group, a user, one connection, and not the excluded', async () => {
    const { service, client } = await startService();
    const una = await connectTo(service, 'una');
    const bo = await connectTo(service, 'bo');
    await client.addConnectionToGroup('role:operator', una.id);

    await client.sendToAll(frame(1));
    await client.sendToAll(frame(2), { excluded: [una.id] });
    await client.sendToGroup('role:operator', frame(3));
    await client.sendToGroup('role:operator', frame(4), { excluded: [una.id] });
    await client.sendToUser('bo', frame(5));
    await client.sendToConnection(una.id, frame(6));
    await client.sendToUser('nobody', frame(7));
    await client.sendToAll(frame(8));

    await until(() => expect(una.received()).toEqual([1, 3, 6, 8]));
    await until(() => expect(bo.received()).toEqual([1, 2, 5, 8]));
  });

  it('keeps connections in groups under any name', async () => {
    const { service, client } = await startService();
    const una = await connectTo(service, 'una');

    for (const group of ['board:machine', 'a/b', 'ä ö %2F', '?#&=+', ':send']) {
      await expect(client.groupHasMembers(group)).resolves.toBe(false);
      await expect(client.addConnectionToGroup(group, una.id)).resolves.toBe(true);
      await expect(client.groupHasMembers(group)).resolves.toBe(true);
      await client.removeConnectionFromGroup(group, una.id);
      await client.removeConnectionFromGroup(group, una.id);
      await expect(client.groupHasMembers(group)).resolves.toBe(false);
    }
    await expect(client.addConnectionToGroup('g', 'nobody')).resolves.toBe(false);
  });

  it('keeps users in groups', async () => {
    const { service, client } = await startService();
    const una = await connectTo(service, 'una');

    await client.addUserToGroup('a', 'una');
    await client.addUserToGroup('b', 'una', { ttlSeconds: 600 });
    await client.sendToGroup('a', frame(1));
    await client.removeUserFromGroup('a', 'una');
    await client.sendToGroup('a', frame(2));
    await client.sendToGroup('b', frame(3));
    await client.removeUserFromAllGroups('una');
    await client.sendToGroup('b', frame(4));
    await client.sendToAll(frame(5));

    await until(() => expect(una.received()).toEqual([1, 3, 5]));
  });

  it('closes a connection and tells it why', async () => {
    const { service, client } = await startService();
    const una = await connectTo(service, 'una');

    await client.closeConnection(una.id, { reason: 'too many of you' });

    await until(() => expect(una.closeReason()).toBe('too many of you'));
    await client.closeConnection('nobody');
  });

  it('closes all connections of a user, and those alone', async () => {
    const { service, client } = await startService();
    const first = await connectTo(service, 'una');
    const second = await connectTo(service, 'una');
    const bo = await connectTo(service, 'bo');

    await client.closeUserConnections('una', { reason: 'signed out' });
    await client.closeUserConnections('nobody');
    await client.sendToAll(frame(1));

    await until(() => {
      expect([first.closeReason(), second.closeReason()]).toEqual(['signed out', 'signed out']);
      expect(bo.received()).toEqual([1]);
    });
    expect(bo.closeReason()).toBeUndefined();
  });

  it('has the service make a token with which a user connects', async () => {
    const { service, client } = await startService();
    const negotiate = async (hub: string, token: string) => {
      const url = `${service.url}/client/negotiate?hub=${hub}&negotiateVersion=1`;
      const headers = { authorization: `Bearer ${token}` };
      return (await fetch(url, { method: 'POST', headers })).status;
    };

    const token = await client.generateClientToken({ userId: 'una & bo', minutesToExpire: 5 });

    expect(await negotiate('live', token)).toBe(200);
    expect(await negotiate('other', token)).toBe(401);
    const claims: unknown = JSON.parse(
      Buffer.from(token.split('.')[1] ?? '', 'base64url').toString(),
    );
    expect(claims).toMatchObject({ 'asrs.s.uid': 'una & bo' });
    await expect(
      client.generateClientToken({ userId: 'una', minutesToExpire: 0 }),
    ).rejects.toMatchObject({ code: 'request-refused' });
  });

  it('is refused with another key, and when it sends too much', async () => {
    const { service, client } = await startService();
    const connectionString = service.connectionString.replace(/AccessKey=[^;]+/, 'AccessKey=other');
    const stranger = createRestClient({ connectionString, hub: 'live' });

    await expect(stranger.sendToAll(frame(1))).rejects.toMatchObject({
      code: 'access-denied',
      status: 401,
    });
    await expect(
      client.sendToAll({ target: 'frame', arguments: ['x'.repeat(1024 * 1024)] }),
    ).rejects.toMatchObject({ code: 'payload-too-large', status: 413 });
    await expect(client.sendToAll({ target: '', arguments: [] })).rejects.toMatchObject({
      code: 'request-refused',
      status: 400,
    });
  });
});
