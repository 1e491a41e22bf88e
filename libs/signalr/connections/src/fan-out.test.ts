import { describe, expect, it } from 'vitest';
import { createOutboundMessage } from './outbound-message.ts';
import { eventually, startRuntime } from './testing/runtime-fixture.ts';

const message = (target: string, ...args: unknown[]) =>
  createOutboundMessage({ type: 1, target, arguments: args });
const record = (target: string) => `{"type":1,"target":"${target}","arguments":[]}`;

describe('fan-out', () => {
  it('puts what is sent in one turn into one WebSocket message, in order', async () => {
    const { open, runtime } = await startRuntime();
    const clients = [await open(), await open()];
    const hub = runtime.hubs.obtain('live');
    for (const target of ['a', 'b', 'c']) hub.sendToAll(message(target));
    for (const client of clients) {
      await eventually(() => client.messages.length === 2);
      expect(client.messages[1]).toBe(
        ['a', 'b', 'c'].map((name) => `${record(name)}\u001e`).join(''),
      );
    }
  });

  it('reaches all, a user, a group or one connection, except who is excluded', async () => {
    const { open, runtime, host } = await startRuntime();
    const una = await open('&user=una');
    const bob = await open('&user=bob');
    await eventually(() => host.connected.length === 2);
    const [unaConnection, bobConnection] = host.connected;
    const hub = runtime.hubs.obtain('LIVE');
    if (unaConnection === undefined || bobConnection === undefined) throw new Error('unreachable');
    hub.groups.addConnection('g', bobConnection);

    expect(hub.sendToAll(message('all'))).toBe(2);
    expect(hub.sendToAll(message('others'), new Set([unaConnection.id]))).toBe(1);
    expect(hub.sendToUser('una', message('user'))).toBe(1);
    expect(hub.sendToUser('UNA', message('nobody'))).toBe(0);
    expect(hub.sendToGroup('g', message('group'))).toBe(1);
    expect(hub.sendToGroup('g', message('nobody'), new Set([bobConnection.id]))).toBe(0);
    expect(hub.sendToConnection(unaConnection.id, message('one'))).toBe(1);
    expect(hub.sendToConnection('nobody', message('nobody'))).toBe(0);

    await eventually(() => una.records().length === 4 && bob.records().length === 4);
    expect(una.records().slice(1)).toEqual(['all', 'user', 'one'].map(record));
    expect(bob.records().slice(1)).toEqual(['all', 'others', 'group'].map(record));
  });

  it('forgets a connection that is gone', async () => {
    const { open, runtime, host } = await startRuntime();
    const client = await open('&user=una');
    await eventually(() => host.connected.length === 1);
    client.webSocket.terminate();
    await eventually(() => host.disconnected.length === 1);
    const hub = runtime.hubs.obtain('live');
    expect(hub.connections.size).toBe(0);
    expect(hub.connectionsOf('una').size).toBe(0);
  });
});
