import type { AppModel } from '@heliograph/app-model-core';
import { LocalError, reservePorts, type ReservedPort } from '@heliograph/app-model-local';
import { describePlatform, portOrder } from '@heliograph/platform';
import { readCommandLine, usage, type HostOptions } from './command-line.ts';
import { openDataFolder, type DataFolder } from './data-folder.ts';
import type { Paint } from './event-lines.ts';
import { ApphostError } from './apphost-error.ts';
import { portWishes } from './port-wishes.ts';
import { runPlatform } from './run-platform.ts';

export interface HostSurroundings {
  /** The repository's folder. */
  readonly root: string;
  readonly process: NodeJS.Process;
  readonly paint: Paint;
}

const host = '127.0.0.1';

/** Runs the platform until it is asked to stop. Resolves with the exit code, with nothing left running. */
export async function runHost(surroundings: HostSurroundings): Promise<number> {
  const { root, process } = surroundings;
  try {
    const model = describePlatform();
    const parts = model.resources.filter(({ run }) => run === 'process').map(({ name }) => name);
    const cwd = process.env['INIT_CWD'] ?? process.cwd();
    const options = readCommandLine(process.argv.slice(2), { root, cwd, parts });
    if (options === 'help') {
      process.stdout.write(usage);
      return 0;
    }
    const { ports, data } = await claim(model, options, process.pid);
    try {
      return await runPlatform({ ...surroundings, host, cwd, model, parts, options, ports, data });
    } finally {
      data.close();
    }
  } catch (error) {
    if (!(error instanceof ApphostError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

/** Ports and folder, both before anything starts. A taken port says most about why, so it wins. */
async function claim(
  model: AppModel,
  options: HostOptions,
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
