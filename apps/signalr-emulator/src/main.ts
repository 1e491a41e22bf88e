import { startSignalR, ServiceError } from '@heliograph/signalr-emulator';
import { CliError } from './cli-error.ts';
import { readCommandLine } from './command-line.ts';
import { logLine } from './log-line.ts';
import { usage } from './usage.ts';

try {
  const command = readCommandLine(process.argv.slice(2), process.env);
  if (command.name === 'help') {
    console.log(usage);
  } else {
    const service = await startSignalR({
      ...command.options,
      log: (entry) => console.error(logLine(entry, new Date())),
    });
    console.log(`Azure SignalR Service (local) listens on ${service.url}`);
    console.log(service.connectionString);
    const stop = (): void => {
      service.stop().catch((error: unknown) => {
        console.error(error);
        process.exitCode = 1;
      });
    };
    process.once('SIGTERM', stop).once('SIGINT', stop);
  }
} catch (error) {
  if (!(error instanceof CliError) && !(error instanceof ServiceError)) throw error;
  const hint =
    error.code === 'port-taken' ? '; choose another one with --port, or 0 for any free one' : '';
  console.error(`signalr-emulator: ${error.message}${hint}`);
  process.exitCode = 1;
}
