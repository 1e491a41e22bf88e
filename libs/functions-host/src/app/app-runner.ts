/**
 * Keeps an app running: replaces its worker when the source changes, restarts it with growing
 * delays when it ends, and lets the replaced one finish what it runs.
 *
 * starting → running → (ended) waiting → running …; `stop` ends it from anywhere. While an app runs,
 * a change that cannot be loaded leaves the running code in place.
 */
import { errorText } from '../error-text.ts';
import type { Log } from '../log-entry.ts';
import type { Generation } from './generation.ts';
import { restartDelay } from './restart-delay.ts';
import type { Worker } from './worker.ts';

type State =
  | { readonly phase: 'starting' }
  | {
      readonly phase: 'running';
      readonly generation: Generation;
      readonly since: number;
      readonly part: () => void;
    }
  | { readonly phase: 'waiting'; readonly timer: NodeJS.Timeout }
  | { readonly phase: 'stopped' };

export interface AppRunnerOptions {
  readonly start: () => Promise<Generation>;
  /** What goes on while a generation is the current one. Returns the way to end it. */
  readonly accompany?: (generation: Generation) => () => void;
  readonly log: Log;
  /** Milliseconds, monotonic. */
  readonly now?: () => number;
  /** How long a replaced worker may finish what it runs. */
  readonly drainMs?: number;
}

export interface AppRunner {
  /** The first load. @throws FunctionsHostError when it fails; nothing is retried then. */
  start(): Promise<void>;
  current(): Generation | undefined;
  /** Loads the app anew. Calls during a reload make one more. */
  reload(reason: string): void;
  stop(): Promise<void>;
}

/** A worker that ran this long had no fault from its start. */
const soundAfterMs = 10_000;

export function createAppRunner(options: AppRunnerOptions): AppRunner {
  const { start, log, now = () => performance.now(), drainMs = 10_000 } = options;
  const { accompany = () => () => undefined } = options;
  const draining = new Map<Worker, Promise<void>>();
  let state: State = { phase: 'starting' };
  let failures = 0;
  let reloading: Promise<void> | undefined;
  let again: string | undefined;

  // Read through a function: the state changes while others wait.
  const phase = (): State['phase'] => state.phase;

  function enter(generation: Generation): void {
    const previous = state.phase === 'running' ? state.generation : undefined;
    leave();
    state = { phase: 'running', generation, since: now(), part: accompany(generation) };
    void generation.worker.ended.then((how) => lose(generation, how));
    if (previous) drain(previous, drainMs);
  }

  /** Ends what belongs to the state that is about to be left. */
  function leave(): void {
    if (state.phase === 'waiting') clearTimeout(state.timer);
    if (state.phase === 'running') state.part();
  }

  function drain({ worker }: Generation, graceMs: number): void {
    const done = worker.stop(graceMs).finally(() => draining.delete(worker));
    draining.set(worker, done);
  }

  function lose(generation: Generation, how: string): void {
    if (state.phase !== 'running' || state.generation !== generation) return;
    failures = now() - state.since >= soundAfterMs ? 1 : failures + 1;
    wait(`The app's process ended (${how})`);
  }

  function wait(what: string): void {
    const delay = restartDelay(failures);
    log({ level: 'error', source: 'host', message: `${what}; trying again in ${delay} ms` });
    leave();
    state = { phase: 'waiting', timer: setTimeout(() => reload('restart'), delay) };
  }

  async function replace(reason: string): Promise<void> {
    const began = now();
    try {
      const next = await start();
      if (phase() === 'stopped') return void (await next.worker.stop(0));
      enter(next);
      const ms = Math.round(now() - began);
      log({
        level: 'information',
        source: 'host',
        message: `The app runs again after ${ms} ms (${reason})`,
      });
    } catch (cause) {
      if (phase() === 'running') {
        log({
          level: 'error',
          source: 'host',
          message: `${errorText(cause)}; the code from before the change keeps running`,
        });
      } else if (phase() !== 'stopped') {
        failures += 1;
        wait(errorText(cause));
      }
    }
  }

  function reload(reason: string): void {
    if (phase() === 'stopped') return;
    if (reloading) {
      again = reason;
      return;
    }
    if (state.phase === 'waiting') clearTimeout(state.timer);
    reloading = replace(reason).finally(() => {
      reloading = undefined;
      const next = again;
      again = undefined;
      if (next !== undefined) reload(next);
    });
  }

  return {
    async start() {
      const generation = await start();
      if (phase() === 'stopped') return generation.worker.stop(0);
      enter(generation);
    },
    current: () => (state.phase === 'running' ? state.generation : undefined),
    reload,
    async stop() {
      const last = state;
      leave();
      state = { phase: 'stopped' };
      again = undefined;
      if (last.phase === 'running') drain(last.generation, 0);
      for (const worker of draining.keys()) void worker.stop(0);
      await Promise.all([reloading, ...draining.values()]);
    },
  };
}
