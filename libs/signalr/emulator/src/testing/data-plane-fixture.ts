import type { HubConnection } from '@microsoft/signalr';
import { startService, type ServiceFixture } from './service-fixture.ts';

export const payload = { target: 'm', arguments: [1] };
export const v = 'api-version=2024-12-01';

/** `una` twice and `bob` once, and what each of them received. */
export async function startWithClients() {
  const service = await startService();
  const received: string[] = [];
  const join = (name: string, userId: string): Promise<HubConnection> =>
    service.connect({
      userId,
      prepare: (client) =>
        client.on('m', (value: unknown) => received.push(`${name} ${String(value)}`)),
    });
  const [una1, una2, bob] = [
    await join('una1', 'una'),
    await join('una2', 'una'),
    await join('bob', 'bob'),
  ];
  const ids = { una1: una1.connectionId, una2: una2.connectionId, bob: bob.connectionId };
  return { service, received, ids };
}

/** Asks and returns the status. */
export const at =
  (service: ServiceFixture) => async (method: string, path: string, body?: unknown) => {
    const response = await service.call(method, path, body);
    await response.arrayBuffer();
    return response.status;
  };

/** Asks and returns status and error code. */
export const answer = async (service: ServiceFixture, method: string, path: string) => {
  const response = await service.call(method, path);
  return [response.status, response.headers.get('x-ms-error-code')];
};
