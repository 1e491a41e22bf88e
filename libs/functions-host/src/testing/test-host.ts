import { onTestFinished } from 'vitest';
import { startFunctionsHost, type FunctionsHostOptions } from '../functions-host.ts';
import type { FunctionsHost } from '../functions-host.ts';
import type { LogEntry } from '../log-entry.ts';
import { createAppFolder, type AppFolder, type AppFolderOptions } from './app-folder.ts';

export interface TestHost extends FunctionsHost {
  readonly folder: AppFolder;
  readonly entries: readonly LogEntry[];
  /** The log's messages. */
  messages(): string[];
}

export const accessKey = 'a-key-of-sufficient-length-for-signing-0123456789';

/** A connection string for a service that nobody needs to reach. */
export const connectionString = (endpoint = 'http://127.0.0.1:1'): string =>
  `Endpoint=${endpoint};AccessKey=${accessKey};Version=1.0;`;

/** Runs a fixture, or the app in `folder`, on a free port until the test has finished. */
export async function startTestHost(
  app: AppFolderOptions | AppFolder,
  options: Partial<FunctionsHostOptions> = {},
): Promise<TestHost> {
  const folder = 'path' in app ? app : await createAppFolder(app);
  const entries: LogEntry[] = [];
  const host = await startFunctionsHost({
    folder: folder.path,
    port: 0,
    watch: false,
    log: (entry) => entries.push(entry),
    ...options,
    env: { AzureSignalRConnectionString: connectionString(), ...options.env },
  }).catch(async (reason: unknown) => {
    await folder.remove();
    throw reason;
  });
  onTestFinished(async () => {
    await host.stop();
    await folder.remove();
  });
  return {
    url: host.url,
    port: host.port,
    get functions() {
      return host.functions;
    },
    stop: host.stop,
    folder,
    entries,
    messages: () => entries.map(({ message }) => message),
  };
}
