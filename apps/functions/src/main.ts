import './telemetry.ts';
import { app } from '@azure/functions';
import { openBackend } from './backend.ts';
import { createFunctions } from './functions.ts';
import { readSettings } from './settings.ts';

const backend = openBackend(readSettings(process.env));

for (const each of createFunctions(backend)) each.register();

app.hook.appTerminate(() => backend.close());
