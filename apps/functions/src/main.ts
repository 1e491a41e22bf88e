import { app } from '@azure/functions';
import { openBackend } from './backend.ts';
import { boards } from './boards.ts';
import { createFunctions } from './functions.ts';
import { readSettings } from './settings.ts';
import { startAppTelemetry } from './telemetry.ts';

const settings = readSettings(process.env);
const offersSeries = settings.collectorUrl !== undefined;
const telemetry = startAppTelemetry({ environment: process.env, offersSeries });
const backend = openBackend(settings, { fetch: telemetry.fetch });

for (const each of createFunctions(backend)) each.register();

if (offersSeries) {
  telemetry.offerSeries({
    push: (values) => backend.collector.push(values),
    peopleOnline: () => backend.presence.count(boards),
  });
}

app.hook.appTerminate(() => backend.close());
