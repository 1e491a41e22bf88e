import { describe, expect, it } from 'vitest';
import { createHubActions, everyone } from './hub-action.ts';
import { chatHub } from './testing/chat-hub.ts';

describe(createHubActions, () => {
  const actions = createHubActions(chatHub);

  it.for([
    [everyone, {}],
    [{ userId: 'una' }, { userId: 'una' }],
    [{ groupName: 'members' }, { groupName: 'members' }],
    [{ connectionId: 'c1' }, { connectionId: 'c1' }],
  ] as const)('sends to %j', ([audience, members]) => {
    expect(actions.send(audience, 'said', 'una', 'hello')).toEqual({
      target: 'said',
      arguments: ['una', 'hello'],
      ...members,
    });
  });

  it('changes who is in a group, by connection and by person', () => {
    expect([
      actions.addToGroup('members', { userId: 'una' }),
      actions.removeFromGroup('members', { connectionId: 'c1' }),
      actions.removeFromAllGroups('una'),
    ]).toEqual([
      { action: 'add', groupName: 'members', userId: 'una' },
      { action: 'remove', groupName: 'members', connectionId: 'c1' },
      { action: 'removeAll', userId: 'una' },
    ]);
  });

  it('counts the bytes of a message against the budget of its target', () => {
    // ["una","…"] has ten bytes around the text; one é has two.
    const [fits, exceeds] = ['é'.repeat(27), `${'é'.repeat(27)}x`];

    expect(() => actions.send(everyone, 'said', 'una', fits)).not.toThrow();
    expect(() => actions.send(everyone, 'said', 'una', exceeds)).toThrow(
      expect.objectContaining({ code: 'message-too-large' }),
    );
  });

  it('accepts the targets and arguments of its hub alone', () => {
    // @ts-expect-error A target that the hub has not.
    expect(() => actions.send(everyone, 'whispered', 'una')).toThrow();
    // @ts-expect-error An argument too few.
    actions.send(everyone, 'said', 'una');
    // @ts-expect-error An argument of another type.
    actions.send(everyone, 'said', 'una', 7);
  });
});
