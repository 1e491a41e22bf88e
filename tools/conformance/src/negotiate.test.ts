import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { HubConnectionBuilder, HttpTransportType, LogLevel } from '@microsoft/signalr';
import { expect, it, onTestFinished } from 'vitest';
import { clientAccess } from './target/access.ts';
import { upgradeStatus } from './target/raw-socket.ts';
import { itLocally, startService, type Service } from './target/service.ts';
import { createStockClient } from './target/stock-client.ts';

const everyTransport = [
  { transport: 'WebSockets', transferFormats: ['Text', 'Binary'] },
  { transport: 'ServerSentEvents', transferFormats: ['Text'] },
  { transport: 'LongPolling', transferFormats: ['Text', 'Binary'] },
];

async function negotiate(service: Service, query: string, method = 'POST') {
  const { url, accessToken } = await clientAccess(service);
  const response = await fetch(url.replace('/client/?', '/client/negotiate?') + query, {
    method,
    headers: { Authorization: `Bearer ${accessToken}` },
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: (text.startsWith('{') ? JSON.parse(text) : {}) as Record<string, unknown>,
  };
}

it.for(['', '&negotiateVersion=0'])(
  'hub 9: version 0 (%j) has an id and no connection token',
  async (query) => {
    const { status, headers, body } = await negotiate(await startService(), query);
    expect([status, headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(Number(headers.get('content-length'))).toBeGreaterThan(0);
    expect(body).toEqual({
      negotiateVersion: 0,
      connectionId: expect.any(String),
      availableTransports: everyTransport,
    });
  },
);

it.for(['1', '2', '99'])(
  'hub 9: version %s is answered as 1, with a token apart from the id and the transports in order',
  async (version) => {
    const { status, body } = await negotiate(await startService(), `&negotiateVersion=${version}`);
    expect(status).toBe(200);
    expect(body).toEqual({
      negotiateVersion: 1,
      connectionId: expect.stringMatching(/^[\w-]{22}$/),
      connectionToken: expect.stringMatching(/^[\w-]{22}$/),
      availableTransports: everyTransport,
    });
    expect(body['connectionToken']).not.toBe(body['connectionId']);
  },
);

it.for([
  ['abc', 'The client requested a non-integer protocol version.'],
  ['-1', "The client requested version '-1', but the server does not support this version."],
])('hub 9, hub 12.12: version %s is refused with 200 and an error', async ([version, error]) => {
  const { status, body } = await negotiate(await startService(), `&negotiateVersion=${version}`);
  expect([status, body]).toEqual([200, { error }]);
});

it('hub 9: names in the query are compared ignoring case', async () => {
  const { body } = await negotiate(await startService(), '&NEGOTIATEVERSION=1');
  expect(body).toMatchObject({ negotiateVersion: 1 });
});

it.for(['GET', 'PUT', 'DELETE'])('hub 9, hub 12.12: %s does not negotiate', async (method) => {
  expect((await negotiate(await startService(), '', method)).status).toBe(405);
});

it('hub 12.12: a client without a token gets an HTTP error and its challenge, not a body with an error', async () => {
  const { url, hub } = await startService();
  const response = await fetch(`${url}/client/negotiate?hub=${hub}`, { method: 'POST' });
  expect(response.status).toBe(401);
  expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/);
  expect(await response.text()).not.toContain('"error"');
});

it('hub 12.13: the connection token opens a transport, the connection id does not', async () => {
  const service = await startService();
  const { url, accessToken } = await clientAccess(service);
  const headers = { Authorization: `Bearer ${accessToken}` };
  const { body } = await negotiate(service, '&negotiateVersion=1');
  const open = (id: unknown) => upgradeStatus(`${url}&id=${String(id)}`, { headers });
  expect(await open(body['connectionId'])).toBe(404);
  expect(await open(body['connectionToken'])).toBe(101);
  expect(await open(body['connectionToken'])).toBe(409);
});

it('hub 9: a version 0 id opens a transport', async () => {
  const service = await startService();
  const { url, accessToken } = await clientAccess(service);
  const { body } = await negotiate(service, '');
  const headers = { Authorization: `Bearer ${accessToken}` };
  expect(await upgradeStatus(`${url}&id=${String(body['connectionId'])}`, { headers })).toBe(101);
});

itLocally('golden 20, service 2: who connects too late finds no connection', async () => {
  const service = await startService({ limits: { connectTimeoutMs: 0 } });
  const { url, accessToken } = await clientAccess(service);
  const { body } = await negotiate(service, '&negotiateVersion=1');
  const headers = { Authorization: `Bearer ${accessToken}` };
  expect(await upgradeStatus(`${url}&id=${String(body['connectionToken'])}`, { headers })).toBe(
    404,
  );
});

it.for([
  '',
  '?hub=',
  '?hub=a&hub=b',
  '?hub=1st',
  '?hub=my-hub',
  '?hub=my%20hub',
  `?hub=${'h'.repeat(129)}`,
])('golden 21, service 2: the query %j is refused with 400', async (query) => {
  const service = await startService();
  const { accessToken } = await clientAccess(service, { hub: 'a' });
  const response = await fetch(`${service.url}/client/negotiate${query}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${accessToken}` },
  });
  expect(response.status).toBe(400);
});

it('hub 9: a client that skips the negotiation is connected', async () => {
  const service = await startService();
  const client = await createStockClient(service, { http: { skipNegotiation: true } });
  await client.start();
  expect(client.state).toBe('Connected');
});

it("service 2: a client follows an application's redirect to the service", async () => {
  const service = await startService();
  const access = await clientAccess(service, { userId: 'una' });
  const application = createServer((_request, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ ...access, availableTransports: [] }));
  });
  onTestFinished(() => void application.close().closeAllConnections());
  application.listen(0, '127.0.0.1');
  await once(application, 'listening');
  const { port } = application.address() as AddressInfo;
  const client = new HubConnectionBuilder()
    .withUrl(`http://127.0.0.1:${port}/api`, { transport: HttpTransportType.WebSockets })
    .configureLogging(LogLevel.None)
    .build();
  onTestFinished(() => client.stop());
  await client.start();
  expect(client.connectionId).toMatch(/^[\w-]{22}$/);
});

it('service 11.4: the slash before the query makes a stock client negotiate at /client/negotiate', async () => {
  const service = await startService();
  const { url } = await clientAccess(service);
  expect(url).toBe(`${service.url}/client/?hub=${service.hub}`);
  const client = await createStockClient(service);
  await client.start();
  expect(client.baseUrl).toContain('/client/?hub=');
});
