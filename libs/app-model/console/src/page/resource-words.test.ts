import { describe, expect, it } from 'vitest';
import { createMemorySource } from '../testing/memory-source.ts';
import { formatAge, stateName, summarize, toneOf } from './resource-words.ts';

const source = createMemorySource(['api', 'web', 'db']);
const [api, web, db] = source.resources();
if (!api || !web || !db) throw new Error('The source has three resources');

describe(summarize, () => {
  it('counts what runs here, and takes the worst for the tone', () => {
    const external = { ...db, state: 'external', health: 'unknown' } as const;
    const starting = { ...web, state: 'starting', health: 'unknown' } as const;
    const failed = { ...web, state: 'failed-to-start', health: 'unhealthy' } as const;

    expect(summarize([api, web, external])).toEqual({ text: '2 of 2 healthy', tone: 'good' });
    expect(summarize([api, starting])).toEqual({ text: '1 of 2 healthy', tone: 'busy' });
    expect(summarize([api, starting, failed])).toEqual({ text: '1 of 3 healthy', tone: 'bad' });
  });
});

describe(stateName, () => {
  it('is what people would say', () => {
    expect(stateName({ ...api, state: 'failed-to-start' })).toBe('failed to start');
    expect(stateName({ ...api, state: 'left-out', health: 'healthy' })).toBe('left out, answers');
    expect(stateName({ ...api, state: 'value' })).toBe('in use');
  });
});

describe(toneOf, () => {
  it('does not blame us for a part that somebody else runs', () => {
    expect(toneOf({ ...api, state: 'left-out', health: 'unhealthy' })).toBe('busy');
    expect(toneOf({ ...api, state: 'exited', health: 'unhealthy' })).toBe('bad');
  });
});

describe(formatAge, () => {
  it.for([
    [-5, '0 s'],
    [59_999, '59 s'],
    [61_000, '1 min 1 s'],
    [7_260_000, '2 h 1 min'],
  ] as const)('says %i ms as %s', ([milliseconds, said]) => {
    expect(formatAge(milliseconds)).toBe(said);
  });
});
