import { describe, expect, it } from 'vitest';
import { everyone, withMessage, type Conversation } from '../messages/conversations.ts';
import { ada, oscar, said } from '../messages/test-people.ts';
import { toTalks } from './talk-list.ts';

const viola = { userId: 'viola@example.org', name: 'Viola' };
const facts = {
  conversations: [] as readonly Conversation[],
  watchers: [viola, oscar, ada],
  self: ada.userId,
  open: everyone,
};
const reader = { self: ada.userId, attended: undefined };

describe(toTalks, () => {
  it('offers everyone, the others who are here by name, and oneself', () => {
    expect(toTalks(facts).map(({ name, kind }) => [name, kind])).toEqual([
      ['Everyone', 'everyone'],
      ['Oscar', 'person'],
      ['Viola', 'person'],
      ['Yourself', 'self'],
    ]);
  });

  it('keeps whoever left after speaking, behind those who are here', () => {
    const conversations = withMessage([], said(oscar, 'bye', ada.userId), reader);

    const talks = toTalks({ ...facts, conversations, watchers: [viola, ada] });

    expect(talks.map(({ name, present, unread }) => [name, present, unread])).toEqual([
      ['Everyone', false, 0],
      ['Viola', true, 0],
      ['Oscar', false, 1],
      ['Yourself', true, 0],
    ]);
  });

  it('keeps the one that is shown, also before a word was said', () => {
    const talks = toTalks({ ...facts, watchers: [ada], open: 'gone@example.org' });

    expect(talks.map(({ name }) => name)).toContain('gone@example.org');
  });
});
