import { describe, expect, it } from 'vitest';
import { boardGroup, parseGroup, roleGroup } from './groups.ts';

describe(parseGroup, () => {
  it('reads back what was built', () => {
    expect(parseGroup(boardGroup('machine'))).toEqual({
      kind: 'board',
      board: 'machine',
      cadence: '1s',
    });
    expect(parseGroup(roleGroup('operator'))).toEqual({ kind: 'role', role: 'operator' });
  });

  it.for([
    '',
    'board',
    'board:machine',
    'board:Machine:1s',
    'board:machine:2s',
    'role:root',
    'role:admin:1s',
    'board:machine:1s:x',
  ])('does not take %j for one of ours', (name) => {
    expect(parseGroup(name)).toBeUndefined();
  });
});
