import type { ResourceStatus } from '@heliograph/app-model-core';
import type { LocalEvent } from '@heliograph/app-model-local';
import { describe, expect, it } from 'vitest';
import { createEventLines, type EventLinesOptions } from './event-lines.ts';

const waiting: ResourceStatus = { state: 'waiting', waitingFor: [] };
const starting: ResourceStatus = { state: 'starting' };
const running: ResourceStatus = { state: 'running', healthySince: 0 };

function change(
  at: number,
  before: ResourceStatus,
  status: ResourceStatus,
  starts = 1,
): LocalEvent {
  const url = 'http://127.0.0.1:1';
  return { type: 'changed', resource: 'api', before, status, starts, at, pid: 42, url };
}

function linesOf(events: LocalEvent[], options: Partial<EventLinesOptions> = {}): string[] {
  const lines = createEventLines({
    startedAt: 0,
    parts: ['api', 'dashboard'],
    logs: 'none',
    verbose: false,
    paint: (_, text) => text,
    ...options,
  });
  return events
    .flatMap((event) => lines.of(event))
    .map((line) => line.replaceAll(/ {2,}/g, '  ').trim());
}

describe(createEventLines, () => {
  it('tells a life in one line for each change', () => {
    expect(
      linesOf([
        change(0, waiting, { state: 'waiting', waitingFor: ['db', 'web'] }),
        change(100, waiting, starting),
        change(1_300, starting, running),
        change(9_000, running, {
          state: 'exited',
          ending: { code: null, signal: 'SIGKILL' },
          restartIn: 1_000,
        }),
        change(10_000, waiting, starting, 2),
        change(10_500, starting, running),
        change(20_000, running, { state: 'unhealthy', reason: 'answers 503' }),
        change(21_000, { state: 'unhealthy', reason: 'answers 503' }, running),
        change(22_000, running, { state: 'stopping' }),
        change(22_100, { state: 'stopping' }, { state: 'stopped' }),
        change(30_000, { state: 'stopped' }, waiting),
        change(30_001, waiting, starting, 3),
      ]),
    ).toEqual([
      '0.0 s  api  waiting  for db, web',
      '0.1 s  api  starting',
      '1.3 s  api  running  http://127.0.0.1:1  pid 42  after 1.2 s',
      '9.0 s  api  exited  killed by SIGKILL; starting again in 1.0 s',
      '10.0 s  api  starting  again, start 2',
      '10.5 s  api  running  http://127.0.0.1:1  pid 42  after 0.5 s',
      '20.0 s  api  unhealthy  it answers 503',
      '21.0 s  api  running  http://127.0.0.1:1  pid 42  healthy again',
      '22.0 s  api  stopping',
      '22.1 s  api  stopped',
      '30.0 s  api  starting  again, start 3',
    ]);
  });

  it('says once that a part waits, and nothing of one that never ran', () => {
    const waitingForTwo: ResourceStatus = { state: 'waiting', waitingFor: ['db', 'web'] };
    const waitingForOne: ResourceStatus = { state: 'waiting', waitingFor: ['db'] };

    expect(
      linesOf([
        change(1, waitingForTwo, waitingForOne),
        change(2, waitingForOne, { state: 'stopped' }),
      ]),
    ).toEqual([]);
  });

  it('prints what parts say when asked, of those that were asked for', () => {
    const lines = ['one', 'two'].map((text, at) => ({ number: at, at, resource: 'api', text }));
    const printed: LocalEvent = { type: 'printed', resource: 'api', lines };

    expect(linesOf([printed])).toEqual([]);
    expect(linesOf([printed], { logs: ['dashboard'] })).toEqual([]);
    expect(linesOf([printed], { logs: ['api'] })).toEqual(['api  | one', 'api  | two']);
    expect(linesOf([printed], { logs: 'all' })).toHaveLength(2);
  });

  it('shows commands, settings and probes when asked, and no secret', () => {
    const spawned: LocalEvent = {
      type: 'spawned',
      resource: 'api',
      pid: 42,
      program: { entry: '/api.ts', args: ['--x'], cwd: '/', environment: { KEY: 'hidden' } },
      settings: new Map([
        ['URL', 'http://x'],
        ['CONNECTION', undefined],
      ]),
    };
    const probed: LocalEvent = {
      type: 'probed',
      resource: 'api',
      url: 'http://x/health',
      result: { healthy: false, reason: 'refuses connections' },
    };

    expect(linesOf([spawned, probed])).toEqual([]);
    const lines = linesOf([spawned, probed, probed], { verbose: true });
    expect(lines).toEqual([
      'api  · pid 42, in /',
      'api  · node /api.ts --x',
      'api  · URL=http://x',
      'api  · CONNECTION=(secret)',
      'api  · probe http://x/health: refuses connections',
    ]);
  });
});
