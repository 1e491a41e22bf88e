#!/usr/bin/env node
import { ServiceError } from '@heliograph/signalr-emulator';
import packageJson from '../package.json' with { type: 'json' };
import { CliError } from './cli-error.ts';
import { readCommandLine } from './command-line.ts';
import { checkNodeVersion } from './node-version.ts';
import {
  describeTemplates,
  findSettings,
  loadSettings,
  writeInitialSettings,
} from './settings-file.ts';
import { runStart } from './start-command.ts';
import { usage } from './usage.ts';

try {
  checkNodeVersion(process.versions.node);
  const command = readCommandLine(process.argv.slice(2), process.env);
  switch (command.name) {
    case 'help':
      console.log(usage(command.topic));
      break;
    case 'version':
      console.log(packageJson.version);
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
      if (templates.length === 0) console.log(`There are no upstream templates in '${path}'`);
      else console.log(`Templates of '${path}', in the order in which they are tried:`);
      for (const line of describeTemplates(templates)) console.log(line);
      break;
    }
  }
} catch (error) {
  if (!(error instanceof CliError) && !(error instanceof ServiceError)) throw error;
  console.error(`signalr-emulator: ${error.message}${hintFor(error)}`);
  process.exitCode = isUsageError(error) ? 2 : 1;
}

function hintFor(error: CliError | ServiceError): string {
  if (error.code === 'port-taken') return '; choose another one with --port, or 0 for any free one';
  return isUsageError(error) ? ". 'signalr-emulator --help' tells more" : '';
}

function isUsageError({ code }: CliError | ServiceError): boolean {
  return code === 'command-unknown' || code === 'option-invalid';
}
