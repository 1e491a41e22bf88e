import { hostname } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { startTelemetry } from '@heliograph/telemetry';
import { pino } from 'pino';
import { startCollector } from './collector.ts';
import { reasonOf } from './log.ts';
import { openMachine } from './machine/open-machine.ts';
import { readSettings } from './settings.ts';
import { traceSends } from './trace-sends.ts';

/** Whoever stops the collector waits no longer than 2 s. */
const longestStop = 1500;

// What a tick leaves behind is some KiB; without a cap V8 lets tens of MB of it pile up.
setFlagsFromString('--max-semi-space-size=1');

try {
  const settings = readSettings(process.env, hostname());
  const log = pino({ base: null });
  const telemetry = startTelemetry({
    service: 'heliograph-collector',
    environment: process.env,
    onFailure: (reason) => log.warn({ reason: reasonOf(reason) }, 'telemetry cannot be set up'),
  });
  const machine = await openMachine();
  const fetch = traceSends(globalThis.fetch, telemetry);
  const collector = await startCollector({ settings, machine, log, fetch });

  const stop = (): void => {
    setTimeout(() => process.exit(1), longestStop).unref();
    void collector.stop().then(() => telemetry.stop());
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
} catch (reason) {
  // A sentence is what helps here; where the program failed does not.
  process.stderr.write(`${reasonOf(reason).message}\n`);
  process.exitCode = 1;
}
