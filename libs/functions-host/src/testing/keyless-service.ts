import {
  createDataPlaneToken,
  dataPlaneAudience,
  parseConnectionString,
} from '@heliograph/signalr-access';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { LocalService } from './test-platform.ts';

/**
 * Puts a service behind a door that opens for tokens of an identity only, which the local service
 * itself cannot verify. Returns the settings of an app that uses it.
 */
export async function withoutKeys(
  { connectionString }: LocalService,
  accepted: string,
): Promise<Record<string, string>> {
  const connection = parseConnectionString(connectionString);
  const server = createServer((request, response) => {
    void (async () => {
      if (request.headers.authorization !== `Bearer ${accepted}`) {
        return response.writeHead(401).end();
      }
      const { pathname = '/' } = new URL(request.url ?? '/', connection.endpoint);
      const audience = dataPlaneAudience(connection, pathname);
      const token = await createDataPlaneToken({ connection, audience });
      const answer = await fetch(new URL(request.url ?? '/', connection.endpoint), {
        method: request.method ?? 'GET',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': request.headers['content-type'] ?? 'application/json',
        },
        ...(request.method === 'POST' && { body: await buffer(request) }),
      });
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      return response.end(await answer.text());
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    AzureSignalRConnectionString: '',
    AzureSignalRConnectionString__serviceUri: `http://127.0.0.1:${port}`,
    AzureSignalRConnectionString__clientEndpoint: connection.endpoint,
  };
}
