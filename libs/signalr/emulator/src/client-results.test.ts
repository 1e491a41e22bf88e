import { HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import { MessagePackHubProtocol } from '@microsoft/signalr-protocol-msgpack';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startService, type ServiceFixture } from './testing/service-fixture.ts';

async function invoke(
  service: ServiceFixture,
  id: string | null,
  body: unknown = { target: 'ask', arguments: [20] },
): Promise<[number, string, string | null]> {
  const path = `/api/hubs/live/connections/${id}/:invoke?api-version=2024-12-01`;
  const response = await service.call('POST', path, body);
  return [response.status, await response.text(), response.headers.get('x-ms-error-code')];
}

describe('an invocation of a client through the data plane', () => {
  it("answers with the client's result", async () => {
    const service = await startService();
    const client = await service.connect({
      prepare: (connection) => connection.on('ask', (value: number) => ({ twice: value * 2 })),
    });
    expect(await invoke(service, client.connectionId)).toEqual([
      200,
      '{"result":{"twice":40}}',
      null,
    ]);
  });

  it('translates the result of a MessagePack client', async () => {
    const service = await startService();
    const { url, accessToken } = await service.access();
    const client = new HubConnectionBuilder()
      .withUrl(url, { accessTokenFactory: () => accessToken })
      .withHubProtocol(new MessagePackHubProtocol())
      .configureLogging(LogLevel.None)
      .build();
    onTestFinished(() => client.stop());
    client.on('ask', (value: number) => [value, Uint8Array.of(1, 2), null]);
    await client.start();
    expect(await invoke(service, client.connectionId)).toEqual([
      200,
      '{"result":[20,"AQI=",null]}',
      null,
    ]);
  });

  it("tells the client's error, which is no reason to try again", async () => {
    const service = await startService();
    const client = await service.connect({
      prepare: (connection) =>
        connection.on('ask', () => {
          throw new Error('boom');
        }),
    });
    const [status, body] = await invoke(service, client.connectionId);
    expect([status, JSON.parse(body)]).toEqual([
      400,
      { code: 'client-failed', message: 'Error: boom' },
    ]);
    const [missing, missingBody] = await invoke(service, client.connectionId, { target: 'other' });
    expect(missing).toBe(400);
    expect(missingBody).toContain("Client didn't provide a result.");
  });

  it('fails when there is no such client, when it leaves, and when it does not answer', async () => {
    const service = await startService({ invocationTimeoutMs: 300 });
    expect(await invoke(service, 'nobody')).toEqual([404, '', 'Error.Connection.NotExisted']);
    const client = await service.connect({
      prepare: (connection) => {
        connection.on('ask', () => new Promise(() => undefined));
        connection.on('leave', () => connection.stop());
      },
    });
    const id = client.connectionId;
    expect((await invoke(service, id))[0]).toBe(504);
    const [status, body] = await invoke(service, id, { target: 'leave' });
    expect(status).toBe(400);
    expect(body).toContain('disconnected');
  });
});
