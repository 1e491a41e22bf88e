import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess } from '@heliograph/app-model-local';
import { waitUntil } from './wait-until.ts';

/** A part of the platform, as the apphost's lines tell of it. */
export interface Part {
  readonly url: string;
  readonly pid: number;
}

/** A platform that this test started, on ports and in a folder of its own. */
export interface PlatformProcess {
  readonly pid: number;
  /** Address of the dashboard. */
  readonly url: string;
  /** Its data folder, as other commands name it. */
  readonly data: string;
  /** The newest process of a part. */
  part(name: PartName): Part;
  /** Everything it has printed so far, line by line. */
  readonly lines: readonly string[];
  /** Resolves with the first line from `since` on that matches. */
  line(pattern: RegExp, since?: number): Promise<string>;
  /** Sends the signal and resolves with the exit code. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

export type PartName = 'dashboard' | 'backend' | 'signalr' | 'collector' | 'identity';

export const root = join(import.meta.dirname, '../../..');
const entry = join(root, 'apps/apphost/bin/heliograph.mjs');

/** What `npm start` runs, without npm in between. It ends with this process, however that ends. */
export function runApphost(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const lines: string[] = [];
  // Whoever works against a service of their own still tests the one that starts with the platform.
  const own = {
    NO_COLOR: '1',
    NODE_ENV: undefined,
    VITEST: undefined,
    ConnectionStrings__signalr: '',
  };
  const { pid, ended, kill } = startProcess({
    program: { entry, args, cwd: root },
    env: { ...process.env, ...own, ...env },
    onLines: (more) => lines.push(...more),
  });
  if (pid === undefined) throw new Error('The apphost could not be started');
  return { pid, lines, ended, kill };
}

/** Starts the whole platform and resolves when it says that it is ready. */
export async function startPlatform(
  more: { readonly args?: readonly string[]; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<PlatformProcess> {
  const data = mkdtempSync(join(tmpdir(), 'heliograph-e2e-'));
  const args = ['--port-base', '0', '--data', data, '--no-open', ...(more.args ?? [])];
  const { pid, lines, ended } = runApphost(args, more.env);
  let isOver = false;
  void ended.then(() => {
    isOver = true;
    rmSync(data, { recursive: true, force: true });
  });

  const line = (pattern: RegExp, since = 0): Promise<string> =>
    waitUntil(
      `a line like ${pattern.source}`,
      () => {
        const found = lines.slice(since).find((text) => pattern.test(text));
        if (found === undefined && isOver) throw new Error(`It ended.\n${lines.join('\n')}`);
        return found;
      },
      () => lines.slice(-60).join('\n'),
    );

  const ready = await line(/^heliograph is ready: /);
  return {
    pid,
    url: ready.slice(ready.indexOf('http')),
    data,
    lines,
    line,
    part(name) {
      const running = new RegExp(`\\s${name}\\s+running\\s+(http\\S+)\\s+pid (\\d+)`);
      const [, url, partPid] = lines.flatMap((text) => running.exec(text) ?? []).slice(-3);
      if (url === undefined) throw new Error(`${name} never ran\n${lines.join('\n')}`);
      return { url, pid: Number(partPid) };
    },
    async end(signal = 'SIGINT') {
      process.kill(pid, signal);
      return (await ended).code;
    },
  };
}
