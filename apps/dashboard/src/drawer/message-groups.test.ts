import { describe, expect, it } from 'vitest';
import { ada, oscar, said } from '../messages/test-people.ts';
import { toMessageGroups } from './message-groups.ts';

describe(toMessageGroups, () => {
  it('names a speaker once for what is said in a row, and again after a pause', () => {
    const messages = [
      { ...said(ada, 'a'), sentAt: 0 },
      { ...said(ada, 'b'), sentAt: 60_000 },
      { ...said(oscar, 'c'), sentAt: 61_000 },
      { ...said(ada, 'd'), sentAt: 62_000 },
      { ...said(ada, 'e'), sentAt: 62_000 + 300_000 },
    ];

    const groups = toMessageGroups(messages);

    expect(
      groups.map(({ from, messages }) => [from.name, messages.map(({ text }) => text)]),
    ).toEqual([
      ['Ada', ['a', 'b']],
      ['Oscar', ['c']],
      ['Ada', ['d']],
      ['Ada', ['e']],
    ]);
  });
});
