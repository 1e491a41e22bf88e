import type { Watcher } from '@heliograph/contracts';
import { everyone, type Conversation, type ConversationId } from '../messages/conversations.ts';

/** A conversation that can be chosen: with everyone, with somebody here, or with whom one spoke. */
export interface Talk {
  readonly id: ConversationId;
  readonly name: string;
  /** Whose initials stand for it. */
  readonly face: string;
  readonly kind: 'everyone' | 'person' | 'self';
  /** Whether they watch this board now. */
  readonly present: boolean;
  readonly unread: number;
}

interface TalkFacts {
  readonly conversations: readonly Conversation[];
  readonly watchers: readonly Watcher[];
  readonly self: string | undefined;
  /** The one that is shown, which is listed even when nobody is there any more. */
  readonly open: ConversationId;
}

/** In an order that does not jump: everyone, who is here, who is not, oneself; each by name. */
export function toTalks({ conversations, watchers, self, open }: TalkFacts): Talk[] {
  const unread = new Map(conversations.map((one) => [one.id, one.unread]));
  const names = new Map<ConversationId, string>();
  for (const { messages } of conversations) {
    for (const { from } of messages) names.set(from.userId, from.name);
  }
  for (const { userId, name } of watchers) names.set(userId, name);
  const here = new Set(watchers.map(({ userId }) => userId));
  const ids = new Set([...here, ...conversations.map(({ id }) => id), open]);
  ids.delete(everyone);
  if (self !== undefined) ids.delete(self);

  const nameOf = (id: ConversationId) => names.get(id) || id;
  const talk = (id: ConversationId, kind: Talk['kind'], name = nameOf(id)): Talk => ({
    id,
    kind,
    name,
    face: nameOf(id),
    present: here.has(id),
    unread: unread.get(id) ?? 0,
  });
  const people = [...ids]
    .map((id) => talk(id, 'person'))
    .sort((a, b) => Number(b.present) - Number(a.present) || a.name.localeCompare(b.name, 'en'));
  return [
    talk(everyone, 'everyone', 'Everyone'),
    ...people,
    ...(self === undefined ? [] : [talk(self, 'self', 'Yourself')]),
  ];
}
