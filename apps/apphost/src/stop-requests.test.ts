import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { interruptedExitCode, listenForStop, type RequestSource } from './stop-requests.ts';

class FakeProcess extends EventEmitter {
  env: NodeJS.ProcessEnv = {};
  connected = false;
  ppid = 100;
}

let now: number;
let source: FakeProcess;
const listen = () => listenForStop(source as unknown as RequestSource, () => now);

beforeEach(() => {
  vi.useFakeTimers();
  now = 0;
  source = new FakeProcess();
});
afterEach(() => {
  vi.useRealTimers();
});

describe(listenForStop, () => {
  it.for(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'takes %s for a request to stop',
    async (signal) => {
      const requests = listen();

      source.emit(signal, signal);

      expect(await requests.first).toBe(signal);
    },
  );

  it('takes one key press that arrives twice for one', async () => {
    const requests = listen();
    let hurried = false;
    void requests.second.then(() => (hurried = true));

    source.emit('SIGINT', 'SIGINT');
    now = 20;
    source.emit('SIGINT', 'SIGINT');
    await requests.first;
    expect(hurried).toBe(false);

    now = 1_500;
    source.emit('SIGINT', 'SIGINT');
    await requests.second;
  });

  it('stops when the program that started it is gone', async () => {
    source.connected = true;
    const requests = listen();

    source.emit('disconnect');

    expect(await requests.first).toBe('parent-gone');
  });

  it('stops when npm is gone without a word', async () => {
    source.env['npm_lifecycle_event'] = 'start';
    const requests = listen();

    source.ppid = 1;
    await vi.advanceTimersByTimeAsync(2_000);

    expect(await requests.first).toBe('parent-gone');
  });

  it('lives on without a parent when nobody promised one', async () => {
    const requests = listen();
    let stopped = false;
    void requests.first.then(() => (stopped = true));

    source.ppid = 1;
    await vi.advanceTimersByTimeAsync(60_000);

    expect(stopped).toBe(false);
  });

  it('listens no more once closed', () => {
    const requests = listen();

    requests.close();

    expect(source.eventNames()).toEqual([]);
  });
});

describe(interruptedExitCode, () => {
  it('follows the convention of shells', () => {
    expect((['SIGHUP', 'SIGINT', 'SIGTERM'] as const).map(interruptedExitCode)).toEqual([
      129, 130, 143,
    ]);
  });
});
