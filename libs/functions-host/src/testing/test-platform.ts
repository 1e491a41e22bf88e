import {
  HttpTransportType,
  HubConnectionBuilder,
  type HubConnection,
  type IHubProtocol,
} from '@microsoft/signalr';
import { createServer } from 'node:http';
import { onTestFinished } from 'vitest';
import type { FunctionsHostOptions } from '../functions-host.ts';
import type { AppFolder, AppFolderOptions } from './app-folder.ts';
import { startTestHost, type TestHost } from './test-host.ts';

/** What of the local service is needed here. A test starts it: only tests may know the emulator. */
export interface LocalService {
  readonly connectionString: string;
  stop(): Promise<void>;
}

export type StartService = (options: {
  readonly upstream: readonly { readonly urlTemplate: string }[];
}) => Promise<LocalService>;

/** A service whose events reach the functions of an app, and clients that connect to it. */
export interface TestPlatform {
  readonly host: TestHost;
  readonly service: LocalService;
  /** Goes through the app's own negotiate function. */
  connect(userId?: string, options?: ConnectOptions): Promise<HubConnection>;
}

export interface ConnectOptions {
  readonly transport?: HttpTransportType;
  readonly protocol?: IHubProtocol;
  /** Registers handlers before anything can arrive. */
  readonly prepare?: (connection: HubConnection) => void;
}

export interface TestPlatformOptions extends Partial<Omit<FunctionsHostOptions, 'env'>> {
  readonly app?: AppFolderOptions | AppFolder;
  /** The app's settings. By default the service's connection string. */
  readonly env?: (service: LocalService) => NodeJS.ProcessEnv | Promise<NodeJS.ProcessEnv>;
}

export async function startTestPlatform(
  startService: StartService,
  {
    app = { fixture: 'plain-js' },
    env = ({ connectionString }) => ({ AzureSignalRConnectionString: connectionString }),
    ...options
  }: TestPlatformOptions = {},
): Promise<TestPlatform> {
  // Each needs the other's address: the service gets the host's port before the host listens.
  const port = await findFreePort();
  const service = await startService({
    upstream: [{ urlTemplate: `http://127.0.0.1:${port}/runtime/webhooks/signalr` }],
  });
  onTestFinished(() => service.stop());
  const host = await startTestHost(app, { ...options, port, env: await env(service) });
  return {
    host,
    service,
    async connect(userId, { transport = HttpTransportType.WebSockets, protocol, prepare } = {}) {
      const builder = new HubConnectionBuilder()
        .withUrl(`${host.url}/api${userId === undefined ? '' : `?user=${userId}`}`, {
          headers: userId === undefined ? {} : { 'x-user': userId },
          transport,
        })
        .configureLogging({ log: () => undefined });
      if (protocol) builder.withHubProtocol(protocol);
      const connection = builder.build();
      prepare?.(connection);
      await connection.start();
      onTestFinished(() => connection.stop());
      return connection;
    },
  };
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** What a target is invoked with, from now on. */
export function record(connection: HubConnection, target: string): unknown[][] {
  const received: unknown[][] = [];
  connection.on(target, (...args: unknown[]) => received.push(args));
  return received;
}
