import { join } from 'node:path';
import type { AppModel } from '@heliograph/app-model-core';
import { LocalError, startLocally, type ReservedPort } from '@heliograph/app-model-local';
import { collectorPaths } from '@heliograph/contracts';
import { platformParameters } from '@heliograph/platform';
import { loadAccessKey } from './access-key.ts';
import type { RunOptions } from './command-line.ts';
import type { DataFolder } from './data-folder.ts';
import { createEventLines, type Paint } from './event-lines.ts';
import { explainFailure } from './explain-failure.ts';
import { externalNotes } from './external-notes.ts';
import { launch } from './launch.ts';
import { prepareLeftOut, type LeftOutParts } from './left-out-parts.ts';
import type { LocalSettings } from './local-settings.ts';
import { openBrowser } from './open-browser.ts';
import { consoleName } from './port-wishes.ts';
import { serveConsole, type ServedConsole } from './serve-console.ts';
import { shellQuote } from './debug-environment.ts';
import { shortPath } from './short-path.ts';
import { interruptedExitCode, listenForStop } from './stop-requests.ts';
import { suppliedValues } from './supplied-values.ts';

export interface PlatformRun {
  /** The repository's folder. */
  readonly root: string;
  readonly host: string;
  readonly process: NodeJS.Process;
  readonly paint: Paint;
  readonly model: AppModel;
  readonly settings: LocalSettings;
  readonly options: RunOptions;
  readonly ports: readonly ReservedPort[];
  readonly data: DataFolder;
  /** The folder the person is in. */
  readonly cwd: string;
}

/** The parts of a model that run as processes on this machine. */
export const partsOf = (model: AppModel): readonly string[] =>
  model.resources.filter(({ run }) => run === 'process').map(({ name }) => name);

/**
 * Starts the parts and stays until asked to stop. Resolves with the exit code, all parts ended.
 * @throws ApphostError before anything is started
 */
export async function runPlatform(run: PlatformRun): Promise<number> {
  const { root, host, process, paint, model, options, ports, data } = run;
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const startedAt = Date.now();
  if (options.reset) data.empty();
  const parameters = suppliedValues(model, run.settings, {
    [platformParameters.dataFolder]: data.path,
    [platformParameters.signalRAccessKey]: loadAccessKey(join(data.path, 'signalr.key')),
  });
  const shownFolder = shortPath(run.cwd, data.path);
  const parts = partsOf(model);
  const lines = createEventLines({ ...options, startedAt, parts, paint });
  const requests = listenForStop(process, Date.now);
  const count = parts.length - options.without.length;
  say(paint('dim', `Heliograph starts ${count} parts, with its data in ${shownFolder}`));

  const platform = startLocally({
    model,
    host,
    ports,
    logFolder: join(data.path, 'logs'),
    launch: (resource, context) => launch(resource, context, { root, dataFolder: data.path }),
    parameters,
    environment: withoutNpm(run.settings.environment),
    without: options.without,
    onEvent: (event) => lines.of(event).forEach(say),
  });
  void requests.second.then(() => platform.kill());
  let console: ServedConsole | undefined;
  let leftOut: LeftOutParts | undefined;

  try {
    leftOut = prepareLeftOut(options.without, platform, data.path);
    [...externalNotes(model, platform.resolve), ...leftOut.lines].forEach(say);
    const port = ports.find(({ resource }) => resource === consoleName)?.port ?? 0;
    console = await serveConsole(platform, { host, port, dataFolder: data.path });
    const outcome = await Promise.race([
      platform.ready.then(() => 'ready' as const),
      requests.first,
    ]);
    if (outcome !== 'ready') return interruptedExitCode(outcome);

    const dashboard = platform.url('dashboard');
    const metrics = `${platform.url('collector')}${collectorPaths.metrics}`;
    say(`heliograph is ready: ${dashboard}`);
    say(paint('dim', `Metrics of your own go to ${metrics}.`));
    const command = ['npm start -- console', ...placeArguments(options, shownFolder)].join(' ');
    say(paint('dim', `Console: ${console.url}, which "${command}" opens.`));
    say(
      paint(
        'dim',
        `Ctrl-C stops everything. Logs: ${join(shownFolder, 'logs')}, or here with --logs.`,
      ),
    );
    if (options.open) {
      const { platform: system, env, stdout } = process;
      openBrowser(dashboard, { platform: system, env, isTerminal: stdout.isTTY });
    }
    await requests.first;
    return 0;
  } catch (error) {
    if (!(error instanceof LocalError)) throw error;
    process.stderr.write(explainFailure(error, platform.recentLines));
    return 1;
  } finally {
    // Whoever watches sees the parts end; the console goes last.
    await platform.stop();
    await console?.close();
    leftOut?.close();
    requests.close();
  }
}

/** What another command needs to find this platform. */
function placeArguments({ portBase, dataFolder }: RunOptions, shownFolder: string): string[] {
  if (dataFolder.endsWith(join('.heliograph', String(portBase ?? 'default')))) {
    return portBase === undefined ? [] : ['--port-base', String(portBase)];
  }
  return ['--data', shellQuote(shownFolder)];
}

/** What npm tells about the script it runs is not for the parts, which look the same without npm. */
function withoutNpm(env: Readonly<NodeJS.ProcessEnv>): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^npm_/i.test(name)));
}
