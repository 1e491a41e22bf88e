import { useMemo, useRef } from 'react';
import { useBoard, useMessages } from '../board/board-context.ts';
import { useDrawer } from '../board/drawer-context.ts';
import type { ConversationId } from '../messages/conversations.ts';
import { Composer } from './composer.tsx';
import { MessageLog } from './message-log.tsx';
import { toTalks, type Talk } from './talk-list.ts';
import { TalkPicker } from './talk-picker.tsx';

/** A conversation with everyone or with one person, and the choice between them. */
export function ChatPanel() {
  const { watchers } = useBoard();
  const { conversations, greeting } = useMessages();
  const { conversation: open } = useDrawer();
  const drafts = useRef(new Map<ConversationId, string>());
  const self = greeting?.userId;
  const talks = useMemo(
    () => toTalks({ conversations, watchers, self, open }),
    [conversations, watchers, self, open],
  );
  const talk = talks.find(({ id }) => id === open);
  const messages = conversations.find(({ id }) => id === open)?.messages ?? [];
  if (!talk) return null;
  return (
    <>
      <TalkPicker talks={talks} />
      <MessageLog
        key={open}
        messages={messages}
        self={self}
        label={`Messages with ${inWords(talk)}`}
        empty={emptySentence(talk)}
      />
      <Composer
        key={`to ${open}`}
        to={open}
        drafts={drafts.current}
        label={`Message to ${inWords(talk)}`}
      />
    </>
  );
}

function inWords({ kind, name }: Talk): string {
  if (kind === 'person') return name;
  return kind === 'self' ? 'yourself' : 'everyone';
}

function emptySentence({ kind, name, present }: Talk): string {
  if (kind === 'everyone') {
    return 'Everyone who is connected sees what you write here. Nothing is kept for later.';
  }
  if (kind === 'self') return 'A note to yourself appears in all your open windows.';
  return present
    ? `Only you and ${name} see what you write here. Nothing is kept for later.`
    : `${name} does not watch this board now. What you write may reach nobody.`;
}
