import { join } from 'node:path';
import { ModelError, type AppModel } from '@heliograph/app-model-core';
import { LocalError, reservePorts, type ReservedPort } from '@heliograph/app-model-local';
import { describePlatform, portOrder } from '@heliograph/platform';
import { ApphostError } from './apphost-error.ts';
import { readCommandLine, type RunOptions } from './command-line.ts';
import { controlPlatform } from './control-platform.ts';
import { openDataFolder, type DataFolder } from './data-folder.ts';
import type { Paint } from './event-lines.ts';
import {
  loadSettingsFile,
  readLocalSettings,
  settingsFile,
  type LocalSettings,
} from './local-settings.ts';
import { portWishes } from './port-wishes.ts';
import { partsOf, runPlatform } from './run-platform.ts';
import { usage } from './usage.ts';

export interface HostSurroundings {
  /** The repository's folder. */
  readonly root: string;
  readonly process: NodeJS.Process;
  readonly paint: Paint;
}

const host = '127.0.0.1';

/**
 * Does what the command line says: runs the platform until it is asked to stop, or asks something of
 * one that runs. Resolves with the exit code, with nothing left running.
 */
export async function runHost(surroundings: HostSurroundings): Promise<number> {
  const { root, process, paint } = surroundings;
  try {
    const cwd = process.env['INIT_CWD'] ?? process.cwd();
    const parts = (): readonly string[] => partsOf(describe(readSettings(root, process)));
    const command = readCommandLine(process.argv.slice(2), { root, cwd, parts });
    switch (command.name) {
      case 'help':
        process.stdout.write(usage);
        return 0;
      case 'run':
        return await run(command.options, surroundings, cwd);
      default:
        return await controlPlatform(command, process, paint);
    }
  } catch (error) {
    if (!(error instanceof ApphostError || error instanceof ModelError)) throw error;
    process.stderr.write(`${error.message.replace(/\.?$/, '.')}\n`);
    return 1;
  }
}

async function run(
  options: RunOptions,
  surroundings: HostSurroundings,
  cwd: string,
): Promise<number> {
  const { root, process } = surroundings;
  const settings = readSettings(root, process);
  const model = describe(settings);
  const { ports, data } = await claim(model, options, process.pid);
  try {
    return await runPlatform({ ...surroundings, host, cwd, model, settings, options, ports, data });
  } finally {
    data.close();
  }
}

const readSettings = (root: string, process: NodeJS.Process): LocalSettings =>
  readLocalSettings(process.env, loadSettingsFile(join(root, settingsFile)));

const describe = (settings: LocalSettings): AppModel =>
  describePlatform({ connectionStrings: [...settings.connectionStrings.keys()] });

/** Ports and folder, both before anything starts. A taken port says most about why, so it wins. */
async function claim(
  model: AppModel,
  options: RunOptions,
  pid: number,
): Promise<{ ports: readonly ReservedPort[]; data: DataFolder }> {
  let data: DataFolder | undefined;
  let refusal: unknown;
  try {
    data = openDataFolder(options.dataFolder, pid);
  } catch (error) {
    refusal = error;
  }
  try {
    const ports = await reservePorts(portWishes(model, options.portBase, portOrder), host);
    if (!data) throw refusal;
    return { ports, data };
  } catch (error) {
    data?.close();
    if (!(error instanceof LocalError)) throw error;
    const isOurs = refusal instanceof ApphostError && refusal.code === 'data-folder-in-use';
    const hint = isOurs
      ? 'Heliograph is already running here'
      : 'Heliograph may already be running';
    throw new ApphostError(
      'port-unavailable',
      `${error.message} ${hint}; choose other ports with --port-base N, for example: npm start -- --port-base 5200`,
      { cause: error },
    );
  }
}
