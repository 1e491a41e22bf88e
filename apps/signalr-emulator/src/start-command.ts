import { startSignalR } from '@heliograph/signalr-emulator';
import type { Command } from './command-line.ts';
import { logLine } from './log-line.ts';
import { countOf, findSettings, loadSettings, watchSettings } from './settings-file.ts';

/** Runs the service until the process is asked to end. */
export async function runStart(command: Extract<Command, { name: 'start' }>): Promise<void> {
  const path = command.readsSettings ? findSettings(command.settings) : undefined;
  const templates = path === undefined ? undefined : loadSettings(path);
  const service = await startSignalR({
    ...command.options,
    ...(templates && { upstream: templates }),
    log: (entry) => console.error(logLine(entry, new Date())),
  });
  if (path !== undefined && templates !== undefined) {
    console.log(`Loaded ${countOf(templates)} from '${path}'; changes to it are taken over`);
  }
  const watch =
    path === undefined
      ? undefined
      : watchSettings(
          path,
          (others) => service.useUpstream(others),
          (line) => console.log(line),
        );
  console.log(`Azure SignalR Service (local) listens on ${service.url}`);
  console.log(service.connectionString);

  const stop = (): void => {
    watch?.stop();
    service.stop().catch((error: unknown) => {
      console.error(error);
      process.exitCode = 1;
    });
  };
  process.once('SIGTERM', stop).once('SIGINT', stop);
}
