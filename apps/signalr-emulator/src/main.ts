#!/usr/bin/env node
import { ServiceError } from '@heliograph/signalr-emulator';
import { CliError } from './cli-error.ts';
import { readCommandLine } from './command-line.ts';
import {
  describeTemplates,
  findSettings,
  loadSettings,
  writeInitialSettings,
} from './settings-file.ts';
import { runStart } from './start-command.ts';
import { usage } from './usage.ts';

try {
  const command = readCommandLine(process.argv.slice(2), process.env);
  switch (command.name) {
    case 'help':
      console.log(usage);
      break;
    case 'start':
      await runStart(command);
      break;
    case 'upstream init': {
      const path = await writeInitialSettings(command.folder, command.overwrites);
      console.log(`Wrote '${path}'; 'start' reads it in that folder, or with -c from anywhere`);
      break;
    }
    case 'upstream list': {
      const path = findSettings(command.settings);
      const templates = loadSettings(path);
      if (templates === undefined) {
        throw new CliError('file-missing', `There is no '${path}'; 'upstream init' writes one`);
      }
      console.log(`Upstream templates of '${path}', in the order in which they are tried:`);
      console.log(describeTemplates(templates));
      break;
    }
  }
} catch (error) {
  if (!(error instanceof CliError) && !(error instanceof ServiceError)) throw error;
  const hint =
    error.code === 'port-taken' ? '; choose another one with --port, or 0 for any free one' : '';
  console.error(`signalr-emulator: ${error.message}${hint}`);
  process.exitCode = 1;
}
