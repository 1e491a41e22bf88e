import { parseConnectionString } from '@heliograph/signalr-access';
import { startSignalR } from '@heliograph/signalr-emulator';
import { expect, it, onTestFinished } from 'vitest';
import { call, request } from './target/data-plane.ts';
import { forgeToken, secondsFromNow } from './target/access.ts';
import { upgradeStatus } from './target/raw-socket.ts';
import { itLocally, startService } from './target/service.ts';
import { connectStockClient, createStockClient, receivedBy } from './target/stock-client.ts';
import { eventually } from './target/eventually.ts';

itLocally(
  "service 1, service 4.1: the connection string has the form and the key of Microsoft's emulator",
  async () => {
    const service = await startSignalR();
    onTestFinished(() => service.stop());
    expect(service.connectionString).toBe(
      `Endpoint=http://127.0.0.1;Port=${service.port};AccessKey=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH;Version=1.0;`,
    );
    expect(parseConnectionString(service.connectionString).endpoint).toBe(service.url);
  },
);

itLocally(
  'service 4.1: several services run side by side and know nothing of each other',
  async () => {
    const [one, other] = [await startService(), await startService()];
    const inOne = await createStockClient(one, { hub: 'chat' });
    const inOther = await createStockClient(other, { hub: 'chat' });
    const received = [receivedBy(inOne), receivedBy(inOther)];
    await Promise.all([inOne.start(), inOther.start()]);
    await call(one, 'POST', ':send', { hub: 'chat', body: { target: 'm', arguments: ['one'] } });
    await call(other, 'POST', ':send', {
      hub: 'chat',
      body: { target: 'm', arguments: ['other'] },
    });
    await eventually(() => received.every(({ length }) => length > 0));
    expect(received).toEqual([[['one']], [['other']]]);
  },
);

itLocally('service 2: tokens signed with either of two keys open the service', async () => {
  const accessKeys = [
    'first-key-first-key-first-key-first-key',
    'second-key-second-key-second-key-2',
  ];
  const service = await startService({ accessKeys });
  const url = `${service.url}/client/?hub=${service.hub}`;
  for (const key of accessKeys) {
    const token = forgeToken(service, { claims: { aud: url, exp: secondsFromNow(60) }, key });
    expect(await upgradeStatus(url, { headers: { Authorization: `Bearer ${token}` } })).toBe(101);
  }
});

it('service 11.14, service 6: Serverless mode takes no server connection, and the data plane works without one', async () => {
  const service = await startService();
  const url = `${service.url}/server/?hub=${service.hub}`;
  const token = forgeToken(service, { claims: { aud: url, exp: secondsFromNow(60) } });
  const refused = await upgradeStatus(url, { headers: { Authorization: `Bearer ${token}` } });
  expect(refused).toBeGreaterThanOrEqual(400);
  expect((await call(service, 'POST', ':send', { body: { target: 'm' } })).status).toBe(202);
});

it('service 3.21: a temporary access key, which only an Entra identity could get, is not offered', async () => {
  const service = await startService();
  for (const path of ['/api/auth/accessKey', '/api/v1/auth/accessKey']) {
    const { status } = await request(service, 'GET', path);
    expect(status).toBe(501);
  }
});

it('hub 12.10: a client finds its handler whatever the case of the target', async () => {
  const service = await startService();
  const client = await connectStockClient(service);
  const received = receivedBy(client, 'newFrame');
  await call(service, 'POST', ':send', { body: { target: 'NEWFRAME', arguments: [1, 2] } });
  await call(service, 'POST', ':send', { body: { target: 'newframe', arguments: [] } });
  await eventually(() => received.length === 2);
  expect(received).toEqual([[1, 2], []]);
});
