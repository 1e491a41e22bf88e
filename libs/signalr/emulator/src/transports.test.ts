import {
  HttpTransportType,
  HubConnectionBuilder,
  JsonHubProtocol,
  LogLevel,
  type IHubProtocol,
} from '@microsoft/signalr';
import { MessagePackHubProtocol } from '@microsoft/signalr-protocol-msgpack';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from './testing/eventually.ts';
import { startService } from './testing/service-fixture.ts';
import { startUpstream } from './testing/upstream-recorder.ts';

const combinations: [string, HttpTransportType, () => IHubProtocol][] = [
  ['JSON over WebSockets', HttpTransportType.WebSockets, () => new JsonHubProtocol()],
  ['JSON over server-sent events', HttpTransportType.ServerSentEvents, () => new JsonHubProtocol()],
  ['JSON over long polling', HttpTransportType.LongPolling, () => new JsonHubProtocol()],
  ['MessagePack over WebSockets', HttpTransportType.WebSockets, () => new MessagePackHubProtocol()],
  [
    'MessagePack over long polling',
    HttpTransportType.LongPolling,
    () => new MessagePackHubProtocol(),
  ],
];

describe('the stock client', () => {
  it.for(combinations)('%s: receives, invokes, and leaves', async ([, transport, protocol]) => {
    const upstream = await startUpstream();
    const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
    const { url, accessToken } = await service.access({ userId: 'una' });
    const received: unknown[][] = [];
    const client = new HubConnectionBuilder()
      .withUrl(url, { transport, accessTokenFactory: () => accessToken })
      .withHubProtocol(protocol())
      .configureLogging(LogLevel.None)
      .build();
    onTestFinished(() => client.stop());
    client.on('m', (...args: unknown[]) => received.push(args));
    await client.start();

    const args = ['ü', 1.5, 1_700_000_000_000, null, { a: [true] }, 'x\ny'];
    const path = '/api/hubs/live/:send?api-version=2024-12-01';
    expect((await service.call('POST', path, { target: 'm', arguments: args })).status).toBe(202);
    await eventually(() => received.length === 1);
    expect(received).toEqual([args]);

    await expect(client.invoke('work', 1)).resolves.toBeFalsy();
    expect(upstream.messages()[0]?.headers['content-type']).toBe(
      protocol().name === 'json' ? 'application/json' : 'application/x-msgpack',
    );
    await client.stop();
    await eventually(() => upstream.requests.length === 3);
    expect(String(upstream.requests[2]?.body)).toBe('{"type":11}');
  });
});
