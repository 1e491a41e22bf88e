import type { ChatMessage } from '@heliograph/contracts';
import { describe, expect, it } from 'vitest';
import {
  conversationOf,
  everyone,
  unreadOf,
  withMessage,
  withRead,
  type Conversation,
  type Reader,
} from './conversations.ts';
import { ada, oscar, said } from './test-people.ts';

const reader: Reader = { self: ada.userId, attended: undefined };
const read = (messages: readonly ChatMessage[], by = reader): readonly Conversation[] =>
  messages.reduce<readonly Conversation[]>((list, one) => withMessage(list, one, by), []);

describe(conversationOf, () => {
  it.for([
    ['what is for everyone', said(oscar, 'x'), everyone],
    ['what somebody wrote to me', said(oscar, 'x', ada.userId), oscar.userId],
    ['what I wrote to somebody', said(ada, 'x', oscar.userId), oscar.userId],
    ['what I wrote to myself', said(ada, 'x', ada.userId), ada.userId],
  ] as const)('finds the place of %s', ([, message, id]) => {
    expect(conversationOf(message, ada.userId)).toBe(id);
  });
});

describe(withMessage, () => {
  it('keeps each conversation apart, oldest message first', () => {
    const list = read([said(oscar, 'a'), said(oscar, 'b', ada.userId), said(ada, 'c')]);

    expect(list.find(({ id }) => id === everyone)?.messages.map(({ text }) => text)).toEqual([
      'a',
      'c',
    ]);
    expect(list.find(({ id }) => id === oscar.userId)?.messages.map(({ text }) => text)).toEqual([
      'b',
    ]);
  });

  it("counts what others wrote as unread, one's own and what is looked at not", () => {
    expect(unreadOf(read([said(oscar, 'a'), said(ada, 'b')]))).toBe(1);
    expect(unreadOf(read([said(oscar, 'a')], { ...reader, attended: everyone }))).toBe(0);
  });

  it('takes a message once', () => {
    const message = said(oscar, 'a');
    const list = read([message]);

    expect(withMessage(list, message, reader)).toBe(list);
  });

  it('forgets the oldest messages, and the conversations that were silent longest', () => {
    const many = read(Array.from({ length: 250 }, (_, at) => said(oscar, `${at}`)));
    expect(many[0]?.messages).toHaveLength(200);
    expect(many[0]?.messages.at(-1)?.text).toBe('249');

    const people = Array.from({ length: 60 }, (_, at) => ({ userId: `u${at}`, name: `U${at}` }));
    const crowded = read(people.map((person) => said(person, 'hi', ada.userId)));
    expect(crowded).toHaveLength(50);
    expect(crowded.some(({ id }) => id === 'u0')).toBe(false);
    expect(crowded.some(({ id }) => id === 'u59')).toBe(true);
  });
});

describe(withRead, () => {
  it('leaves nothing unread there, and everything elsewhere', () => {
    const list = read([said(oscar, 'a'), said(oscar, 'b', ada.userId)]);

    const after = withRead(list, everyone);

    expect(after.map(({ id, unread }) => [id, unread])).toEqual([
      [everyone, 0],
      [oscar.userId, 1],
    ]);
    expect(withRead(after, everyone)).toBe(after);
  });
});
