import type { ChatMessage } from '@heliograph/contracts';

/** A user id, or `everyone`. */
export type ConversationId = string;

/** No user id is empty. */
export const everyone: ConversationId = '';

export interface Conversation {
  readonly id: ConversationId;
  /** Oldest first. */
  readonly messages: readonly ChatMessage[];
  /** Messages of others that nobody has looked at. */
  readonly unread: number;
}

/** Where messages are kept in this page only; what is older is forgotten. */
const mostMessages = 200;
const mostConversations = 50;

export interface Reader {
  /** User id of whoever reads; undefined while it is not known. */
  readonly self: string | undefined;
  /** The conversation that is looked at right now. */
  readonly attended: ConversationId | undefined;
}

/** To which conversation a message belongs, seen by one of those who got it. */
export function conversationOf(
  { from, to }: Pick<ChatMessage, 'from' | 'to'>,
  self: string | undefined,
): ConversationId {
  if (to === undefined) return everyone;
  return from.userId === self ? to : from.userId;
}

/** Adds a message where it belongs; a message that is there already changes nothing. */
export function withMessage(
  conversations: readonly Conversation[],
  message: ChatMessage,
  { self, attended }: Reader,
): readonly Conversation[] {
  const id = conversationOf(message, self);
  const known = conversations.find((one) => one.id === id) ?? { id, messages: [], unread: 0 };
  if (known.messages.some((one) => one.id === message.id)) return conversations;
  const isNews = message.from.userId !== self && attended !== id;
  const next = {
    id,
    messages: [...known.messages, message].slice(-mostMessages),
    unread: known.unread + (isNews ? 1 : 0),
  };
  // The newest comes last, so that the one that was silent longest is forgotten first.
  return [...conversations.filter((one) => one.id !== id), next].slice(-mostConversations);
}

/** Somebody looked at a conversation. */
export function withRead(
  conversations: readonly Conversation[],
  id: ConversationId,
): readonly Conversation[] {
  if (!conversations.some((one) => one.id === id && one.unread > 0)) return conversations;
  return conversations.map((one) => (one.id === id ? { ...one, unread: 0 } : one));
}

export const unreadOf = (parts: readonly { readonly unread: number }[]): number =>
  parts.reduce((sum, { unread }) => sum + unread, 0);
