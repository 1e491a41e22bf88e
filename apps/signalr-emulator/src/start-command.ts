import { startSignalR } from '@heliograph/signalr-emulator';
import type { Command } from './command-line.ts';
import { logLine, type CommandLogEntry } from './log-line.ts';
import { describeUpstream, findSettings, loadSettings, watchSettings } from './settings-file.ts';
import { startText, startWarnings } from './start-text.ts';

type StartCommand = Extract<Command, { name: 'start' }>;

/** Runs the service until the process is asked to end. */
export async function runStart(command: StartCommand): Promise<void> {
  // Whoever read the connection string may close the pipe: that ends nothing here.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const path = command.readsSettings ? findSettings(command.settings) : undefined;
  const templates = path === undefined ? undefined : loadSettings(path);
  const options = { ...command.options, ...(templates && { upstream: templates }) };
  const service = await startSignalR({ ...options, log });
  const upstream = describeUpstream(path, path === undefined ? options.upstream : templates);
  const { url, connectionString } = service;
  const watch =
    path === undefined
      ? undefined
      : watchSettings(path, (others) => service.useUpstream(others), log);

  const stop = (signal: NodeJS.Signals): void => {
    log({ level: 'info', event: 'stopping', message: `${signal}: clients are sent away` });
    watch?.stop();
    service.stop().catch((error: unknown) => {
      console.error(error);
      process.exitCode = 1;
    });
  };
  // Before anything is said: who reads the connection string may ask for the end at once.
  process.once('SIGTERM', stop).once('SIGINT', stop);
  console.log(startText({ url, connectionString, options, upstream }));
  for (const message of startWarnings(options)) log({ level: 'warn', event: 'exposed', message });
}

function log(entry: CommandLogEntry): void {
  console.error(logLine(entry, new Date()));
}
