import { describe, expect, it } from 'vitest';
import { readHubActions } from './hub-action.ts';

const invocation = { target: 't', arguments: [1] };

describe(readHubActions, () => {
  it.for<[object, object]>([
    [{ ...invocation }, { kind: 'send', to: 'all', invocation }],
    [
      { ...invocation, userId: null, groupName: 'g' },
      { kind: 'send', to: { group: 'g' }, invocation },
    ],
    [
      { ...invocation, userId: 'u', groupName: 'g' },
      { kind: 'send', to: { userId: 'u' }, invocation },
    ],
    [
      { ...invocation, connectionId: 'c', userId: 'u', groupName: 'g' },
      { kind: 'send', to: { connectionId: 'c' }, invocation },
    ],
    [{ target: 't' }, { kind: 'send', to: 'all', invocation: { target: 't', arguments: [] } }],
    [
      { ...invocation, action: 'add', groupName: 'g', userId: 'u' },
      { kind: 'send', to: { userId: 'u' }, invocation },
    ],
    [
      { action: 'add', groupName: 'g', userId: 'u', connectionId: 'c' },
      { kind: 'join', group: 'g', who: { connectionId: 'c' } },
    ],
    [
      { action: 'remove', groupName: 'g', userId: 'u' },
      { kind: 'leave', group: 'g', who: { userId: 'u' } },
    ],
    [
      { action: 'removeAll', groupName: 'ignored', userId: 'u' },
      { kind: 'leave-all', userId: 'u' },
    ],
  ])('reads %j as %j', ([value, action]) => {
    expect(readHubActions(value)).toEqual([action]);
    expect(readHubActions(JSON.stringify(value))).toEqual([action]);
  });

  it('keeps the order of an array', () => {
    const actions = readHubActions([
      { target: 'b' },
      { action: 'removeAll', userId: 'u' },
      { target: 'a' },
    ]);

    expect(
      actions.map((action) => ('invocation' in action ? action.invocation.target : action.kind)),
    ).toEqual(['b', 'leave-all', 'a']);
  });

  it('does nothing for nothing, and for removeAll of a connection', () => {
    expect(readHubActions(undefined)).toEqual([]);
    expect(readHubActions([])).toEqual([]);
    expect(readHubActions({ action: 'removeAll', connectionId: 'c', userId: 'u' })).toEqual([]);
  });

  it.for([
    'nonsense',
    7,
    {},
    { target: '' },
    { target: 't', arguments: 'no list' },
    { action: 'add', groupName: 'g' },
    { action: 'add', userId: 'u' },
    { action: 'removeAll', groupName: 'g' },
    { action: 'other', groupName: 'g', userId: 'u' },
    [{ target: 'fine' }, {}],
  ])('refuses %j as a whole', (value) => {
    expect(() => readHubActions(value)).toThrow(
      expect.objectContaining({ code: 'binding-failed' }),
    );
  });
});
