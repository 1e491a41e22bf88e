import { randomBytes } from 'node:crypto';
import {
  startConsole,
  type ConsoleSource,
  type RunningConsole,
} from '@heliograph/app-model-console';
import { removeConsoleFile, writeConsoleFile } from './console-file.ts';

export interface ServedConsole {
  /** Without a trailing slash, and without anything secret. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the console of a platform, and tells our other commands where it is. */
export async function serveConsole(
  source: ConsoleSource,
  place: { readonly host: string; readonly port: number; readonly dataFolder: string },
): Promise<ServedConsole> {
  const { host, port, dataFolder } = place;
  const token = randomBytes(32).toString('base64url');
  const running: RunningConsole = await startConsole({
    source,
    host,
    port,
    token,
    title: 'Heliograph',
  });
  writeConsoleFile(dataFolder, { url: running.url, token });
  return {
    url: running.url,
    async close() {
      removeConsoleFile(dataFolder);
      await running.close();
    },
  };
}
