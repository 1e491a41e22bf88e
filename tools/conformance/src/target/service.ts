/**
 * The service under test.
 *
 * By default each test starts a local service of its own. When the environment variable
 * `CONFORMANCE_CONNECTION_STRING` names a real one, tests run against that: they need nothing but
 * the connection string, and a hub of their own keeps them apart. What needs an upstream, other
 * limits or other options is written with `itLocally` and runs against the local service alone.
 */
import { randomUUID } from 'node:crypto';
import { parseConnectionString, type SignalRConnection } from '@heliograph/signalr-access';
import { startSignalR, type SignalROptions } from '@heliograph/signalr-emulator';
import { it, onTestFinished } from 'vitest';

export interface Service {
  readonly connection: SignalRConnection;
  /** Base URL without a trailing slash. */
  readonly url: string;
  /** A hub that no other test uses. */
  readonly hub: string;
  stop(): Promise<void>;
}

const remote = process.env['CONFORMANCE_CONNECTION_STRING'];

/** A test that needs options which only a local service takes. */
export const itLocally: ReturnType<typeof it.runIf> = it.runIf(remote === undefined);

/** The service under test, stopped with the test if it was started for it. */
export async function startService(options: SignalROptions = {}): Promise<Service> {
  const hub = `hub_${randomUUID().replaceAll('-', '')}`;
  if (remote !== undefined) {
    const connection = parseConnectionString(remote);
    return { connection, url: connection.endpoint, hub, stop: () => Promise.resolve() };
  }
  const service = await startSignalR(options);
  onTestFinished(() => service.stop());
  const connection = parseConnectionString(service.connectionString);
  return { connection, url: service.url, hub, stop: () => service.stop() };
}
