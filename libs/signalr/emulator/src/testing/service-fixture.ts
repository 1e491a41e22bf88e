import {
  createClientAccess,
  createDataPlaneToken,
  parseConnectionString,
} from '@heliograph/signalr-access';
import { HubConnectionBuilder, LogLevel, type HubConnection } from '@microsoft/signalr';
import { onTestFinished } from 'vitest';
import type { SignalROptions } from '../signalr-options.ts';
import { startSignalR, type SignalRService } from '../start-signalr.ts';

export interface ServiceFixture extends SignalRService {
  /** The unmodified client of Microsoft, connected. */
  connect(options?: ClientOptions): Promise<HubConnection>;
  /** What a client needs to connect. */
  access(options?: ClientOptions): Promise<{ url: string; accessToken: string }>;
  /** Sends a data-plane request with a token for exactly its URL. */
  call(method: string, path: string, body?: unknown): Promise<Response>;
}

export interface ClientOptions {
  readonly hub?: string;
  readonly userId?: string;
  readonly claims?: Record<string, string | string[]>;
  readonly prepare?: (connection: HubConnection) => void;
}

/** A service on a free port, stopped with the test. */
export async function startService(options: SignalROptions = {}): Promise<ServiceFixture> {
  const service = await startSignalR(options);
  onTestFinished(() => service.stop());
  const connection = parseConnectionString(service.connectionString);

  const access = ({ hub = 'live', userId, claims }: ClientOptions = {}) =>
    createClientAccess({ connection, hub, userId, claims });

  return {
    ...service,
    access,
    async connect(client = {}) {
      const { url, accessToken } = await access(client);
      const hubConnection = new HubConnectionBuilder()
        .withUrl(url, { accessTokenFactory: () => accessToken })
        .configureLogging(LogLevel.None)
        .build();
      client.prepare?.(hubConnection);
      onTestFinished(() => hubConnection.stop());
      await hubConnection.start();
      return hubConnection;
    },
    async call(method, path, body) {
      const audience = service.url + path;
      const token = await createDataPlaneToken({ connection, audience });
      return fetch(audience, {
        method,
        headers: {
          Authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
    },
  };
}
