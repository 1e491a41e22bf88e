import { startSignalR } from '@heliograph/signalr-emulator';
import { HttpTransportType, HubConnectionBuilder, JsonHubProtocol } from '@microsoft/signalr';
import { MessagePackHubProtocol } from '@microsoft/signalr-protocol-msgpack';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import * as z from 'zod';
import { record, startTestPlatform, type LocalService } from './testing/test-platform.ts';

const within = { timeout: 10_000, interval: 20 };
const settings = ({ connectionString }: LocalService) => ({
  CHAT_HUB: 'chat',
  CHAT_SERVICE: connectionString,
  BROADCAST_SCHEDULE: '0 0 0 1 1 *',
  AzureSignalRConnectionString: '',
});
const start = (more: NodeJS.ProcessEnv = {}) =>
  startTestPlatform(startSignalR, {
    app: { fixture: 'sample-app' },
    env: (service) => ({ ...settings(service), ...more }),
  });

/** The parts of a negotiation with several endpoints. */
const negotiationSchema = z.object({
  endpoints: z.array(
    z.object({
      name: z.string(),
      endpointType: z.string(),
      connectionInfo: z.object({ url: z.string(), accessToken: z.string() }),
    }),
  ),
});

describe('a stock app in plain JavaScript with every SignalR binding', () => {
  it.for([
    ['JSON over WebSockets', HttpTransportType.WebSockets, new JsonHubProtocol()],
    ['JSON over server-sent events', HttpTransportType.ServerSentEvents, new JsonHubProtocol()],
    ['JSON over long polling', HttpTransportType.LongPolling, new JsonHubProtocol()],
    ['MessagePack over WebSockets', HttpTransportType.WebSockets, new MessagePackHubProtocol()],
  ] as const)('serves a client that speaks %s', async ([, transport, protocol]) => {
    const { connect } = await start();
    const ann = await connect('ann', { transport, protocol });
    const messages = record(ann, 'newMessage');

    expect(await ann.invoke('sum', 1, 2, 3.5)).toEqual({ total: 6.5, exact: true, note: null });
    await ann.send('broadcast', 'hällo');
    await vi.waitFor(() => expect(messages).toEqual([['ann: hällo']]), within);
  });

  it('keeps groups for connections and people, in the order in which it is told', async () => {
    const { connect } = await start();
    const arrivals: unknown[][] = [];
    const ann = await connect('ann', {
      prepare: (connection) => connection.on('newConnection', (...args) => arrivals.push(args)),
    });
    const bob = await connect('bob');
    const forAnn = record(ann, 'newMessage');
    const forBob = record(bob, 'newMessage');
    const departures = record(ann, 'goneConnection');
    await vi.waitFor(() => expect(arrivals).toEqual([['ann'], ['bob']]), within);

    await ann.invoke('joinGroup', 'room');
    await bob.invoke('joinGroup', 'room');
    await ann.invoke('sendToGroup', 'room', 'to both');
    await bob.invoke('leaveGroup', 'room');
    await ann.invoke('sendToGroup', 'room', 'to ann');
    await ann.invoke('leaveAll');
    await ann.invoke('sendToGroup', 'room', 'to nobody');
    await ann.invoke('sendToUser', 'bob', 'to bob');
    await ann.invoke('sendToUser', 'ann', 'the last');

    await vi.waitFor(() => {
      expect(forAnn).toEqual([['to both'], ['to ann'], ['the last']]);
      expect(forBob).toEqual([['to both'], ['to bob']]);
    }, within);
    await bob.stop();
    await vi.waitFor(() => expect(departures).toEqual([['bob']]), within);
  });

  it('sends what a timer returns', async () => {
    const { connect, host } = await start();
    const ann = await connect('ann');
    const messages = record(ann, 'newMessage');

    await fetch(`${host.url}/admin/functions/broadcast`, { method: 'POST' });

    await vi.waitFor(() => expect(messages).toEqual([['round 1']]), within);
  });

  it('reaches clients of several endpoints, and of the one that it names', async () => {
    const east = await startSignalR();
    onTestFinished(() => east.stop());
    const { connect, host } = await start({
      Azure__SignalR__Endpoints__east__secondary: east.connectionString,
    });
    const here = record(await connect('ann'), 'newMessage');
    const answer = await fetch(`${host.url}/api/anywhere/bob`, { method: 'POST' });
    const { endpoints } = negotiationSchema.parse(await answer.json());
    const { url = '', accessToken = '' } = endpoints[1]?.connectionInfo ?? {};
    const bob = new HubConnectionBuilder()
      .withUrl(url, { accessTokenFactory: () => accessToken })
      .configureLogging({ log: () => undefined })
      .build();
    const there = record(bob, 'newMessage');
    await bob.start();
    onTestFinished(() => bob.stop());

    await fetch(`${host.url}/admin/functions/broadcast`, { method: 'POST' });
    await vi.waitFor(() => {
      expect(here).toEqual([['round 1']]);
      expect(there).toEqual([['round 1']]);
    }, within);
    const sent = await fetch(`${host.url}/api/endpoints/east`, { method: 'POST', body: 'east' });

    expect(await sent.json()).toEqual(['Secondary']);
    await vi.waitFor(() => expect(there).toEqual([['round 1'], ['east']]), within);
    expect(here).toEqual([['round 1']]);
    expect(await (await fetch(`${host.url}/api/endpoints`)).json()).toEqual([
      expect.objectContaining({ name: '', endpointType: 'Primary', online: true }),
      expect.objectContaining({ name: 'east', endpointType: 'Secondary', online: true }),
    ]);
  });

  it('serves its page, with the headers of host.json', async () => {
    const { host } = await start();

    const page = await fetch(`${host.url}/api/index`);

    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await page.text()).toContain('<title>Chat</title>');
  });
});
