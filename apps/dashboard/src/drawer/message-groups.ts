import type { ChatMessage } from '@heliograph/contracts';

/** What one person said in a row. */
export interface MessageGroup {
  readonly from: ChatMessage['from'];
  readonly sentAt: number;
  readonly messages: readonly ChatMessage[];
}

/** After a pause as long as this the name and the time are worth saying again. */
const pauseMs = 5 * 60_000;

/** Puts what one person said in a row under one heading. */
export function toMessageGroups(messages: readonly ChatMessage[]): MessageGroup[] {
  const groups: { from: ChatMessage['from']; sentAt: number; messages: ChatMessage[] }[] = [];
  for (const message of messages) {
    const last = groups.at(-1);
    const newest = last?.messages.at(-1)?.sentAt ?? 0;
    if (last && last.from.userId === message.from.userId && message.sentAt - newest < pauseMs) {
      last.messages.push(message);
    } else {
      groups.push({ from: message.from, sentAt: message.sentAt, messages: [message] });
    }
  }
  return groups;
}
