import { describe, expect, it } from 'vitest';
import type { ResourceStatus } from './lifecycle.ts';
import { actionsFor, describeStatus, healthOf } from './resource-snapshot.ts';

const lives: readonly [ResourceStatus, string, string, readonly string[]][] = [
  [{ state: 'waiting', waitingFor: [] }, '', 'unknown', ['stop']],
  [{ state: 'waiting', waitingFor: ['a', 'b'] }, 'for a, b', 'unknown', ['stop']],
  [{ state: 'starting' }, '', 'unknown', ['restart', 'stop']],
  [{ state: 'running', healthySince: 1 }, '', 'healthy', ['restart', 'stop']],
  [
    { state: 'unhealthy', reason: 'answers 503' },
    'it answers 503',
    'unhealthy',
    ['restart', 'stop'],
  ],
  [
    { state: 'exited', ending: { code: 3, signal: null }, restartIn: 1_500 },
    'exit code 3; starting again in 1.5 s',
    'unhealthy',
    ['start', 'stop'],
  ],
  [{ state: 'failed-to-start', reason: 'exit code 1' }, 'exit code 1', 'unhealthy', ['start']],
  [{ state: 'stopping' }, '', 'unknown', []],
  [{ state: 'stopped' }, '', 'unknown', ['start']],
];

describe('what a status means to people', () => {
  it.for(lives)('is plain for %j', ([status, detail, health, actions]) => {
    expect(describeStatus(status)).toBe(detail);
    expect(healthOf(status)).toBe(health);
    expect(actionsFor(status)).toEqual(actions);
  });
});
