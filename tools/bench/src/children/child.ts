import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { BenchError } from '../bench-error.ts';
import type { PeerProgram } from '../peers/peer.ts';

const reportSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), value: z.unknown().optional() }),
  z.object({ kind: z.literal('answer'), value: z.unknown().optional() }),
  z.object({ kind: z.literal('failure'), message: z.string() }),
]);

const startMs = 30_000;
const answerMs = 60_000;
const maxSaid = 64 * 1024;

/** A process that answers commands. */
export interface Child {
  readonly pid: number;
  /** What the process said when it was ready. */
  readonly ready: unknown;
  /** @throws BenchError `child-failed`, `timed-out` */
  ask<Answer>(command: unknown, answer: z.ZodType<Answer>): Promise<Answer>;
}

/** A program that listens. */
export interface StartedProgram {
  readonly pid: number;
  readonly port: number;
}

/** The processes of a run. None outlives it. */
export class Children {
  readonly #running = new Set<ChildProcess>();

  /**
   * Starts a file of this project on one of the machine's CPUs, so that server and load generator
   * do not move about and into each other's way.
   *
   * @param file Relative to the folder above this one.
   * @throws BenchError `child-failed`, `timed-out`
   */
  async start(file: string, cpu: number): Promise<Child> {
    const path = fileURLToPath(new URL(`../${file}`, import.meta.url));
    const child = this.#spawn([process.execPath, '--expose-gc', path], cpu, {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const { value: ready } = await nextReport(child, file, startMs);
    return {
      pid: child.pid ?? 0,
      ready,
      async ask(question, answer) {
        const report = nextReport(child, file, answerMs);
        child.send(question as object);
        return answer.parse((await report).value);
      },
    };
  }

  /**
   * Starts a program that is none of ours, on one of the machine's CPUs.
   *
   * @throws BenchError `child-failed`, `timed-out`
   */
  async startProgram({ command, args, port }: PeerProgram, cpu: number): Promise<StartedProgram> {
    const child = this.#spawn([command, ...args], cpu, { stdio: ['pipe', 'pipe', 'pipe'] });
    const said = await nextSaid(child, port, command);
    return { pid: child.pid ?? 0, port: Number(said[1]) };
  }

  /** Ends every process that still runs. */
  async stop(): Promise<void> {
    const ends = [...this.#running].map((child) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      child.once('exit', () => resolve());
      child.kill('SIGKILL');
      return promise;
    });
    await Promise.all(ends);
  }

  #spawn(words: readonly string[], cpu: number, options: SpawnOptions): ChildProcess {
    const [command = '', ...args] = [...pinning(cpu), ...words];
    const child = spawn(command, args, options);
    this.#running.add(child);
    child.once('exit', () => this.#running.delete(child));
    return child;
  }
}

function nextReport(child: ChildProcess, file: string, ms: number): Promise<{ value?: unknown }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ value?: unknown }>();
  const fail = (code: 'child-failed' | 'timed-out', text: string): void =>
    reject(new BenchError(code, `${file}: ${text}`));
  const timeout = setTimeout(() => fail('timed-out', `no answer within ${ms} ms`), ms);
  const hear = (message: unknown): void => {
    const report = reportSchema.parse(message);
    if (report.kind === 'failure') fail('child-failed', report.message);
    else resolve({ value: report.value });
  };
  const exited = (code: number | null, signal: string | null): void =>
    fail('child-failed', `the process ended (${signal ?? `exit code ${code}`})`);
  child.once('message', hear).once('exit', exited).once('error', reject);
  return promise.finally(() => {
    clearTimeout(timeout);
    child.off('message', hear).off('exit', exited).off('error', reject);
  });
}

/** The first match in what a program prints; what it prints later is read and forgotten. */
function nextSaid(child: ChildProcess, wanted: RegExp, name: string): Promise<RegExpExecArray> {
  const { promise, resolve, reject } = Promise.withResolvers<RegExpExecArray>();
  const fail = (code: 'child-failed' | 'timed-out', text: string): void =>
    reject(new BenchError(code, `${name}: ${text}`));
  const timeout = setTimeout(() => fail('timed-out', `not ready within ${startMs} ms`), startMs);
  let said = '';
  const hear = (text: Buffer): void => {
    if (said.length > maxSaid) return;
    said += text.toString();
    const match = wanted.exec(said);
    if (match === null) return;
    child.stdout?.off('data', hear).resume();
    child.stderr?.off('data', hear).resume();
    resolve(match);
  };
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  child.once('exit', () => fail('child-failed', 'the program ended')).once('error', reject);
  return promise.finally(() => clearTimeout(timeout));
}

/** Command and arguments that bind what follows them to a CPU; nothing where that cannot be had. */
function pinning(cpu: number): string[] {
  if (process.platform !== 'linux' || availableParallelism() < 2) return [];
  const hasTaskset = spawnSync('taskset', ['--version'], { stdio: 'ignore' }).status === 0;
  return hasTaskset ? ['taskset', '-c', String(cpu)] : [];
}
