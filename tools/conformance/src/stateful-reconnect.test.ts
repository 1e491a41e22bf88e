import { expect, it } from 'vitest';
import { clientAccess } from './target/access.ts';
import { call } from './target/data-plane.ts';
import { eventually } from './target/eventually.ts';
import { startService } from './target/service.ts';
import { createStockClient, receivedBy } from './target/stock-client.ts';

it('hub 8: stateful reconnect is not announced, and a stock client that asks for it works without', async () => {
  const service = await startService();
  const { url, accessToken } = await clientAccess(service);
  const query = '&negotiateVersion=1&useStatefulReconnect=true';
  const response = await fetch(url.replace('/client/?', '/client/negotiate?') + query, {
    method: 'POST',
    headers: { Authorization: `Bearer ${accessToken}` },
  });
  expect(response.status).toBe(200);
  expect(await response.json()).not.toHaveProperty('useStatefulReconnect');

  const client = await createStockClient(service, { stateful: true });
  const received = receivedBy(client);
  await client.start();
  await call(service, 'POST', ':send', { body: { target: 'm', arguments: [1] } });
  await eventually(() => received.length === 1);
  expect(received).toEqual([[1]]);
});
