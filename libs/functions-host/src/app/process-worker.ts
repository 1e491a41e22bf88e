import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { FunctionsHostError } from '../functions-host-error.ts';
import type { Log } from '../log-entry.ts';
import {
  workerMessageSchema,
  type HostMessage,
  type InvocationResponse,
  type WorkerMessage,
} from '../rpc/worker-messages.ts';
import { withDeadline } from '../with-deadline.ts';
import { createLineReader } from './line-reader.ts';
import type { Worker } from './worker.ts';

const workerMain = fileURLToPath(new URL('../worker/worker-main.ts', import.meta.url));
/** Time for the app's own `appTerminate` hooks. */
const terminateMs = 1000;

export interface ProcessWorkerOptions {
  readonly folder: string;
  /** Everything the worker's process gets to see: nothing is inherited. */
  readonly env: NodeJS.ProcessEnv;
  /** Options of Node for the worker, as in `--inspect`. */
  readonly nodeArguments?: readonly string[];
  readonly log: Log;
  /** Learns which files the app has loaded, also when it then fails. */
  readonly onFiles?: (files: readonly string[]) => void;
  /** Longer than this to load is a failure. Milliseconds. */
  readonly loadTimeoutMs: number;
}

interface Pending {
  resolve(response: InvocationResponse): void;
  reject(reason: FunctionsHostError): void;
}

/**
 * Starts a worker process and loads the app in it.
 *
 * @throws FunctionsHostError `app-load-failed` with the reason; the process has ended by then.
 */
export async function startProcessWorker(options: ProcessWorkerOptions): Promise<Worker> {
  const { folder, env, nodeArguments = [], log, onFiles, loadTimeoutMs } = options;
  const child = fork(workerMain, [], {
    cwd: folder,
    env,
    execArgv: ['--enable-source-maps', '--disable-warning=ExperimentalWarning', ...nodeArguments],
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const loading = Promise.withResolvers<Pick<Worker, 'functions' | 'streamPort'>>();
  const pending = new Map<string, Pending>();
  const ended = watchEnd(child);
  // However the host ends, its worker does not outlive it.
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  void ended.then(() => process.removeListener('exit', kill));
  let idle: (() => void) | undefined;
  let stopping: Promise<void> | undefined;

  forwardOutput(child, log);
  child.on('message', (value: unknown) => {
    const parsed = workerMessageSchema.safeParse(value);
    if (parsed.success) receive(parsed.data);
    else log({ level: 'warning', source: 'host', message: 'The worker sent an unknown message' });
  });

  void ended.then((how) => {
    loading.reject(
      new FunctionsHostError('app-load-failed', `The app's process ended while loading: ${how}`),
    );
    for (const { reject } of pending.values()) {
      reject(new FunctionsHostError('worker-lost', `The app's process ended: ${how}`));
    }
    pending.clear();
    idle?.();
  });

  function receive(message: WorkerMessage): void {
    switch (message.type) {
      case 'files':
        return onFiles?.(message.files);
      case 'loaded':
        return loading.resolve(message);
      case 'load-failed':
        if (message.stack) log({ level: 'debug', source: 'host', message: message.stack });
        return loading.reject(new FunctionsHostError('app-load-failed', message.message));
      case 'response':
        return settle(message.invocationId)?.resolve(message.response);
      case 'failure':
        return settle(message.invocationId)?.reject(
          new FunctionsHostError('function-failed', message.message, {
            cause: message.stack,
          }),
        );
      case 'log': {
        const { level, category, message: text, functionName, invocationId } = message;
        const source = category === 'system' ? 'host' : 'app';
        return log({ level, source, message: text, functionName, invocationId });
      }
    }
  }

  function settle(invocationId: string): Pending | undefined {
    const found = pending.get(invocationId);
    pending.delete(invocationId);
    if (pending.size === 0) idle?.();
    return found;
  }

  function send(message: HostMessage): void {
    // An error here means that the process is ending; `ended` tells everyone who waits.
    if (child.connected) child.send(message, () => undefined);
  }

  async function end(graceMs: number): Promise<void> {
    if (pending.size > 0 && graceMs > 0) {
      const drained = new Promise<void>((resolve) => {
        idle = resolve;
      });
      await withDeadline(drained, graceMs);
    }
    send({ type: 'terminate' });
    if ((await withDeadline(ended, terminateMs)) === undefined) kill();
    await ended;
  }

  send({ type: 'load', folder });
  const timer = setTimeout(() => {
    const seconds = loadTimeoutMs / 1000;
    loading.reject(
      new FunctionsHostError(
        'app-load-failed',
        `The app did not finish loading within ${seconds} s`,
      ),
    );
  }, loadTimeoutMs);
  try {
    const { functions, streamPort } = await loading.promise;
    return {
      functions,
      streamPort,
      ended,
      invoke(request) {
        const { promise, resolve, reject } = Promise.withResolvers<InvocationResponse>();
        if (!child.connected) {
          return Promise.reject(
            new FunctionsHostError('worker-lost', "The app's process has ended"),
          );
        }
        pending.set(request.invocationId, { resolve, reject });
        send({ type: 'invoke', request });
        return promise;
      },
      stop(graceMs) {
        if (graceMs === 0) idle?.();
        return (stopping ??= end(graceMs));
      },
    };
  } catch (reason) {
    kill();
    await ended;
    throw reason;
  } finally {
    clearTimeout(timer);
  }
}

function watchEnd(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (reason) => resolve(reason.message));
    child.once('exit', (code, signal) =>
      resolve(signal === null ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`),
    );
  });
}

function forwardOutput(child: ChildProcess, log: Log): void {
  for (const [stream, level] of [
    [child.stdout, 'information'],
    [child.stderr, 'warning'],
  ] as const) {
    const lines = createLineReader((message) => log({ level, source: 'app', message }));
    stream?.setEncoding('utf8');
    stream?.on('data', (chunk: string) => lines.feed(chunk));
    stream?.on('end', () => lines.end());
  }
}
