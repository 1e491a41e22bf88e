import { join, relative } from 'node:path';
import type { AppModel, LogLine } from '@heliograph/app-model-core';
import { LocalError, startLocally, type ReservedPort } from '@heliograph/app-model-local';
import { collectorPaths } from '@heliograph/contracts';
import { platformParameters } from '@heliograph/platform';
import { loadAccessKey } from './access-key.ts';
import type { HostOptions } from './command-line.ts';
import type { DataFolder } from './data-folder.ts';
import { createEventLines, type Paint } from './event-lines.ts';
import { launch } from './launch.ts';
import { openBrowser } from './open-browser.ts';
import { interruptedExitCode, listenForStop } from './stop-requests.ts';

export interface PlatformRun {
  /** The repository's folder. */
  readonly root: string;
  readonly host: string;
  readonly process: NodeJS.Process;
  readonly paint: Paint;
  readonly model: AppModel;
  readonly parts: readonly string[];
  readonly options: HostOptions;
  readonly ports: readonly ReservedPort[];
  readonly data: DataFolder;
  /** The folder the person is in. */
  readonly cwd: string;
}

/** Most lines of a part's output that are shown when it failed to start. */
const longestExcerpt = 16;

/** Starts the parts and stays until asked to stop. Resolves with the exit code, all parts ended. */
export async function runPlatform(run: PlatformRun): Promise<number> {
  const { root, host, process, paint, model, parts, options, ports, data } = run;
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const startedAt = Date.now();
  if (options.reset) data.empty();
  const shownFolder = shortPath(run.cwd, data.path);
  const lines = createEventLines({ ...options, startedAt, parts, paint });
  const requests = listenForStop(process, Date.now);
  say(paint('dim', `Heliograph starts ${parts.length} parts, with its data in ${shownFolder}`));

  const platform = startLocally({
    model,
    host,
    ports,
    logFolder: join(data.path, 'logs'),
    launch: (resource, context) => launch(resource, context, { root, dataFolder: data.path }),
    parameters: {
      [platformParameters.dataFolder]: data.path,
      [platformParameters.signalRAccessKey]: loadAccessKey(join(data.path, 'signalr.key')),
    },
    environment: withoutNpm(process.env),
    onEvent: (event) => lines.of(event).forEach(say),
  });
  void requests.second.then(() => platform.kill());

  try {
    const outcome = await Promise.race([
      platform.ready.then(() => 'ready' as const),
      requests.first,
    ]);
    if (outcome !== 'ready') return interruptedExitCode(outcome);

    const dashboard = platform.url('dashboard');
    const metrics = `${platform.url('collector')}${collectorPaths.metrics}`;
    say(`heliograph is ready: ${dashboard}`);
    say(paint('dim', `Metrics of your own go to ${metrics}.`));
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
    process.stderr.write(explain(error, platform.recentLines));
    return 1;
  } finally {
    await platform.stop();
    requests.close();
  }
}

/** A path as people would type it from where they are. */
function shortPath(from: string, to: string): string {
  const path = relative(from, to);
  return path.startsWith('..') ? to : path || '.';
}

/** What npm tells about the script it runs is not for the parts, which look the same without npm. */
function withoutNpm(env: Readonly<NodeJS.ProcessEnv>): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^npm_/i.test(name)));
}

/** Why a start failed, with what the part said that did. */
function explain(error: LocalError, recentLines: (resource: string) => readonly LogLine[]): string {
  const { message, resource } = error;
  const said = resource === undefined ? [] : recentLines(resource).map(({ text }) => text);
  const heading = said.length > 0 ? `${message}. It said:` : `${message}.`;
  return [heading, ...excerpt(said).map((line) => `  ${line}`), ''].join('\n');
}

/** Programs say what is wrong at the beginning or at the end, seldom in between. */
function excerpt(lines: readonly string[]): readonly string[] {
  if (lines.length <= longestExcerpt) return lines;
  const half = longestExcerpt / 2;
  return [...lines.slice(0, half), '…', ...lines.slice(-half)];
}
