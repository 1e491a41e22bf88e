import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import type { Ending } from '@heliograph/app-model-core';
import { guardVariable } from './guard-variable.ts';
import { createLineSplitter } from './line-splitter.ts';

/** A program that this Node runs. */
export interface NodeProgram {
  /** Absolute path of its main module. */
  readonly entry: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Settings that only this program knows; they are never shown, for they may be secret. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface ManagedProcessOptions {
  readonly program: NodeProgram;
  readonly env: Readonly<NodeJS.ProcessEnv>;
  /** Lines of standard output and standard error, without colours. */
  readonly onLines: (lines: readonly string[]) => void;
}

/** A part's process, and whatever that process starts in turn. */
export interface ManagedProcess {
  /** Absent when it could not be started at all. */
  readonly pid: number | undefined;
  /** Resolves when it is gone and what it printed was read; rejects when it could not start. */
  readonly ended: Promise<Ending>;
  /** Asks it to end; after `grace` milliseconds it is killed. */
  terminate(grace: number): void;
  /** Ends it and everything it started, at once. */
  kill(): void;
}

const guard = fileURLToPath(new URL('./end-with-parent.ts', import.meta.url));

/** Grandchildren may hold the output open; what they still print is not worth waiting for. */
const outputGrace = 500;

export function startProcess(options: ManagedProcessOptions): ManagedProcess {
  const { program, env, onLines } = options;
  const child = spawn(process.execPath, ['--import', guard, program.entry, ...program.args], {
    cwd: program.cwd,
    env: { ...env, [guardVariable]: '1' },
    // Its own group: Ctrl-C in the terminal reaches only us, and one signal ends all it started.
    detached: process.platform !== 'win32',
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let killTimer: NodeJS.Timeout | undefined;
  let isGone = false;

  for (const stream of [child.stdout, child.stderr]) {
    const splitter = createLineSplitter();
    const pass = (lines: string[]): void => {
      const printed = lines.map(stripVTControlCharacters).filter((line) => line.trim() !== '');
      if (printed.length > 0) onLines(printed);
    };
    stream?.on('data', (chunk: Uint8Array) => pass(splitter.read(chunk)));
    stream?.on('end', () => pass(splitter.end()));
  }
  // What a part says to its parent is its logs; a channel that breaks shows in its ending.
  child.on('error', () => undefined);

  const killGroup = (): void => {
    try {
      if (child.pid === undefined) return;
      if (process.platform === 'win32') child.kill('SIGKILL');
      else process.kill(-child.pid, 'SIGKILL');
    } catch {
      // Nobody of the group is left.
    }
  };

  const ended = new Promise<Ending>((resolve, reject) => {
    child.once('exit', (code, signal) => {
      clearTimeout(killTimer);
      isGone = true;
      killGroup();
      const finish = (): void => resolve({ code, signal });
      const patience = setTimeout(finish, outputGrace);
      child.once('close', () => {
        clearTimeout(patience);
        finish();
      });
    });
    child.once('error', (error) => {
      if (child.pid === undefined) reject(error);
    });
  });

  return {
    pid: child.pid,
    ended,
    terminate(grace) {
      if (isGone || killTimer) return;
      killTimer = setTimeout(killGroup, grace);
      // Windows has no SIGTERM; there the guard in the part takes the closed channel for one.
      if (process.platform === 'win32') child.disconnect();
      else child.kill('SIGTERM');
    },
    kill: () => {
      if (!isGone) killGroup();
    },
  };
}
