import {
  HttpTransportType,
  HubConnectionBuilder,
  LogLevel,
  type HubConnection,
  type IHttpConnectionOptions,
} from '@microsoft/signalr';
import { MessagePackHubProtocol } from '@microsoft/signalr-protocol-msgpack';
import { onTestFinished } from 'vitest';
import { clientAccess, type ClientIdentity } from './access.ts';
import type { Service } from './service.ts';

export type TransportName = 'WebSockets' | 'ServerSentEvents' | 'LongPolling';
export type ProtocolName = 'json' | 'messagepack';

export const everyTransport = ['WebSockets', 'ServerSentEvents', 'LongPolling'] as const;

/** The pairs of transport and protocol that work: server-sent events carry text alone. */
export const everyWay = [
  ['WebSockets', 'json'],
  ['WebSockets', 'messagepack'],
  ['ServerSentEvents', 'json'],
  ['LongPolling', 'json'],
  ['LongPolling', 'messagepack'],
] as const;

export interface StockClientOptions extends ClientIdentity {
  readonly transport?: TransportName;
  readonly protocol?: ProtocolName;
  /** Delays of the automatic reconnect in milliseconds; none by default. */
  readonly reconnect?: number[];
  readonly stateful?: boolean;
  /** Runs before the start. */
  readonly prepare?: (client: HubConnection) => void;
  readonly http?: IHttpConnectionOptions;
}

/** Microsoft's client as it is published, not started yet; stopped with the test. */
export async function createStockClient(
  service: Service,
  options: StockClientOptions = {},
): Promise<HubConnection> {
  const { transport = 'WebSockets', protocol = 'json' } = options;
  const { url, accessToken } = await clientAccess(service, options);
  const builder = new HubConnectionBuilder()
    .withUrl(url, {
      accessTokenFactory: () => accessToken,
      transport: HttpTransportType[transport],
      ...options.http,
    })
    .configureLogging(LogLevel.None);
  if (protocol === 'messagepack') builder.withHubProtocol(new MessagePackHubProtocol());
  if (options.reconnect !== undefined) builder.withAutomaticReconnect(options.reconnect);
  if (options.stateful === true) builder.withStatefulReconnect();
  const client = builder.build();
  onTestFinished(() => client.stop());
  options.prepare?.(client);
  return client;
}

export async function connectStockClient(
  service: Service,
  options: StockClientOptions = {},
): Promise<HubConnection> {
  const client = await createStockClient(service, options);
  await client.start();
  return client;
}

/** What a client received under the target `m`, in order. */
export function receivedBy(client: HubConnection, target = 'm'): unknown[][] {
  const received: unknown[][] = [];
  client.on(target, (...args: unknown[]) => void received.push(args));
  return received;
}
